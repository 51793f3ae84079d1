// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Texts with conditional lines, for code that differs between kernels: what comes out has no trace of the conditions.
namespace carveout::patch {

struct template_values {
  std::function<bool(std::string_view)> is_true;               ///< of a fact's name or OPTION=VALUE
  std::function<std::string(std::string_view)> value_of = {};  ///< of an option
};

namespace detail {

[[nodiscard]] inline auto trimmed(std::string_view line) -> std::string_view {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

[[nodiscard]] inline auto replace_values(std::string_view line, const template_values& values) -> std::string {
  std::string out;
  for (std::size_t at = 0;;) {
    const std::size_t open = line.find("@{", at);
    const std::size_t close = open == std::string_view::npos ? open : line.find('}', open);
    out += line.substr(at, close == std::string_view::npos ? close : open - at);
    if (close == std::string_view::npos) return out;
    out += values.value_of(line.substr(open + 2, close - open - 2));
    at = close + 1;
  }
}

}  // namespace detail

/// The text for these facts. Throws std::logic_error where the template itself is wrong: a condition without an end, or an end
/// without a condition. Unknown names are for `values` to refuse.
[[nodiscard]] inline auto render(std::string_view text, const template_values& values) -> std::string {
  struct condition {
    bool outer, holds, in_else;
  };
  std::vector<condition> open;
  std::string out;
  bool live = true;
  while (!text.empty()) {
    const std::size_t length = text.find('\n');
    const std::string_view line = text.substr(0, length == std::string_view::npos ? length : length + 1);
    text.remove_prefix(line.size());
    std::string_view directive = detail::trimmed(line.substr(0, line.find('\n')));
    if (!directive.starts_with("//@")) {
      if (live) out += detail::replace_values(line, values);
      continue;
    }
    directive.remove_prefix(3);
    if (directive.starts_with("if ")) {
      std::string_view name = detail::trimmed(directive.substr(3));
      const bool negated = name.starts_with('!');
      if (negated) name.remove_prefix(1);
      open.push_back({live, values.is_true(name) != negated, false});
    } else if (open.empty() || (directive == "else" && open.back().in_else) || (directive != "else" && directive != "end")) {
      throw std::logic_error{"template: '//@" + std::string{directive} + "' is out of place"};
    } else if (directive == "else") {
      open.back().in_else = true;
    } else {
      live = open.back().outer;
      open.pop_back();
      continue;
    }
    live = open.back().outer && open.back().holds != open.back().in_else;
  }
  if (!open.empty()) throw std::logic_error{"template: a '//@if' has no '//@end'"};
  return out;
}

}  // namespace carveout::patch
