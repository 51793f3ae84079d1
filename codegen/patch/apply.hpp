// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "diff.hpp"
#include "recipe.hpp"
#include "template.hpp"
#include "tokens.hpp"
#include "tree.hpp"

/// One place of a recipe in one tree: found, and what would be written there.
namespace carveout::patch::detail {

struct text_edit {
  std::size_t begin = 0, end = 0;
  std::string text;
};

/// A place that was found. `applied`: the recipe's result is there already, and the edit takes it back.
struct found_place {
  std::string file;
  std::size_t line = 0;
  bool applied = false;
  bool whole_file = false;  ///< the file is created, or, to take it back, deleted
  text_edit edit;
  std::string_view cocci{};  ///< of the form that was found
};

using place_answer = std::variant<found_place, refusal>;

[[nodiscard]] inline auto trimmed_newline(std::string_view line) -> std::string_view { return line.substr(0, line.find('\n')); }

[[nodiscard]] inline auto shown(std::span<const token> tokens) -> std::string {
  std::string text;
  for (const token& each : tokens) text += (text.empty() ? "" : " ") + std::string{each.text};
  return text;
}

/// From the first blank of a line to its newline, where nothing else is on the lines of [begin..end).
[[nodiscard]] inline auto whole_lines(std::string_view text, std::size_t begin, std::size_t end)
    -> std::optional<std::pair<std::size_t, std::size_t>> {
  const std::size_t newline = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  const std::size_t first = newline == std::string_view::npos ? 0 : newline + 1;
  const std::size_t last = std::min(text.find('\n', end), text.size());
  if (!trimmed(text.substr(first, begin - first)).empty() || !trimmed(text.substr(end, last - end)).empty())
    return std::nullopt;
  return std::pair{first, std::min(last + 1, text.size())};
}

/// C tokens, in the bodies of one function or in the whole file.
class token_place {
 public:
  token_place(const form& wanted, std::string_view text, std::string_view replacement)
      : wanted_{wanted}, text_{text}, replacement_{replacement}, tokens_{tokens_of(text)} {
    if (wanted.within.empty())
      ranges_.push_back({0, tokens_.size()});
    else
      for (const function_body& each : find_functions(tokens_, wanted.within)) {
        if (ranges_.empty()) head_ = tokens_[each.name].begin;
        ranges_.push_back(each.body);
      }
  }

  [[nodiscard]] auto has_function() const -> bool { return !ranges_.empty(); }
  [[nodiscard]] auto function_line() const -> std::size_t { return wanted_.within.empty() ? 0 : line_of(text_, head_); }

  [[nodiscard]] auto find() const -> place_answer {
    const pattern original{wanted_, wanted_.find}, result{wanted_, replacement_};
    const std::vector<std::size_t> as_it_was = all(original), as_it_becomes = all(result);
    // one may contain the other: then only the longer proves something
    const bool result_first = result.tokens.size() >= original.tokens.size();
    if (as_it_becomes.size() == 1 && (result_first || as_it_was.empty())) return taken_back(result, as_it_becomes[0]);
    if (as_it_was.size() == 1) return applied(original, as_it_was[0]);
    if (as_it_was.size() > 1)
      return refuse(tokens_[as_it_was[1]].begin,
                    '\'' + shown(original.tokens) + "' is there " + std::to_string(as_it_was.size()) + " times, not once");
    const partial_match near = nearest(original);
    if (near.length == 0) return refuse(head_, "has no '" + shown(original.tokens) + '\'');
    const std::size_t next = near.at + near.length;
    return refuse(next < tokens_.size() ? tokens_[next].begin : text_.size(),
                  "behind '" + shown(std::span{tokens_}.subspan(near.at, near.length)) + "' there is '" +
                      (next < tokens_.size() ? std::string{tokens_[next].text} : "nothing") + "', not '" +
                      std::string{original.tokens[near.length].text} + '\'');
  }
  /// How much of the form is there.
  [[nodiscard]] auto likeness() const -> std::size_t {
    return has_function() ? 1 + nearest({wanted_, wanted_.find}).length : 0;
  }

 private:
  struct pattern {
    pattern(const form& wanted, std::string_view middle) : tokens{tokens_of(wanted.before)} {
      before = tokens.size();
      for (const token& each : tokens_of(middle)) tokens.push_back(each);
      behind = tokens.size();
      for (const token& each : tokens_of(wanted.after)) tokens.push_back(each);
    }
    std::vector<token> tokens;
    std::size_t before = 0, behind = 0;  ///< the middle is [before..behind)
  };

  [[nodiscard]] auto all(const pattern& wanted) const -> std::vector<std::size_t> {
    std::vector<std::size_t> found;
    for (const token_range& each : ranges_)
      for (const std::size_t at : find_tokens(tokens_, each, wanted.tokens)) found.push_back(at);
    return found;
  }
  [[nodiscard]] auto nearest(const pattern& wanted) const -> partial_match {
    partial_match best;
    for (const token_range& each : ranges_)
      if (const partial_match near = find_nearest(tokens_, each, wanted.tokens); near.length > best.length) best = near;
    return best;
  }
  [[nodiscard]] auto place_at(std::size_t offset, bool is_applied, text_edit edit) const -> found_place {
    return {std::string{wanted_.file}, line_of(text_, offset), is_applied, false, std::move(edit)};
  }
  [[nodiscard]] auto refuse(std::size_t offset, const std::string& reason) const -> refusal {
    return {refusal::sort::unexpected, std::string{wanted_.file}, line_of(text_, offset),
            (wanted_.within.empty() ? "" : std::string{wanted_.within} + "(): ") + reason,
            (wanted_.cocci.empty() ? "" : "--format cocci shows the forms that are known; ") +
                std::string{"change it by hand, or leave the recipe out"}};
  }

  [[nodiscard]] auto applied(const pattern& as, std::size_t at) const -> found_place {
    std::size_t begin = tokens_[at + as.before].begin;
    std::size_t end = tokens_[at + as.behind - 1].end();
    const std::size_t shown_at = begin;
    if (trimmed(replacement_).empty())
      if (const auto lines = whole_lines(text_, begin, end)) std::tie(begin, end) = *lines;
    return place_at(shown_at, false, {begin, end, std::string{trimmed(replacement_).empty() ? "" : replacement_}});
  }
  [[nodiscard]] auto taken_back(const pattern& as, std::size_t at) const -> found_place {
    if (as.before != as.behind) {
      const std::size_t begin = tokens_[at + as.before].begin;
      return place_at(begin, true, {begin, tokens_[at + as.behind - 1].end(), std::string{wanted_.find}});
    }
    // lines went: they come back before the line of what followed them, or behind that of what preceded them
    const bool has_after = as.behind < as.tokens.size();
    const std::size_t mark = has_after ? tokens_[at + as.behind].begin : tokens_[at + as.before - 1].end();
    std::size_t line = has_after ? (mark == 0 ? std::string_view::npos : text_.rfind('\n', mark - 1)) : text_.find('\n', mark);
    line = line == std::string_view::npos ? (has_after ? 0 : text_.size()) : line + 1;
    return place_at(mark, true, {line, line, std::string{wanted_.find} + '\n'});
  }

  const form& wanted_;
  std::string_view text_, replacement_;
  std::vector<token> tokens_;
  std::vector<token_range> ranges_;
  std::size_t head_ = 0;
};

/// A line of a Kconfig entry, or of a file that has none.
[[nodiscard]] inline auto find_line(const form& wanted, std::string_view text, std::string_view replacement) -> place_answer {
  const std::vector<std::string_view> lines = lines_of(text);
  const auto refuse = [&](std::size_t line, std::string reason) {
    return refusal{refusal::sort::unexpected, std::string{wanted.file}, line, std::move(reason),
                   "change it by hand, or leave the recipe out"};
  };
  std::size_t first = 0, last = lines.size();
  if (!wanted.within.empty()) {
    while (first < lines.size() && trimmed(trimmed_newline(lines[first])) != wanted.within) ++first;
    if (first == lines.size()) return refuse(0, "has no entry '" + std::string{wanted.within} + '\'');
    last = ++first;
    while (last < lines.size() && (is_space(lines[last].front()))) ++last;
  }
  const auto indentation = [](std::string_view line) { return line.substr(0, line.find_first_not_of(" \t")); };
  std::size_t offset = 0;
  for (std::size_t i = 0; i < first; ++i) offset += lines[i].size();
  const auto matching = [&](std::string_view block) {
    const std::vector<std::string_view> rows = lines_of(block);
    std::vector<std::size_t> found;
    for (std::size_t i = first; i + rows.size() <= last; ++i)
      if (std::equal(rows.begin(), rows.end(), lines.begin() + static_cast<std::ptrdiff_t>(i),
                     [](auto a, auto b) { return trimmed(trimmed_newline(a)) == trimmed(trimmed_newline(b)); }))
        found.push_back(i);
    return found;
  };
  const auto replaced = [&](std::size_t at, std::string_view old, std::string_view made, bool is_applied) {
    std::size_t begin = offset;
    for (std::size_t i = first; i < at; ++i) begin += lines[i].size();
    std::size_t end = begin;
    for (std::size_t i = at; i < at + lines_of(old).size(); ++i) end += lines[i].size();
    std::string body;
    for (const std::string_view row : lines_of(made))
      body +=
          (trimmed_newline(row).empty() ? "" : std::string{indentation(lines[at])}) + std::string{trimmed_newline(row)} + '\n';
    return found_place{std::string{wanted.file}, at + 1, is_applied, false, {begin, end, body}};
  };
  const std::vector<std::size_t> as_it_was = matching(wanted.find), as_it_becomes = matching(replacement);
  if (as_it_becomes.size() == 1 && (as_it_was.empty() || lines_of(replacement).size() > lines_of(wanted.find).size()))
    return replaced(as_it_becomes[0], replacement, wanted.find, true);
  if (as_it_was.size() == 1) return replaced(as_it_was[0], wanted.find, replacement, false);
  const std::string inside = wanted.within.empty() ? "" : '\'' + std::string{wanted.within} + "' ";
  return refuse(as_it_was.empty() ? first : as_it_was[1] + 1,
                inside + (as_it_was.empty() ? "has no line '" : "has more than one line '") + std::string{wanted.find} + '\'');
}

[[nodiscard]] inline auto find_end(const form& wanted, std::string_view text, const std::string& lines) -> place_answer {
  if (const std::size_t there = text.find(lines); there != std::string_view::npos)
    return found_place{std::string{wanted.file}, line_of(text, there), true, false, {there, there + lines.size(), ""}};
  // the first line names what is added; it must not be there with something else below it
  std::string_view name;
  for (const std::string_view each : lines_of(lines))
    if (name.empty()) name = trimmed(trimmed_newline(each));
  std::size_t number = 0;
  for (const std::string_view each : lines_of(text)) {
    ++number;
    if (trimmed(trimmed_newline(each)) == name)
      return refusal{refusal::sort::unexpected, std::string{wanted.file}, number,
                     "has '" + std::string{name} + "' already, but not as the recipe writes it",
                     "remove it, or rename what the tree has"};
  }
  const std::string newline = text.empty() || text.ends_with('\n') ? "" : "\n";
  return found_place{std::string{wanted.file}, number + 1, false, false, {text.size(), text.size(), newline + lines}};
}

[[nodiscard]] inline auto find_form(const form& wanted, const source_tree& tree, const template_values& values)
    -> place_answer {
  const std::string replacement = render(wanted.replace, values);
  const std::optional<std::string>& text = tree.read(wanted.file);
  if (wanted.kind == edit_kind::create) {
    if (!text) return found_place{std::string{wanted.file}, 1, false, true, {0, 0, replacement}};
    if (*text == replacement) return found_place{std::string{wanted.file}, 1, true, true, {}};
    return refusal{refusal::sort::unexpected, std::string{wanted.file}, 0,
                   "is there already, with other text than the recipe's", "remove it, or keep it and leave the recipe out"};
  }
  if (!text)
    return refusal{refusal::sort::missing_file, std::string{wanted.file}, 0, "is not in the tree",
                   "unpack the whole source; this recipe changes that file"};
  if (wanted.kind == edit_kind::line) return find_line(wanted, *text, replacement);
  if (wanted.kind == edit_kind::append) return find_end(wanted, *text, replacement);
  const std::string tokens = replacement.substr(0, replacement.find_last_not_of('\n') + 1);
  const token_place place{wanted, *text, tokens};
  if (place.has_function()) return place.find();
  return refusal{refusal::sort::unexpected, std::string{wanted.file}, 0, "has no function " + std::string{wanted.within} + "()",
                 "change it by hand, or leave the recipe out"};
}

/// The form that the tree has, or why it has none: said of the form that is most like it.
[[nodiscard]] inline auto find_place(const place& wanted, const source_tree& tree, const template_values& values)
    -> place_answer {
  std::optional<refusal> nearest;
  std::size_t best = 0;
  for (const form& each : wanted.forms) {
    place_answer answer = find_form(each, tree, values);
    if (auto* const found = std::get_if<found_place>(&answer)) {
      found->cocci = each.cocci;
      return answer;
    }
    std::size_t likeness = 0;
    if (const auto& text = tree.read(each.file)) {
      const std::string replacement = render(each.replace, values);
      likeness = 1 + (each.kind == edit_kind::tokens ? token_place{each, *text, replacement}.likeness() : 0);
    }
    if (!nearest || likeness > best) {
      nearest = std::get<refusal>(std::move(answer));
      best = likeness;
    }
  }
  if (wanted.forms.size() > 1 && best != 0 && nearest->why == refusal::sort::unexpected)
    nearest->reason = "looks like none of the recipe's forms; in the nearest, " + nearest->reason;
  if (wanted.forms.size() > 1 && best == 0) {
    nearest->reason = "is not in the tree, nor";
    for (const form& each : wanted.forms)
      if (each.file != nearest->file && nearest->reason.find(each.file) == std::string::npos)
        nearest->reason += " " + std::string{each.file};
    if (nearest->reason.ends_with("nor")) nearest->reason = "is not in the tree";
  }
  return *nearest;
}

}  // namespace carveout::patch::detail
