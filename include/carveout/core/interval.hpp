// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>

namespace carveout {

/// `base + size` does not fit 64 bits. Such a pair is an error of the description and never reaches arithmetic.
[[nodiscard]] constexpr auto wraps(address base, bytes size) -> bool { return size > max_address - base; }

/// A half-open range of physical addresses, [begin..end). Empty when begin == end.
struct interval {
  address begin = 0;
  address end = 0;

  /// The range of `size` bytes at `base`, cut at the end of the 64-bit space when it would wrap (see `wraps`).
  [[nodiscard]] static constexpr auto at(address base, bytes size) -> interval {
    return {base, wraps(base, size) ? max_address : base + size};
  }
  /// Every address.
  [[nodiscard]] static constexpr auto everything() -> interval { return {0, max_address}; }

  [[nodiscard]] constexpr auto size() const -> bytes { return end > begin ? end - begin : 0; }
  [[nodiscard]] constexpr auto empty() const -> bool { return end <= begin; }
  [[nodiscard]] constexpr auto contains(interval other) const -> bool { return begin <= other.begin && other.end <= end; }
  [[nodiscard]] constexpr auto overlaps(interval other) const -> bool { return begin < other.end && other.begin < end; }
  [[nodiscard]] constexpr auto intersection(interval other) const -> interval {
    const interval cut{begin > other.begin ? begin : other.begin, end < other.end ? end : other.end};
    return cut.empty() ? interval{} : cut;
  }
  friend constexpr auto operator==(interval, interval) -> bool = default;
};

}  // namespace carveout
