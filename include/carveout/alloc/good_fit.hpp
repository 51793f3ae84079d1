// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <carveout/alloc/unit_pool.hpp>

namespace carveout {

/// A general allocator that is fast and packs tightly; not an algorithm of the kernel's.
///
/// Holes are sorted into bins, by size, exactly up to 63 units and 32 sizes an octave above, and then by the quarter of the
/// pool that they begin in. A request takes from the first bin whose holes are all large enough, or, before that, one of the
/// first few of its own size's that is: near enough the smallest hole, and the lowest of equals, found by counting zeros in two
/// words. A tag of four bytes at the unit where a block or hole begins tells a free its neighbours, and its caller's mistakes.
///
/// Alignment is of the physical address. `Units` is the most granules, 0: any. Memory: 8 bytes a granule, and 14 KiB.
template <std::size_t Units = 0>
class good_fit {
 public:
  constexpr explicit good_fit(const arena& memory)
      : shift_{detail::granule_shift(memory)}, base_{(memory.base >> shift_) - first_unit} {
    const std::uint64_t units = memory.size >> shift_;
    if (units > most_units || (Units != 0 && units > Units)) detail::the_pool_exceeds_the_capacity();
    units_ = static_cast<unit>(units);
    reset();
  }

  constexpr auto allocate(bytes size, bytes alignment) -> allocation {
    const std::uint64_t units = detail::units_for(size, shift_);
    if (units > units_) return units > max_address >> shift_ ? refusal::wraps : refusal::beyond_pool;
    const auto count = static_cast<unit>(units);
    const std::uint64_t mask = (alignment - 1) >> shift_;
    const unit hole = mask == 0 ? find(count) : find_aligned(count, mask);
    if (hole == 0) return refusal::no_hole;
    const unit begin = hole + static_cast<unit>(detail::gap_to_aligned(hole, mask, base_));
    take(hole, begin, count);
    return bytes{begin - first_unit} << shift_;
  }

  constexpr auto free(bytes offset, bytes size) -> refusal {
    if (offset >= this->size()) return refusal::outside_pool;
    unit begin = static_cast<unit>(offset >> shift_) + first_unit;
    const unit freed = tag(begin);
    if (kind_of(freed) != block || bytes{begin - first_unit} << shift_ != offset) return why_not_a_block(begin);
    unit count = count_of(freed);
    if (size != 0 && detail::units_for(size, shift_) != count) return refusal::wrong_size;

    free_units_ += count;
    tag(begin) = 0;
    if (const unit next = tag(begin + count); kind_of(next) == hole_begin) {
      unlink(begin + count, count_of(next));
      tag(begin + count) = 0;
      count += count_of(next);
    }
    // the last unit of a hole says where it begins; that of a hole of one unit is its first
    if (const unit before = tag(begin - 1); kind_of(before) >= hole_begin) {
      tag(begin - 1) = 0;
      begin -= count_of(before);
      count += count_of(before);
      unlink(begin, count_of(before));
    }
    make_hole(begin, count);
    return refusal::none;
  }

  [[nodiscard]] constexpr auto size() const -> bytes { return bytes{units_} << shift_; }
  [[nodiscard]] constexpr auto free_total() const -> bytes { return bytes{free_units_} << shift_; }
  [[nodiscard]] constexpr auto largest_free_block() const -> bytes {
    unit largest = 0;
    for (unit bin = next_bin(0); bin != none; bin = next_bin(bin + 1))
      for (unit hole = first_[bin]; hole != 0; hole = after(hole))
        if (count_of(tag(hole)) > largest) largest = count_of(tag(hole));
    return bytes{largest} << shift_;
  }

  constexpr void reset() {
    tags_.resize(places_for(units_));
    links_.resize(places_for(units_));
    for (std::uint64_t& each : bins_) each = 0;
    bin_words_ = 0;
    first_.resize((class_of(units_) + 1) * quarters);
    quarter_shift_ = units_ < quarters ? 0 : static_cast<unsigned>(std::bit_width((units_ - 1) / quarters));
    free_units_ = units_;
    tag(first_unit + units_) = block;  // so that the last hole ends somewhere
    if (units_ != 0) make_hole(first_unit, units_);
  }

 private:
  using unit = detail::unit;
  static constexpr unit none = ~unit{0};
  static constexpr unit first_unit = 2;  // 0 is no hole; its place, and that of unit 1, are written but never mean anything
  static constexpr unit most_units = (unit{1} << 30) - 4;
  static constexpr unit quarters = 4;
  static constexpr unsigned octave = 5;             // log2 of the sizes that are told apart in one
  static constexpr unit exact = unit{2} << octave;  // below, every size is
  static constexpr unsigned tries = 2;              // among holes that may be too small

  /// A tag: how many units, and of what; 0 where nothing begins. The last unit of a hole has one too.
  enum kind : unit { block = 1, hole_begin = 2, hole_end = 3 };
  static constexpr auto kind_of(unit tag) -> unit { return tag & 3; }
  static constexpr auto count_of(unit tag) -> unit { return tag >> 2; }

  static constexpr auto class_of(unit count) -> unit {
    if (count < exact) return count;
    const auto width = static_cast<unsigned>(std::bit_width(count)) - 1 - octave;
    return (width << octave) + (count >> width);
  }
  [[nodiscard]] constexpr auto bin_of(unit begin, unit count) const -> unit {
    return class_of(count) * quarters + ((begin - first_unit) >> quarter_shift_);
  }

  // The neighbours of a hole in the list of its bin lie at its first unit's place and the one that makes a pair with it: holes
  // never touch, so that no two want the same pair.
  static constexpr auto places_for(std::size_t units) -> std::size_t { return units + first_unit + 2; }
  constexpr auto tag(unit at) -> unit& { return tags_[at]; }
  constexpr auto before(unit hole) -> unit& { return links_[hole & ~unit{1}]; }
  constexpr auto after(unit hole) -> unit& { return links_[hole | 1]; }
  [[nodiscard]] constexpr auto tag(unit at) const -> unit { return tags_[at]; }
  [[nodiscard]] constexpr auto after(unit hole) const -> unit { return links_[hole | 1]; }

  constexpr void make_hole(unit begin, unit count) {
    tag(begin + count - 1) = count << 2 | hole_end;
    tag(begin) = count << 2 | hole_begin;
    const unit bin = bin_of(begin, count);
    const unit next = first_[bin];
    before(begin) = 0;
    after(begin) = next;
    before(next) = begin;
    first_[bin] = begin;
    bins_[bin / 64] |= std::uint64_t{1} << (bin % 64);
    bin_words_ |= std::uint64_t{1} << (bin / 64);
  }

  constexpr void unlink(unit begin, unit count) {
    const unit previous = before(begin);
    const unit next = after(begin);
    before(next) = previous;
    if (previous != 0) {
      after(previous) = next;
      return;
    }
    const unit bin = bin_of(begin, count);
    first_[bin] = next;
    if (next != 0) return;
    bins_[bin / 64] &= ~(std::uint64_t{1} << (bin % 64));
    if (bins_[bin / 64] == 0) bin_words_ &= ~(std::uint64_t{1} << (bin / 64));
  }

  constexpr void take(unit hole, unit begin, unit count) {
    const unit end = hole + count_of(tag(hole));
    unlink(hole, end - hole);
    tag(end - 1) = 0;
    if (begin != hole) make_hole(hole, begin - hole);
    if (begin + count != end) make_hole(begin + count, end - begin - count);
    tag(begin) = count << 2 | block;
    free_units_ -= count;
  }

  /// The first bin, from `bin` on, that has holes; or none.
  [[nodiscard]] constexpr auto next_bin(unit bin) const -> unit {
    const std::uint64_t here = bins_[bin / 64] >> (bin % 64);
    if (here != 0) return bin + static_cast<unit>(std::countr_zero(here));
    const std::uint64_t words = bin_words_ & (~std::uint64_t{1} << (bin / 64));
    if (words == 0) return none;
    const auto word = static_cast<unit>(std::countr_zero(words));
    return word * 64 + static_cast<unit>(std::countr_zero(bins_[word]));
  }

  /// A hole for `count` units, or 0.
  [[nodiscard]] constexpr auto find(unit count) const -> unit {
    const unit own = class_of(count) * quarters;
    unit bin = next_bin(own);
    if (count >= exact && bin < own + quarters) {
      unsigned left = tries;
      for (; bin < own + quarters && left != 0; bin = next_bin(bin + 1))
        for (unit hole = first_[bin]; hole != 0 && left != 0; hole = after(hole), --left)
          if (count_of(tag(hole)) >= count) return hole;
      bin = next_bin(own + quarters);
      if (bin == none) return find_aligned(count, 0);  // those of its own size that were not looked at are all that is left
    }
    return bin == none ? 0 : first_[bin];
  }

  /// The same where the number of the first unit, counted from the address 0, is a multiple of `mask` + 1.
  [[nodiscard]] constexpr auto find_aligned(unit count, std::uint64_t mask) const -> unit {
    for (unit bin = next_bin(class_of(count) * quarters); bin != none; bin = next_bin(bin + 1)) {
      for (unit hole = first_[bin]; hole != 0; hole = after(hole)) {
        const std::uint64_t gap = detail::gap_to_aligned(hole, mask, base_);
        const unit room = count_of(tag(hole));
        if (gap < room && room - gap >= count) return hole;
      }
    }
    return 0;
  }

  [[nodiscard]] constexpr auto why_not_a_block(unit at) const -> refusal {
    while (kind_of(tag(at)) == 0) --at;  // to what begins last at or before it, or the end of the hole that it lies behind
    return kind_of(tag(at)) == block ? refusal::inside_block : refusal::double_free;
  }

  static constexpr std::size_t class_count = Units == 0 ? 0 : class_of(static_cast<unit>(Units)) + 1;
  static constexpr std::size_t bin_word_count = (class_of(most_units) + 2) * quarters / 64 + 1;
  static_assert(bin_word_count <= 64);

  unsigned shift_;
  std::uint64_t base_;  ///< of unit 0, in granules
  unit units_ = 0;
  unit free_units_ = 0;
  unsigned quarter_shift_ = 0;
  std::uint64_t bin_words_ = 0;           ///< which words of bins_ are not 0
  std::uint64_t bins_[bin_word_count]{};  ///< which bins have holes
  detail::table<unit, class_count * quarters> first_{};
  detail::table<unit, Units == 0 ? 0 : places_for(Units)> tags_{};
  detail::table<unit, Units == 0 ? 0 : places_for(Units)> links_{};
};

}  // namespace carveout
