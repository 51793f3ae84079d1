// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <carveout/alloc/hole_map.hpp>

namespace carveout::detail {

/// How far `at` is from the next unit whose number plus `shift` is a multiple of `mask` + 1, a power of two.
[[nodiscard]] constexpr auto gap_to_aligned(unit at, std::uint64_t mask, std::uint64_t shift) -> std::uint64_t {
  return (std::uint64_t{0} - (at + shift)) & mask;
}

/// What a hole has room for when requests come with any alignment: its size, and that only if they have none.
struct room_by_size {
  std::uint64_t shift = 0;  ///< units before the pool, where alignment counts from
  [[nodiscard]] constexpr auto operator()(unit_range hole) const -> unit { return hole.size(); }
};

/// What a hole has room for when the alignment follows from the size: that, rounded up to a power of two, at most
/// 2^`max_order` units. Whatever is smaller fits too, so one number tells all.
struct room_by_order {
  std::uint64_t shift = 0;
  unsigned max_order = 31;

  [[nodiscard]] constexpr auto mask(unsigned order) const -> std::uint64_t {
    return (std::uint64_t{1} << (order < max_order ? order : max_order)) - 1;
  }
  /// For a request of `count` units, not zero.
  [[nodiscard]] constexpr auto mask_for(std::uint64_t count) const -> std::uint64_t {
    return mask(static_cast<unsigned>(std::bit_width(count - 1)));
  }
  [[nodiscard]] constexpr auto operator()(unit_range hole) const -> unit {
    // the order above the hole's, its own, and then the one below, for which the alignment costs less than half of the hole
    for (auto order = static_cast<unsigned>(std::bit_width(hole.size()));; --order) {
      const std::uint64_t gap = gap_to_aligned(hole.begin, mask(order), shift);
      const std::uint64_t room = gap < hole.size() ? hole.size() - gap : 0;
      const std::uint64_t most = std::uint64_t{1} << order;
      if (room > most / 2) return static_cast<unit>(room < most ? room : most);
    }
  }
};

/// What holes have room for at alignments of 2, 4, ... 256 units (1 MiB of 4 KiB pages), up to 32767 units: small enough for
/// one vector register. Beyond either limit it tells less than there is to know, never more.
struct aligned_rooms {
  static constexpr unsigned orders = 8;
  static constexpr std::int16_t most = 0x7fff;
  std::int16_t at[orders]{};

  [[nodiscard]] static constexpr auto limited(unit count) -> std::int16_t {
    return count < unit{most} ? static_cast<std::int16_t>(count) : most;
  }
  constexpr void add(unit_range hole, std::uint64_t shift) {
    const unit gap = unit{0} - (hole.begin + static_cast<unit>(shift));
    for (unsigned i = 0; i < orders; ++i) {
      const unit lost = gap & ((unit{2} << i) - 1);
      const std::int16_t room = limited(hole.size() > lost ? hole.size() - lost : 0);
      at[i] = at[i] > room ? at[i] : room;
    }
  }
  constexpr void add(const aligned_rooms& other) {
    for (unsigned i = 0; i < orders; ++i) at[i] = at[i] > other.at[i] ? at[i] : other.at[i];
  }
  friend constexpr auto operator==(const aligned_rooms&, const aligned_rooms&) -> bool = default;
};

/// A hole map that finds the lowest hole with room for a request, in time that grows with the logarithm of the pool.
///
/// A tournament tree: leaves are the words of the map, with the most that a hole which begins in them has room for; a node has
/// the larger of its two. Where alignments are given with the requests (room_by_size), a second tree has what is left at each
/// alignment. It is made when searches keep passing holes that are large enough but not aligned, and never in a map of fixed
/// capacity, where passing them one by one costs less.
template <typename Room, std::size_t Units = 0>
class first_fit_map {
 public:
  constexpr first_fit_map() = default;

  constexpr void reset(unit size, Room room = {}) {
    map_.reset(size);
    room_ = room;
    leaves_ = std::bit_ceil(map_.words());
    most_.resize(2 * std::size_t{leaves_});
    has_aligned_ = false;
    passed_ = 0;
    refresh(0);
  }
  constexpr void reset() { reset(map_.size(), room_); }

  [[nodiscard]] constexpr auto map() const -> const hole_map<Units>& { return map_; }
  [[nodiscard]] constexpr auto room() const -> const Room& { return room_; }

  /// The lowest place for `count` units whose number plus the room's shift is a multiple of `mask` + 1; size() of the map where
  /// there is none.
  constexpr auto take(unit count, std::uint64_t mask) -> unit {
    unit found = map_.size();
    passed_ -= passed_ < tolerable ? passed_ : tolerable;
    for (unit word = first_word(count, mask, 0); word != leaves_; word = first_word(count, mask, word + 1)) {
      const auto fits = [&](unit_range hole) {
        const std::uint64_t gap = gap_to_aligned(hole.begin, mask, room_.shift);
        if (gap >= hole.size() || hole.size() - gap < count) return false;
        found = hole.begin + static_cast<unit>(gap);
        take(hole, {found, found + count});
        return true;
      };
      if (map_.any_hole_in(word, fits)) break;
      if constexpr (can_be_aligned)
        if (++passed_ > 64 * tolerable && !has_aligned_) make_aligned();
    }
    return found;
  }

  constexpr void take(unit_range hole, unit_range block) {
    map_.take(hole, block);
    refresh(hole.begin / 64);
    if (block.end != hole.end && block.end / 64 != hole.begin / 64) refresh(block.end / 64);
  }

  constexpr auto give(std::uint64_t begin, std::uint64_t size) -> refusal {
    const auto [why, hole, block] = map_.give(begin, size);
    if (why != refusal::none) return why;
    refresh(hole.begin / 64);
    if (hole.end != block.end && block.end / 64 != hole.begin / 64) refresh(block.end / 64);
    return refusal::none;
  }

 private:
  static constexpr unsigned tolerable = 12;  // so many words passed cost as much as keeping the second tree
  static constexpr bool can_be_aligned = Units == 0 && std::is_same_v<Room, room_by_size>;

  constexpr void refresh(unit word) {
    unit most = 0;
    map_.any_hole_in(word, [&](unit_range hole) {
      const unit room = room_(hole);
      if (room > most) most = room;
      return false;
    });
    if constexpr (can_be_aligned)
      if (has_aligned_) refresh_aligned(word);
    for (std::size_t node = leaves_ + word; most_[node] != most; node /= 2) {
      most_[node] = most;
      if (node == 1) return;
      const unit sibling = most_[node ^ 1];
      if (sibling > most) most = sibling;
    }
  }

  constexpr auto rooms_in(unit word) const -> aligned_rooms {
    aligned_rooms rooms;
    map_.any_hole_in(word, [&](unit_range hole) {
      rooms.add(hole, room_.shift);
      return false;
    });
    return rooms;
  }

  constexpr void refresh_aligned(unit word) {
    aligned_rooms rooms = rooms_in(word);
    for (std::size_t node = leaves_ + word; aligned_[node] != rooms; node /= 2) {
      aligned_[node] = rooms;
      if (node == 1) return;
      rooms.add(aligned_[node ^ 1]);
    }
  }

  constexpr void make_aligned() {
    aligned_.resize(2 * std::size_t{leaves_});
    for (unit word = 0; word < map_.words(); ++word) aligned_[leaves_ + word] = rooms_in(word);
    for (std::size_t node = leaves_; node-- > 1;) {
      aligned_[node] = aligned_[2 * node];
      aligned_[node].add(aligned_[2 * node + 1]);
    }
    has_aligned_ = true;
  }

  /// The first word, from `from` on, with a hole that has room for `count`; leaves_ where none has. With alignment it may not
  /// fit all the same, when that is not in a tree.
  [[nodiscard]] constexpr auto first_word(unit count, std::uint64_t mask, unit from) const -> unit {
    if constexpr (can_be_aligned) {
      if (mask != 0 && has_aligned_) {
        const auto order = static_cast<unsigned>(std::bit_width(mask));
        const unsigned lane = (order < aligned_rooms::orders ? order : aligned_rooms::orders) - 1;
        return first_node(aligned_rooms::limited(count), from, [&](std::size_t node) { return aligned_[node].at[lane]; });
      }
    }
    return first_node(count, from, [&](std::size_t node) { return most_[node]; });
  }
  template <typename Count, typename Most>
  [[nodiscard]] constexpr auto first_node(Count count, unit from, const Most& most) const -> unit {
    if (from == leaves_) return leaves_;
    std::size_t node = from == 0 ? 1 : leaves_ + from;
    while (most(node) < count) {  // on to the largest subtree that begins behind this one
      ++node;
      if (std::has_single_bit(node)) return leaves_;
      node >>= std::countr_zero(node);
    }
    while (node < leaves_) node = 2 * node + (most(2 * node) < count ? 1 : 0);
    return static_cast<unit>(node - leaves_);
  }

  hole_map<Units> map_{};
  table<unit, Units == 0 ? 0 : 2 * std::bit_ceil(Units / 64 + 1)> most_{};  // [1] is the root
  std::conditional_t<can_be_aligned, table<aligned_rooms, 0>, aligned_rooms> aligned_{};
  bool has_aligned_ = false;
  unsigned passed_ = 0;
  unit leaves_ = 1;
  Room room_{};
};

}  // namespace carveout::detail
