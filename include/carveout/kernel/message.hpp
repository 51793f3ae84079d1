// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <carveout/kernel/table.hpp>

/// Messages of kernels and U-Boot, and how a line of a log is recognised as one.
namespace carveout {

enum class tone : std::uint8_t {
  fact,     ///< as it should be
  warning,  ///< it works, and costs something or may fail later
  error     ///< something that was asked for is not there, or memory is in danger
};

[[nodiscard]] constexpr auto name_of(tone value) -> std::string_view {
  return value == tone::fact ? "fact" : value == tone::warning ? "warning" : "error";
}

/// What a message means, whatever its wording.
struct meaning {
  tone how;
  std::string_view means;
  std::string_view advice;  ///< empty: nothing to do
  std::string_view rule;    ///< the rule that sees it coming; empty: none does
};

/// A message: its text, where * stands for what varies (`%pa`, `%s`, `%lu`), without the prefixes that `pr_fmt` puts before it
/// where versions differ in them.
struct message {
  std::string_view text;
  meaning is;
};

/// Whether the pieces of a text between its stars occur in a line, in their order, wherever the first begins.
[[nodiscard]] constexpr auto says(std::string_view line, std::string_view text) -> bool {
  while (!text.empty()) {
    const std::size_t star = text.find('*');
    const std::size_t at = line.find(text.substr(0, star));
    if (at == std::string_view::npos) return false;
    if (star == std::string_view::npos) return true;
    line.remove_prefix(at + star);
    text.remove_prefix(star + 1);
  }
  return true;
}

/// How many characters of a text are not left open: of two texts that fit a line, the one with more says more about it.
[[nodiscard]] constexpr auto fixed_length(std::string_view text) -> std::size_t {
  std::size_t count = 0;
  for (const char c : text) count += c == '*' ? 0u : 1u;
  return count;
}

/// Whether a message is of this version.
[[nodiscard]] constexpr auto is_printed_by(const row<message>& each, kernel_version version) -> bool {
  const kernel_version release{version.major, version.minor, 0};
  return each.first <= version && (version <= each.last || release == each.last);
}

/// The row of the text that says most about a line, among those of one version or, without one, of all; nullptr when none fits.
template <std::size_t Rows>
[[nodiscard]] constexpr auto find_message(const row<message> (&table)[Rows], std::string_view line,
                                          std::optional<kernel_version> version = {}) -> const row<message>* {
  const row<message>* best = nullptr;
  for (const row<message>& each : table)
    if ((!version || is_printed_by(each, *version)) && says(line, each.value.text) &&
        (best == nullptr || fixed_length(best->value.text) < fixed_length(each.value.text)))
      best = &each;
  return best;
}

}  // namespace carveout
