// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>

#include <carveout/core/growing.hpp>
#include <carveout/core/interval.hpp>
#include <carveout/core/sort.hpp>
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

/// The highest aligned place for `value` in `window` that touches nothing in `occupied`, which is sorted and may overlap
/// itself. Empty when there is none.
[[nodiscard]] constexpr auto highest_free(const region& value, interval window, std::span<const interval> occupied)
    -> interval {
  address end = window.end;
  std::size_t below = occupied.size();
  while (end > window.begin && end - window.begin >= value.size) {
    const address base = align_down(end - value.size, value.required_alignment);
    if (base < window.begin) return {};
    const interval candidate = interval::at(base, value.size);
    while (below > 0 && occupied[below - 1].begin >= candidate.end) --below;
    if (below == 0 || occupied[below - 1].end <= base) return candidate;
    end = occupied[below - 1].begin;
  }
  return {};
}

/// Intervals sorted by address and merged, so that a neighbour look-up is enough to know what is free.
class occupied_space {
 public:
  constexpr void add(interval range) {
    std::size_t at = spans_.size();
    while (at > 0 && spans_[at - 1].begin > range.begin) --at;
    spans_.insert(at, range);
    if (at > 0 && spans_[at - 1].end >= spans_[at].begin) --at;
    while (at + 1 < spans_.size() && spans_[at].end >= spans_[at + 1].begin) {
      if (spans_[at + 1].end > spans_[at].end) spans_[at].end = spans_[at + 1].end;
      spans_.erase(at + 1);
    }
  }
  [[nodiscard]] constexpr auto spans() const -> std::span<const interval> { return {spans_.data(), spans_.size()}; }

 private:
  growing<interval> spans_;
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
  detail::occupied_space occupied;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (regions[i].is_placed())
      occupied.add(regions[i].range);
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
    interval best{};
    for (const bank& candidate : banks) {
      const interval found = detail::highest_free(value, candidate.range().intersection(value.window), occupied.spans());
      if (!found.empty() && found.end > best.end) best = found;
    }
    value.lacks_room = best.empty();
    if (value.lacks_room) continue;
    occupied.add(best);
    if (!value.is_dynamic()) value.range = best;
  }
}

}  // namespace carveout
