// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

namespace carveout {

/// Text of at most `Capacity` characters, stored in place and structural: it can be a template argument, which is how a
/// compiler is made to print it. Longer text is cut at run time and stops the build in constant evaluation.
template <std::size_t Capacity>
struct fixed_text {
  char characters[Capacity + 1]{};

  constexpr fixed_text() = default;
  constexpr explicit(false) fixed_text(std::string_view text) {
    if (text.size() > Capacity) cut();
    for (std::size_t i = 0; i < text.size() && i < Capacity; ++i) characters[i] = text[i];
    characters[Capacity] = '\0';  // said once more: clang 19 prints 8 or 16 characters as numbers unless the end was assigned
  }
  constexpr explicit(false) fixed_text(const char* text) : fixed_text(std::string_view{text}) {}

  [[nodiscard]] constexpr auto view() const -> std::string_view { return {characters}; }
  [[nodiscard]] constexpr auto empty() const -> bool { return characters[0] == '\0'; }
  constexpr operator std::string_view() const { return view(); }
  friend constexpr auto operator==(const fixed_text&, const fixed_text&) -> bool = default;

 private:
  static void cut() {}  // not constexpr: in constant evaluation the call itself is the error
};

}  // namespace carveout
