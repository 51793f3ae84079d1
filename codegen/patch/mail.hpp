// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "diff.hpp"
#include "engine.hpp"

/// Patches as text: mails for `git am`, files for quilt. The same bytes for the same tree: no dates, no versions of tools.
namespace carveout::patch {

struct named_text {
  std::string name;  ///< of the file
  std::string text;
};

struct signing {
  std::string author{};  ///< Name <mail>; empty: a placeholder
  bool signoff = false;
};

inline constexpr std::string_view placeholder_author = "carveout <noreply@carveout.invalid>";

/// Whether a text is "Name <user@host>", on one line.
[[nodiscard]] inline auto is_author(std::string_view text) -> bool {
  const std::size_t open = text.find(" <");
  if (open == 0 || open == std::string_view::npos || !text.ends_with('>')) return false;
  const std::string_view name = text.substr(0, open), mail = text.substr(open + 2, text.size() - open - 3);
  const auto has = [](std::string_view in, std::string_view any) { return in.find_first_of(any) != std::string_view::npos; };
  const bool is_printable =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 127; });
  const std::size_t at = mail.find('@');
  return is_printable && !has(name, "<>\"\\") && name.find_first_not_of(' ') == 0 && !has(mail, "<> ,;\"\\()") && at != 0 &&
         at != std::string_view::npos && at + 1 < mail.size() && mail.find('@', at + 1) == std::string_view::npos;
}

namespace detail {

[[nodiscard]] inline auto is_ascii(std::string_view text) -> bool {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}

/// A name as RFC 5322 and RFC 2047 want it in a header.
[[nodiscard]] inline auto header_author(std::string_view author) -> std::string {
  const std::size_t open = author.find(" <");
  const std::string name{author.substr(0, open)}, mail{author.substr(open)};
  if (is_ascii(name)) return (name.find_first_of("()[]:;@,.") == std::string::npos ? name : '"' + name + '"') + mail;
  std::string out = "=?UTF-8?q?";
  for (const char c : name) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto octet = static_cast<unsigned char>(c);
    if (is_word(c) && c != '_') {
      out += c;
    } else {
      out += '=';
      out += digits[octet >> 4U];
      out += digits[octet & 15U];
    }
  }
  return out + "?=" + mail;
}

/// What `git format-patch` would call it.
[[nodiscard]] inline auto file_stem(std::string_view subject) -> std::string {
  std::string stem;
  for (const char c : subject) {
    if (is_word(c) || c == '.')
      stem += c;
    else if (!stem.empty() && stem.back() != '-')
      stem += '-';
  }
  stem.resize(std::min<std::size_t>(stem.size(), 52));
  while (!stem.empty() && (stem.back() == '-' || stem.back() == '.')) stem.pop_back();
  return stem;
}

[[nodiscard]] inline auto padded(std::size_t number, std::size_t width) -> std::string {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), ' ') + digits;
}

[[nodiscard]] inline auto counted(std::size_t count, std::string_view what, std::string_view plural) -> std::string {
  return std::to_string(count) + ' ' + std::string{what} + (count == 1 ? "" : std::string{plural});
}

}  // namespace detail

/// As `git diff --stat --summary`.
[[nodiscard]] inline auto diffstat(const std::vector<file_change>& changes) -> std::string {
  std::size_t width = 0, most = 0, added = 0, removed = 0;
  std::vector<line_counts> counts;
  for (const file_change& each : changes) {
    counts.push_back(counts_of(each));
    width = std::max(width, each.file.size());
    most = std::max(most, counts.back().added + counts.back().removed);
    added += counts.back().added;
    removed += counts.back().removed;
  }
  const std::size_t digits = std::to_string(most).size();
  const std::size_t room = std::max<std::size_t>(10, 72 - std::min<std::size_t>(60, width + digits));
  std::string text;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    std::size_t plus = counts[i].added, minus = counts[i].removed;
    if (most > room) {
      const auto scaled = [&](std::size_t n) { return n == 0 ? 0 : std::max<std::size_t>(1, n * room / most); };
      plus = scaled(plus);
      minus = scaled(minus);
    }
    text += ' ' + changes[i].file + std::string(width - changes[i].file.size(), ' ') + " | " +
            detail::padded(counts[i].added + counts[i].removed, digits) + ' ' + std::string(plus, '+') +
            std::string(minus, '-') + '\n';
  }
  text += ' ' + detail::counted(changes.size(), "file", "s") + " changed";
  if (added != 0) text += ", " + detail::counted(added, "insertion", "s") + "(+)";
  if (removed != 0) text += ", " + detail::counted(removed, "deletion", "s") + "(-)";
  text += '\n';
  for (const file_change& each : changes) {
    if (!each.before) text += " create mode 100644 " + each.file + '\n';
    if (!each.after) text += " delete mode 100644 " + each.file + '\n';
  }
  return text;
}

/// One mail for each patch, as `git am` takes them; one behind the other they are an mbox.
[[nodiscard]] inline auto mails(const std::vector<made_patch>& patches, const signing& by) -> std::vector<named_text> {
  std::vector<named_text> list;
  const std::string author = by.author.empty() ? std::string{placeholder_author} : by.author;
  for (const made_patch& each : patches) {
    const std::string number = std::to_string(list.size() + 1), total = std::to_string(patches.size());
    const std::string signoff = by.signoff ? "Signed-off-by: " + author + '\n' : "";
    std::string text =
        "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\nFrom: " + detail::header_author(author) +
        "\nDate: Mon, 17 Sep 2001 00:00:00 +0000\nSubject: [PATCH" +
        (patches.size() == 1 ? "" : ' ' + detail::padded(list.size() + 1, total.size()) + '/' + total) + "] " + each.subject +
        '\n';
    if (!detail::is_ascii(each.message + signoff))
      text += "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n";
    text += '\n' + each.message + (signoff.empty() ? "" : '\n' + signoff) + "---\n" + diffstat(each.changes) + '\n';
    for (const file_change& change : each.changes) text += diff_of(change);
    text += "-- \ncarveout\n\n";
    list.push_back({std::string(4 - std::min<std::size_t>(4, number.size()), '0') + number + '-' +
                        detail::file_stem(each.subject) + ".patch",
                    std::move(text)});
  }
  return list;
}

/// Files for quilt, with a header as Debian's DEP-3 has it.
[[nodiscard]] inline auto quilt_patches(const std::vector<made_patch>& patches, const signing& by) -> std::vector<named_text> {
  std::vector<named_text> list;
  for (const made_patch& each : patches) {
    std::string text = "Description: " + each.subject + '\n';
    for (const std::string_view line : detail::lines_of(each.message)) text += (line == "\n" ? " ." : " ") + std::string{line};
    text += "Author: " + (by.author.empty() ? std::string{placeholder_author} : by.author) + "\nForwarded: not-needed\n";
    if (by.signoff) text += "Signed-off-by: " + by.author + '\n';
    text += "---\n" + diffstat(each.changes) + '\n';
    for (const file_change& change : each.changes) text += diff_of(change);
    std::string name = detail::file_stem(each.subject);
    const auto taken = [&] {
      return std::any_of(list.begin(), list.end(), [&](const named_text& other) { return other.name == name + ".patch"; });
    };
    while (taken()) name += '+';
    list.push_back({name + ".patch", std::move(text)});
  }
  return list;
}

/// quilt's list of patches.
[[nodiscard]] inline auto series_of(const std::vector<named_text>& patches) -> std::string {
  std::string text;
  for (const named_text& each : patches) text += each.name + '\n';
  return text;
}

}  // namespace carveout::patch
