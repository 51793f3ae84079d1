// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <carveout/alloc/hole_map.hpp>

namespace carveout::detail {

/// How far `at` is from the next unit whose number plus `shift` is a multiple of `mask` + 1, a power of two.
[[nodiscard]] constexpr auto gap_to_aligned(unit at, std::uint64_t mask, std::uint64_t shift) -> std::uint64_t {
  return (std::uint64_t{0} - (at + shift)) & mask;
}

/// What a hole has room for when requests come with any alignment: its size, and that only if they have none.
struct room_by_size {
  static constexpr bool is_exact = false;
  [[nodiscard]] constexpr auto operator()(unit_range hole) const -> unit { return hole.size(); }
};

/// What a hole has room for when the alignment follows from the size: that, rounded up to a power of two, at most
/// 2^`max_order` units, counted with `shift` units before the pool. Whatever is smaller fits too, so one number tells all.
struct room_by_order {
  static constexpr bool is_exact = true;
  unsigned max_order = 31;
  std::uint64_t shift = 0;

  [[nodiscard]] constexpr auto mask(unsigned order) const -> std::uint64_t {
    return (std::uint64_t{1} << (order < max_order ? order : max_order)) - 1;
  }
  [[nodiscard]] constexpr auto operator()(unit_range hole) const -> unit {
    // the order above the hole's, its own, and then the one below, for which the alignment costs less than half of the hole
    const auto width = static_cast<unsigned>(std::bit_width(hole.size()));
    for (unsigned order = width;; --order) {
      const std::uint64_t gap = gap_to_aligned(hole.begin, mask(order), shift);
      const std::uint64_t room = gap < hole.size() ? hole.size() - gap : 0;
      const std::uint64_t most = std::uint64_t{1} << order;
      if (room > most / 2) return static_cast<unit>(room < most ? room : most);
    }
  }
};

/// A hole map that finds the lowest hole with room for a request, in time that grows with the logarithm of the pool.
///
/// A tournament tree: leaves are the words of the map, with the most that a hole which begins in them has room for; a node has
/// the larger of its two. Where a hole's room depends on the alignment (room_by_size), holes that turn out not to fit are
/// passed one by one.
template <typename Room, std::size_t Units = 0>
class first_fit_map {
 public:
  constexpr first_fit_map() = default;
  constexpr explicit first_fit_map(unit size, Room room = {}) { reset(size, room); }

  constexpr void reset(unit size, Room room = {}) {
    map_.reset(size);
    room_ = room;
    leaves_ = std::bit_ceil(map_.words());
    most_.resize(2 * std::size_t{leaves_});
    refresh(0);
  }
  constexpr void reset() { reset(map_.size(), room_); }

  [[nodiscard]] constexpr auto map() const -> const hole_map<Units>& { return map_; }

  /// The lowest place for `count` units whose number plus `shift` is a multiple of `mask` + 1; size() of the map where none is.
  constexpr auto take(unit count, std::uint64_t mask, std::uint64_t shift) -> unit {
    unit found = map_.size();
    for (unit word = first_word(count, 0); word != leaves_; word = first_word(count, word + 1)) {
      const auto fits = [&](unit_range hole) {
        const std::uint64_t gap = gap_to_aligned(hole.begin, mask, shift);
        if (gap >= hole.size() || hole.size() - gap < count) return false;
        found = hole.begin + static_cast<unit>(gap);
        take(hole, {found, found + count});
        return true;
      };
      if (map_.any_hole_in(word, fits)) break;
    }
    return found;
  }

  constexpr void take(unit_range hole, unit_range block) {
    map_.take(hole, block);
    refresh(hole.begin / 64);
    if (block.end != hole.end && block.end / 64 != hole.begin / 64) refresh(block.end / 64);
  }

  constexpr auto give(std::uint64_t begin, std::uint64_t size) -> refusal {
    const auto given = map_.give(begin, size);
    if (given.why != refusal::none) return given.why;
    refresh(given.hole.begin / 64);
    if (given.hole.end != given.block.end && given.block.end / 64 != given.hole.begin / 64) refresh(given.block.end / 64);
    return refusal::none;
  }

 private:
  constexpr void refresh(unit word) {
    unit most = 0;
    map_.any_hole_in(word, [&](unit_range hole) {
      const unit room = room_(hole);
      if (room > most) most = room;
      return false;
    });
    std::size_t node = leaves_ + word;
    while (most_[node] != most) {
      most_[node] = most;
      if (node == 1) return;
      const unit sibling = most_[node ^ 1];
      if (sibling > most) most = sibling;
      node /= 2;
    }
  }

  /// The first word, from `from` on, with a hole that has room for `count`; leaves_ where none has.
  [[nodiscard]] constexpr auto first_word(unit count, unit from) const -> unit {
    if (from == leaves_) return leaves_;
    std::size_t node = from == 0 ? 1 : leaves_ + from;
    while (most_[node] < count) {  // on to the largest subtree that begins behind this one
      ++node;
      if (std::has_single_bit(node)) return leaves_;
      node >>= std::countr_zero(node);
    }
    while (node < leaves_) node = 2 * node + (most_[2 * node] < count ? 1 : 0);
    return static_cast<unit>(node - leaves_);
  }

  hole_map<Units> map_{};
  table<unit, Units == 0 ? 0 : 2 * std::bit_ceil(Units / 64 + 1)> most_{};  // [1] is the root
  unit leaves_ = 1;
  [[no_unique_address]] Room room_{};
};

}  // namespace carveout::detail
