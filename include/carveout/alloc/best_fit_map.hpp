// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <carveout/alloc/hole_map.hpp>

namespace carveout::detail {

/// Holes of one size, the lowest first: a treap (a search tree by address that is also a heap by a hash of it, and so
/// balanced).
///
/// Two holes never touch, so that half the number of a hole's first unit is a name for it; links are that unit plus one.
template <std::size_t Units>
class lowest_first {
 public:
  constexpr void reset(std::size_t units) { links_.resize(units / 2 + 1); }

  constexpr void insert(unit& root, unit begin) {
    const unit added = begin + 1;
    unit* at = &root;
    while (*at != 0 && priority(*at) > priority(added)) at = added < *at ? &low(*at) : &high(*at);
    unit rest = *at;
    *at = added;
    unit* below = &low(added);
    unit* above = &high(added);
    while (rest != 0) {
      if (rest < added) {
        *below = rest;
        below = &high(rest);
        rest = *below;
      } else {
        *above = rest;
        above = &low(rest);
        rest = *above;
      }
    }
    *below = *above = 0;
  }

  constexpr void erase(unit& root, unit begin) {
    const unit gone = begin + 1;
    unit* at = &root;
    while (*at != gone) at = gone < *at ? &low(*at) : &high(*at);
    unit left = low(gone), right = high(gone);
    while (left != 0 && right != 0) {
      if (priority(left) > priority(right)) {
        *at = left;
        at = &high(left);
        left = *at;
      } else {
        *at = right;
        at = &low(right);
        right = *at;
      }
    }
    *at = left != 0 ? left : right;
  }

  [[nodiscard]] constexpr auto first(unit root) const -> unit {
    while (links_[(root - 1) / 2].low != 0) root = links_[(root - 1) / 2].low;
    return root - 1;
  }

 private:
  struct link {
    unit low = 0;
    unit high = 0;
  };
  static constexpr auto priority(unit name) -> unit { return name * 0x9e37'79b1U; }
  constexpr auto low(unit name) -> unit& { return links_[(name - 1) / 2].low; }
  constexpr auto high(unit name) -> unit& { return links_[(name - 1) / 2].high; }

  table<link, Units == 0 ? 0 : Units / 2 + 1> links_{};
};

/// Holes of one size, the one that was made last first: a list.
template <std::size_t Units>
class newest_first {
 public:
  constexpr void reset(std::size_t units) { links_.resize(units / 2 + 1); }

  constexpr void insert(unit& first, unit begin) {
    links_[begin / 2] = {.newer = 0, .older = first};
    if (first != 0) links_[(first - 1) / 2].newer = begin + 1;
    first = begin + 1;
  }

  constexpr void erase(unit& first, unit begin) {
    const link gone = links_[begin / 2];
    if (gone.older != 0) links_[(gone.older - 1) / 2].newer = gone.newer;
    (gone.newer != 0 ? links_[(gone.newer - 1) / 2].older : first) = gone.older;
  }

  [[nodiscard]] constexpr auto first(unit root) const -> unit { return root - 1; }
  /// The begin of the hole of the same size that was made before the one at `begin`, plus one; or 0.
  [[nodiscard]] constexpr auto next(unit begin) const -> unit { return links_[begin / 2].older; }

 private:
  struct link {
    unit newer = 0;
    unit older = 0;
  };
  table<link, Units == 0 ? 0 : Units / 2 + 1> links_{};
};

/// A hole map that finds the smallest hole with room for a request: a set of the sizes that occur, and for each size its holes,
/// in the order of `Equals`.
template <template <std::size_t> typename Equals, std::size_t Units = 0>
class best_fit_map {
 public:
  constexpr best_fit_map() = default;
  constexpr explicit best_fit_map(unit size) { reset(size); }

  constexpr void reset(unit size) {
    map_.reset(size);
    sizes_.resize(std::size_t{size} + 1);
    roots_.resize(std::size_t{size} + 1);
    equals_.reset(size);
    if (size != 0) insert({0, size});
  }
  constexpr void reset() { reset(map_.size()); }

  [[nodiscard]] constexpr auto map() const -> const hole_map<Units>& { return map_; }

  /// The lowest (or newest) of the smallest holes with room for `count` units; of size 0 where none has.
  [[nodiscard]] constexpr auto smallest(unit count) const -> unit_range {
    const unit size = count > map_.size() ? sizes_.none : sizes_.next(count);
    if (size == sizes_.none) return {};
    const unit begin = equals_.first(roots_[size]);
    return {begin, begin + size};
  }

  /// The next in that order: as large and older, or larger; of size 0 behind the last.
  [[nodiscard]] constexpr auto next(unit_range hole) const -> unit_range {
    if (const unit older = equals_.next(hole.begin); older != 0) return {older - 1, older - 1 + hole.size()};
    return smallest(hole.size() + 1);
  }

  constexpr void take(unit_range hole, unit_range block) {
    map_.take(hole, block);
    erase(hole);
    if (block.end != hole.end) insert({block.end, hole.end});
    if (block.begin != hole.begin) insert({hole.begin, block.begin});
  }

  constexpr auto give(std::uint64_t begin, std::uint64_t size) -> refusal {
    const auto [why, hole, block] = map_.give(begin, size);
    if (why != refusal::none) return why;
    if (block.begin != hole.begin) erase({hole.begin, block.begin});
    if (block.end != hole.end) erase({block.end, hole.end});
    insert(hole);
    return refusal::none;
  }

 private:
  constexpr void insert(unit_range hole) {
    if (roots_[hole.size()] == 0) sizes_.insert(hole.size());
    equals_.insert(roots_[hole.size()], hole.begin);
  }
  constexpr void erase(unit_range hole) {
    equals_.erase(roots_[hole.size()], hole.begin);
    if (roots_[hole.size()] == 0) sizes_.erase(hole.size());
  }

  hole_map<Units> map_{};
  bit_tree<Units == 0 ? 0 : Units + 1> sizes_{};
  table<unit, Units == 0 ? 0 : Units + 1> roots_{};
  Equals<Units> equals_{};
};

}  // namespace carveout::detail
