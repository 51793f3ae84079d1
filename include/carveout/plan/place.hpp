// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>

#include <carveout/core/growing.hpp>
#include <carveout/core/interval.hpp>
#include <carveout/core/sort.hpp>
#include <carveout/kernel/zones.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Static placement of the pools that are not pinned. Deterministic: the same board gives the same addresses everywhere.
namespace carveout {
namespace detail {

/// How much DRAM a region may choose from, beyond its own size: the less, the earlier it is placed.
[[nodiscard]] constexpr auto freedom(const region& value, std::span<const bank> banks) -> bytes {
  bytes room = 0;
  for (const bank& each : banks) room += each.range().intersection(value.window).size();
  return room > value.size ? room - value.size : 0;
}

/// The DRAM that nobody has yet: disjoint gaps by address, none across two banks.
class free_space {
 public:
  constexpr explicit free_space(std::span<const bank> banks) {
    for (const bank& each : banks) gaps_.push_back(each.range());
    merge_sort(std::span{gaps_.data(), gaps_.size()}, [](interval left, interval right) { return left.begin < right.begin; });
  }

  /// The highest aligned place for `value` in its window, CMA in one zone; empty when there is none.
  [[nodiscard]] constexpr auto highest(const region& value) const -> interval {
    for (std::size_t i = gaps_.size(); i-- > 0;) {
      const interval& gap = gaps_[i];
      if (gap.end - gap.begin < value.size) continue;
      interval room = gap.intersection(value.window);
      if (room.size() < value.size) continue;
      address base = align_down(room.end - value.size, value.required_alignment);
      if (value.reusable && crosses_zones(interval::at(base, value.size))) {
        room.end = zone_boundary;
        if (room.size() < value.size) continue;
        base = align_down(room.end - value.size, value.required_alignment);
      }
      if (base >= room.begin) return interval::at(base, value.size);
    }
    return {};
  }

  /// The longest free range in a window.
  [[nodiscard]] constexpr auto largest(interval window) const -> bytes {
    bytes most = 0;
    for (const interval& gap : gaps_) {
      const bytes size = gap.intersection(window).size();
      if (size > most) most = size;
    }
    return most;
  }

  /// Takes a range away; it may reach over several gaps, or into none.
  constexpr void take(interval range) {
    std::size_t first = 0, end = gaps_.size();  // bisect to the first gap that ends behind where the range begins
    while (first < end) {
      const std::size_t middle = (first + end) / 2;
      if (gaps_[middle].end <= range.begin)
        first = middle + 1;
      else
        end = middle;
    }
    for (std::size_t i = first; i < gaps_.size() && gaps_[i].begin < range.end; ++i) {
      const interval gap = gaps_[i];
      if (gap.begin < range.begin && range.end < gap.end) {
        gaps_[i].end = range.begin;
        gaps_.insert(i + 1, {range.end, gap.end});
      } else if (gap.begin < range.begin) {
        gaps_[i].end = range.begin;
      } else if (range.end < gap.end) {
        gaps_[i].begin = range.end;
      } else {
        gaps_.erase(i--);
      }
    }
  }

 private:
  growing<interval> gaps_;
};

}  // namespace detail

/// Gives every pool that carveout is to place the highest free address of its window, in DRAM and around everything else.
///
/// The most constrained pool goes first: least freedom in its window, then largest alignment, then largest size, then the
/// order of the board. High addresses come first, as in the kernel's own memblock, because kernel image, device tree and
/// initrd are loaded low. A dynamic node takes part with the room that it will need at boot, but is not pinned to it.
/// A pool that does not fit is marked `lacks_room`.
constexpr void place(std::span<region> regions, std::span<const bank> banks) {
  struct job {
    std::size_t index;
    bytes freedom;
  };
  growing<job> jobs;
  detail::free_space free{banks};
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (regions[i].is_placed())
      free.take(regions[i].range);
    else if (regions[i].size != 0)
      jobs.push_back({i, detail::freedom(regions[i], banks)});
  }
  merge_sort(std::span{jobs.data(), jobs.size()}, [&](const job& left, const job& right) {
    if (left.freedom != right.freedom) return left.freedom < right.freedom;
    const region& a = regions[left.index];
    const region& b = regions[right.index];
    if (a.required_alignment != b.required_alignment) return a.required_alignment > b.required_alignment;
    return a.size > b.size;
  });
  for (const job& each : jobs) {
    region& value = regions[each.index];
    const interval found = free.highest(value);
    value.lacks_room = found.empty();
    if (value.lacks_room) value.largest_free = free.largest(value.window);
    if (value.lacks_room) continue;
    free.take(found);
    (value.is_dynamic() ? value.expected : value.range) = found;
  }
}

}  // namespace carveout
