// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>

#include <carveout/alloc/first_fit_map.hpp>

namespace carveout::detail {

/// How many units of `unit_size` bytes `size` bytes take.
[[nodiscard]] constexpr auto units_for(bytes size, bytes unit_size) -> std::uint64_t {
  return size / unit_size + (size % unit_size != 0 ? 1 : 0);
}

/// The same, rounded up to a power of two; 2^63 is the largest answer.
[[nodiscard]] constexpr auto power_of_two_units_for(bytes size, bytes unit_size) -> std::uint64_t {
  return round_up_to_power_of_two(units_for(size, unit_size));
}

/// A map of units as a pool of bytes: what all algorithms over one range have in common.
template <typename Map>
class unit_pool {
 public:
  [[nodiscard]] constexpr auto size() const -> bytes { return map_.map().size() * unit_size_; }
  [[nodiscard]] constexpr auto free_total() const -> bytes { return map_.map().free_units() * unit_size_; }
  [[nodiscard]] constexpr auto largest_free_block() const -> bytes { return map_.map().largest_hole() * unit_size_; }
  constexpr void reset() { map_.reset(); }

 protected:
  constexpr unit_pool() = default;
  template <typename... Options>
  constexpr explicit unit_pool(bytes size, bytes unit_size, const Options&... options) {
    make(size, unit_size, options...);
  }

  /// Throws capacity_error.
  template <typename... Options>
  constexpr void make(bytes size, bytes unit_size, const Options&... options) {
    const std::uint64_t units = size / unit_size;
    if (units > 0xffff'0000) throw capacity_error{};
    unit_size_ = unit_size;
    map_.reset(static_cast<unit>(units), options...);
  }

  /// Why a request for `count` units can never be served, or none.
  [[nodiscard]] constexpr auto why_never(std::uint64_t count) const -> refusal {
    if (count <= map_.map().size()) return refusal::none;
    return count > max_address / unit_size_ ? refusal::wraps : refusal::beyond_pool;
  }

  /// The lowest place for `count` units whose number plus `shift` is a multiple of `mask` + 1.
  constexpr auto take_first(std::uint64_t count, std::uint64_t mask, std::uint64_t shift) -> allocation {
    if (const refusal why = why_never(count); why != refusal::none) return why;
    const unit begin = map_.take(static_cast<unit>(count), mask, shift);
    if (begin == map_.map().size()) return refusal::no_hole;
    return begin * unit_size_;
  }

  /// Frees `count` units, or with 0 as many as the block has.
  constexpr auto give(bytes offset, std::uint64_t count) -> refusal {
    if (offset % unit_size_ == 0) return map_.give(offset / unit_size_, count);
    if (offset >= size()) return refusal::outside_pool;
    const refusal why = map_.map().why_not_a_block(static_cast<unit>(offset / unit_size_));
    return why == refusal::double_free ? why : refusal::inside_block;
  }

  Map map_{};
  bytes unit_size_ = 1;
};

}  // namespace carveout::detail
