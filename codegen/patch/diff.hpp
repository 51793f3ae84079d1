// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Unified diffs of one file, with three lines of context, as git writes them.
namespace carveout::patch {

/// A file before and after; nothing where it does not exist.
struct file_change {
  std::string file{};
  std::optional<std::string> before{}, after{};
};

struct line_counts {
  std::size_t added = 0, removed = 0;
};

namespace detail {

/// With their newlines.
[[nodiscard]] inline auto lines_of(std::string_view text) -> std::vector<std::string_view> {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end == std::string_view::npos ? end : end + 1));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

struct diff_line {
  char sign = ' ';  ///< ' ', '-' or '+'
  std::string_view text{};
};

/// A longest common subsequence of what lies between the first and the last change. Changes of a recipe are small and near each
/// other; between others, of more than some thousand lines, everything is replaced.
[[nodiscard]] inline auto edit_script(std::string_view before, std::string_view after) -> std::vector<diff_line> {
  const std::vector<std::string_view> a = lines_of(before), b = lines_of(after);
  std::size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (head + tail < a.size() && head + tail < b.size() && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const std::size_t n = a.size() - head - tail, m = b.size() - head - tail;
  const bool small = n * m <= (std::size_t{1} << 24);
  std::vector<std::uint32_t> common(small ? (n + 1) * (m + 1) : 0);  // of what begins at i, j
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return common[i * (m + 1) + j]; };
  if (small)
    for (std::size_t i = n; i-- > 0;)
      for (std::size_t j = m; j-- > 0;)
        at(i, j) = a[head + i] == b[head + j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));

  std::vector<diff_line> script;
  for (std::size_t i = 0; i < head; ++i) script.push_back({' ', a[i]});
  std::size_t i = 0, j = 0;
  while (i < n || j < m) {
    if (small && i < n && j < m && a[head + i] == b[head + j]) {
      script.push_back({' ', a[head + i++]});
      ++j;
    } else if (i < n && (!small || j == m || at(i + 1, j) >= at(i, j + 1))) {
      script.push_back({'-', a[head + i++]});
    } else {
      script.push_back({'+', b[head + j++]});
    }
  }
  for (std::size_t k = a.size() - tail; k < a.size(); ++k) script.push_back({' ', a[k]});
  return script;
}

inline void write_line(std::string& out, const diff_line& line) {
  out += line.sign;
  out += line.text;
  if (!line.text.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

/// "@@ -1,2 +3,4 @@"'s half: an empty range is named by the line before it
[[nodiscard]] inline auto range_text(std::size_t first, std::size_t count) -> std::string {
  return std::to_string(count == 0 ? first : first + 1) + (count == 1 ? "" : ',' + std::to_string(count));
}

/// What git shows behind the second @@: the last line that begins with a letter, before the hunk; labels are skipped.
[[nodiscard]] inline auto heading_of(const std::vector<diff_line>& script, std::size_t begin) -> std::string {
  while (begin-- > 0) {
    std::string_view text = script[begin].text;
    if (script[begin].sign == '+' || text.empty()) continue;
    const char c = text.front();
    if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '_' && c != '$') continue;
    text = text.substr(0, text.find('\n')).substr(0, 80);
    text = text.substr(0, text.find_last_not_of(" \t\r") + 1);
    if (text.ends_with(':') && text.find(' ') == std::string_view::npos) continue;  // a label
    return ' ' + std::string{text};
  }
  return {};
}

inline void write_hunks(std::string& out, const std::vector<diff_line>& script) {
  constexpr std::size_t context = 3;
  std::size_t line_a = 0, line_b = 0, at = 0;  // lines before script[at]
  while (at < script.size()) {
    std::size_t change = at;
    while (change < script.size() && script[change].sign == ' ') ++change;
    if (change == script.size()) return;
    const std::size_t begin = std::max(at, change - std::min(change, context));
    std::size_t end = change, quiet = 0;
    for (std::size_t i = change; i < script.size() && quiet <= 2 * context; ++i) {
      quiet = script[i].sign == ' ' ? quiet + 1 : 0;
      if (quiet == 0) end = i + 1;
    }
    end = std::min(end + context, script.size());
    line_a += begin - at;
    line_b += begin - at;
    std::size_t count_a = 0, count_b = 0;
    std::string body;
    for (std::size_t i = begin; i < end; ++i) {
      count_a += script[i].sign != '+' ? 1U : 0U;
      count_b += script[i].sign != '-' ? 1U : 0U;
      write_line(body, script[i]);
    }
    out += "@@ -" + range_text(line_a, count_a) + " +" + range_text(line_b, count_b) + " @@" + heading_of(script, begin) +
           '\n' + body;
    line_a += count_a;
    line_b += count_b;
    at = end;
  }
}

}  // namespace detail

/// `diff --git` and what follows it. No index line: it is optional, and a wrong one misleads `git am --3way`.
[[nodiscard]] inline auto diff_of(const file_change& change) -> std::string {
  std::string out = "diff --git a/" + change.file + " b/" + change.file + '\n';
  if (!change.before) out += "new file mode 100644\n";
  if (!change.after) out += "deleted file mode 100644\n";
  out += "--- " + (change.before ? "a/" + change.file : "/dev/null") + '\n';
  out += "+++ " + (change.after ? "b/" + change.file : "/dev/null") + '\n';
  detail::write_hunks(out, detail::edit_script(change.before.value_or(""), change.after.value_or("")));
  return out;
}

[[nodiscard]] inline auto counts_of(const file_change& change) -> line_counts {
  line_counts counts;
  for (const detail::diff_line& each : detail::edit_script(change.before.value_or(""), change.after.value_or(""))) {
    counts.added += each.sign == '+' ? 1U : 0U;
    counts.removed += each.sign == '-' ? 1U : 0U;
  }
  return counts;
}

}  // namespace carveout::patch
