// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <carveout/alloc/allocator.hpp>
#include <carveout/alloc/bit_tree.hpp>

namespace carveout::detail {

using unit = std::uint32_t;

/// Half-open, in units.
struct unit_range {
  unit begin = 0;
  unit end = 0;
  [[nodiscard]] constexpr auto size() const -> unit { return end - begin; }
};

/// Which units of a pool lie in which block, and which are free: two bits a unit, however large the blocks.
///
/// A bitmap of used units, as the kernel keeps it, costs a write per 64 units of every block, and cannot tell two blocks that
/// touch. Here only the places are marked where a block or a hole begins; between them nothing is written or read.
template <std::size_t Units = 0>
class hole_map {
 public:
  constexpr hole_map() = default;
  constexpr explicit hole_map(unit size) { reset(size); }

  /// One hole, `size` units long; throws capacity_error.
  constexpr void reset(unit size) {
    if (Units != 0 && size > Units) the_pool_exceeds_the_capacity();
    size_ = free_ = size;
    begins_.resize(std::size_t{size} + 1);
    holes_.resize(size / 64 + 1);
    begins_.insert(size);  // so that the last block or hole ends somewhere
    if (size == 0) return;
    begins_.insert(0);
    mark_hole(0);
  }

  [[nodiscard]] constexpr auto size() const -> unit { return size_; }
  [[nodiscard]] constexpr auto free_units() const -> unit { return free_; }
  [[nodiscard]] constexpr auto is_hole(unit begin) const -> bool { return (holes_[begin / 64] >> (begin % 64) & 1) != 0; }
  /// Where the block or hole that begins at `begin` ends.
  [[nodiscard]] constexpr auto end_of(unit begin) const -> unit { return begins_.next(begin + 1); }
  /// Where the block or hole that `at` lies in begins.
  [[nodiscard]] constexpr auto begin_of(unit at) const -> unit { return begins_.previous(at); }

  /// Calls `visit(hole)` for the holes that begin in [64 * word, 64 * word + 64), upwards, until it returns true; whether it
  /// did.
  template <typename Visit>
  constexpr auto any_hole_in(unit word, const Visit& visit) const -> bool {
    const std::uint64_t begins = begins_.word(word);
    for (std::uint64_t left = holes_[word]; left != 0; left &= left - 1) {
      const auto bit = static_cast<unit>(std::countr_zero(left));
      const std::uint64_t above = begins & (~std::uint64_t{1} << bit);
      const unit end = above != 0 ? word * 64 + static_cast<unit>(std::countr_zero(above)) : begins_.next(word * 64 + 64);
      if (visit(unit_range{word * 64 + bit, end})) return true;
    }
    return false;
  }

  [[nodiscard]] constexpr auto words() const -> unit { return size_ / 64 + 1; }

  [[nodiscard]] constexpr auto largest_hole() const -> unit {
    unit largest = 0;
    for (unit at = size_ == 0 || is_hole(0) ? 0 : end_of(0); at < size_;) {
      const unit end = end_of(at);
      if (is_hole(at) && end - at > largest) largest = end - at;
      at = end;
    }
    return largest;
  }

  /// Makes `block` of a part of `hole`.
  constexpr void take(unit_range hole, unit_range block) {
    if (block.begin == hole.begin) {
      holes_[hole.begin / 64] &= ~(std::uint64_t{1} << (hole.begin % 64));
    } else {
      begins_.insert(block.begin);
    }
    if (block.end != hole.end) {
      begins_.insert(block.end);
      mark_hole(block.end);
    }
    free_ -= block.size();
  }

  /// What became of a block that was freed.
  struct given {
    refusal why = refusal::none;
    unit_range hole;   ///< that it is part of now
    unit_range block;  ///< as it was; the hole began before it, and went on behind it, where they differ
  };

  /// Frees the block that begins at `begin`; `size` is what it should have, 0 what it has.
  constexpr auto give(std::uint64_t begin, std::uint64_t size) -> given {
    if (begin >= size_) return {.why = refusal::outside_pool, .hole = {}, .block = {}};
    const auto at = static_cast<unit>(begin);
    if (const refusal why = why_not_a_block(at); why != refusal::none) return {.why = why, .hole = {}, .block = {}};
    const unit_range block{at, end_of(at)};
    if (size != 0 && size != block.size()) return {.why = refusal::wrong_size, .hole = {}, .block = {}};

    unit_range hole = block;
    if (block.end != size_ && is_hole(block.end)) {
      hole.end = end_of(block.end);
      holes_[block.end / 64] &= ~(std::uint64_t{1} << (block.end % 64));
      begins_.erase(block.end);
    }
    const unit before = at == 0 ? 0 : begin_of(at - 1);
    if (at != 0 && is_hole(before)) {
      hole.begin = before;
      begins_.erase(at);
    } else {
      mark_hole(at);
    }
    free_ += block.size();
    return {.why = refusal::none, .hole = hole, .block = block};
  }

  /// Why no block begins at `at`, which is below size(); or none.
  [[nodiscard]] constexpr auto why_not_a_block(unit at) const -> refusal {
    if (begins_.test(at)) return is_hole(at) ? refusal::double_free : refusal::none;
    return is_hole(begin_of(at)) ? refusal::double_free : refusal::inside_block;
  }

 private:
  constexpr void mark_hole(unit begin) { holes_[begin / 64] |= std::uint64_t{1} << (begin % 64); }

  bit_tree<Units == 0 ? 0 : Units + 1> begins_{};
  table<std::uint64_t, Units == 0 ? 0 : Units / 64 + 1> holes_{};
  unit size_ = 0;
  unit free_ = 0;
};

}  // namespace carveout::detail
