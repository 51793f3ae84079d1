// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <carveout/core/vector.hpp>

namespace carveout {

/// A device-tree property beyond those that a pool kind makes by itself: `flag("broken-flags")`,
/// `cells("record-size", {0x20000})`, `strings("pinctrl-names", {"default"})`.
struct property {
  enum class form : std::uint8_t { flag, cells, strings };

  std::string_view name{};
  form is = form::flag;
  fixed_vector<std::uint32_t, 4> numbers{};
  fixed_vector<std::string_view, 4> texts{};
};

/// A property without a value; its presence is the value.
[[nodiscard]] constexpr auto flag(std::string_view name) -> property { return {.name = name}; }

/// 1 to 4 cells of 32 bits.
[[nodiscard]] constexpr auto cells(std::string_view name, std::initializer_list<std::uint32_t> values) -> property {
  return {.name = name, .is = property::form::cells, .numbers = values};
}

/// 1 to 4 strings.
[[nodiscard]] constexpr auto strings(std::string_view name, std::initializer_list<std::string_view> values) -> property {
  return {.name = name, .is = property::form::strings, .texts = values};
}

/// At most 8 properties on one node.
using property_list = fixed_vector<property, 8>;

/// The value of `compatible`, most specific first.
struct compatible_list : fixed_vector<std::string_view, 3> {
  using fixed_vector::fixed_vector;
  constexpr compatible_list() = default;
  constexpr explicit(false) compatible_list(const char* only) { push_back(only); }
};

}  // namespace carveout
