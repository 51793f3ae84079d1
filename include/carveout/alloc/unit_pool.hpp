// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>

#include <carveout/alloc/first_fit_map.hpp>

namespace carveout::detail {

/// The logarithm of the granule, which has to be a power of two: throws granule_error.
[[nodiscard]] constexpr auto granule_shift(const arena& memory) -> unsigned {
  if (!is_power_of_two(memory.granule)) the_granule_is_no_power_of_two();
  return static_cast<unsigned>(std::countr_zero(memory.granule));
}

/// How many units of 2^`shift` bytes `size` bytes take.
[[nodiscard]] constexpr auto units_for(bytes size, unsigned shift) -> std::uint64_t {
  return (size >> shift) + ((size & ((bytes{1} << shift) - 1)) != 0 ? 1 : 0);
}

/// The same, rounded up to a power of two; 2^63 is the largest answer.
[[nodiscard]] constexpr auto power_of_two_units_for(bytes size, unsigned shift) -> std::uint64_t {
  const std::uint64_t count = units_for(size, shift);
  return count > std::uint64_t{1} << 63 ? std::uint64_t{1} << 63 : std::bit_ceil(count);
}

/// A map of units as a pool of bytes: what all algorithms over one range have in common.
template <typename Map>
class unit_pool {
 public:
  [[nodiscard]] constexpr auto size() const -> bytes { return bytes{map_.map().size()} << shift_; }
  [[nodiscard]] constexpr auto free_total() const -> bytes { return bytes{map_.map().free_units()} << shift_; }
  [[nodiscard]] constexpr auto largest_free_block() const -> bytes { return bytes{map_.map().largest_hole()} << shift_; }
  constexpr void reset() { map_.reset(); }

 protected:
  constexpr unit_pool() = default;
  template <typename... Options>
  constexpr explicit unit_pool(bytes size, unsigned shift, const Options&... options) {
    make(size, shift, options...);
  }

  /// Throws capacity_error, and granule_error where a unit has more than 2^63 bytes.
  template <typename... Options>
  constexpr void make(bytes size, unsigned shift, const Options&... options) {
    if (shift > 63) the_granule_is_no_power_of_two();
    const std::uint64_t units = size >> shift;
    if (units > 0xffff'0000) the_pool_exceeds_the_capacity();
    shift_ = shift;
    map_.reset(static_cast<unit>(units), options...);
  }

  /// Why a request for `count` units can never be served, or none.
  [[nodiscard]] constexpr auto why_never(std::uint64_t count) const -> refusal {
    if (count <= map_.map().size()) return refusal::none;
    return count > max_address >> shift_ ? refusal::wraps : refusal::beyond_pool;
  }

  /// The lowest place for `count` units whose number plus the map's shift is a multiple of `mask` + 1.
  constexpr auto take_first(std::uint64_t count, std::uint64_t mask) -> allocation {
    if (const refusal why = why_never(count); why != refusal::none) return why;
    const unit begin = map_.take(static_cast<unit>(count), mask);
    if (begin == map_.map().size()) return refusal::no_hole;
    return bytes{begin} << shift_;
  }

  /// Frees `count` units, or with 0 as many as the block has.
  constexpr auto give(bytes offset, std::uint64_t count) -> refusal {
    const std::uint64_t begin = offset >> shift_;
    if (begin << shift_ == offset) return map_.give(begin, count);
    if (begin >= map_.map().size()) return refusal::outside_pool;
    const refusal why = map_.map().why_not_a_block(static_cast<unit>(begin));
    return why == refusal::double_free ? why : refusal::inside_block;
  }

  Map map_{};
  unsigned shift_ = 0;  ///< units of 2^shift_ bytes
};

}  // namespace carveout::detail
