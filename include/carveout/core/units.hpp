// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <cstdlib>

/// Sizes and addresses are plain 64-bit byte counts. The literals are binary, as everywhere in the kernel: 1 MiB = 2^20 bytes.
namespace carveout {

using bytes = std::uint64_t;    ///< a size, or a distance between two addresses
using address = std::uint64_t;  ///< a physical address

inline constexpr bytes max_address = ~bytes{0};

namespace literals {
namespace detail {

/// Not constexpr on purpose: where a constant is made, reaching it stops the build and names the mistake.
[[noreturn]] inline void size_literal_does_not_fit_64_bits() { std::abort(); }

// not consteval: clang 14 refuses such literals in default arguments, and leaves calls of them behind in generic lambdas
constexpr auto scaled(unsigned long long count, unsigned shift) -> bytes {
  if (count > (max_address >> shift)) size_literal_does_not_fit_64_bits();
  return bytes{count} << shift;
}

}  // namespace detail

constexpr auto operator""_B(unsigned long long count) -> bytes { return detail::scaled(count, 0); }
constexpr auto operator""_KiB(unsigned long long count) -> bytes { return detail::scaled(count, 10); }
constexpr auto operator""_MiB(unsigned long long count) -> bytes { return detail::scaled(count, 20); }
constexpr auto operator""_GiB(unsigned long long count) -> bytes { return detail::scaled(count, 30); }

}  // namespace literals

[[nodiscard]] constexpr auto is_power_of_two(bytes value) -> bool { return value != 0 && (value & (value - 1)) == 0; }

/// `value` is a multiple of `unit`; a unit of 0 asks for nothing.
[[nodiscard]] constexpr auto is_aligned(bytes value, bytes unit) -> bool { return unit == 0 || value % unit == 0; }

[[nodiscard]] constexpr auto align_down(bytes value, bytes unit) -> bytes { return unit == 0 ? value : value - value % unit; }

/// The next multiple of `unit`; saturates at the last multiple that 64 bits can hold.
[[nodiscard]] constexpr auto align_up(bytes value, bytes unit) -> bytes {
  if (is_aligned(value, unit)) return value;
  const bytes down = align_down(value, unit);
  return down > max_address - unit ? down : down + unit;
}

/// The smallest power of two that is not below `value`; 2^63 is the largest answer.
[[nodiscard]] constexpr auto round_up_to_power_of_two(bytes value) -> bytes {
  bytes power = 1;
  while (power < value && power < (bytes{1} << 63)) power <<= 1;
  return power;
}

}  // namespace carveout
