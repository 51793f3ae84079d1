// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <carveout/alloc/unit_pool.hpp>

namespace carveout {

/// The buddy allocator: blocks of 2^n pages at multiples of their size, physically, up to 2^`max_order` pages (max_order(), 10
/// on most kernels: 4 MiB). Sizes and limits mirror alloc_pages() (mm/page_alloc.c).
///
/// A request is cut from the smallest free block that is large enough, the lowest of equals. The kernel takes from the head of
/// a list there, whose order depends on all that happened since it booted, so no model can tell its addresses: ours are one
/// possible outcome, while sizes, alignments and whether a request fits follow from what is free.
///
/// `memory.granule` is the page size, `Units` the most pages, 0: any. Alignments above the block's own size are refused.
template <std::size_t Units = 0>
class buddy {
 public:
  static constexpr unsigned highest_order = 14;  // the largest of any kernel's: NXP 4.14, and 64 KiB pages

  constexpr explicit buddy(const arena& memory, unsigned max_order = 10)
      : shift_{detail::granule_shift(memory)}, max_order_{max_order} {
    if (max_order > highest_order) detail::the_pool_exceeds_the_capacity();
    const std::uint64_t units = memory.size >> shift_;
    if (units > 0xff00'0000 || (Units != 0 && units > Units)) detail::the_pool_exceeds_the_capacity();
    // counted from the last multiple of the largest block, so that pages have the alignment of their physical addresses
    first_ = static_cast<unit>((memory.base >> shift_) & ((std::uint64_t{1} << max_order) - 1));
    end_ = first_ + static_cast<unit>(units);
    reset();
  }

  constexpr auto allocate(bytes size, bytes alignment) -> allocation {
    const std::uint64_t count = detail::power_of_two_units_for(size, shift_);
    if (count > max_address >> shift_) return refusal::wraps;
    if (count > largest_) return refusal::beyond_pool;
    const auto wanted = static_cast<unsigned>(std::countr_zero(count));
    if (alignment > count << shift_) return refusal::no_hole;
    for (unsigned order = wanted; order <= max_order_; ++order) {
      const unit block = free_[order].next(0);
      if (block == detail::bit_tree<>::none) continue;
      free_[order].erase(block);
      const unit page = block << order;
      while (order > wanted) {
        --order;
        free_[order].insert((page >> order) + 1);
      }
      used_[wanted].insert(page >> wanted);
      free_pages_ -= static_cast<unit>(count);
      return bytes{page - first_} << shift_;
    }
    return refusal::no_hole;
  }

  constexpr auto free(bytes offset, bytes size) -> refusal {
    if (offset >= this->size()) return refusal::outside_pool;
    const unit page = first_ + static_cast<unit>(offset >> shift_);
    const unsigned order = order_of(page);
    if (order > highest_order) return refusal::double_free;
    if (bytes{page >> order} << (order + shift_) != offset + (bytes{first_} << shift_)) return refusal::inside_block;
    if (size != 0 && detail::power_of_two_units_for(size, shift_) != unit{1} << order) return refusal::wrong_size;

    used_[order].erase(page >> order);
    free_pages_ += unit{1} << order;
    unsigned merged = order;
    unit block = page >> order;
    for (; merged < max_order_ && free_[merged].test(block ^ 1); ++merged, block /= 2) free_[merged].erase(block ^ 1);
    free_[merged].insert(block);
    return refusal::none;
  }

  [[nodiscard]] constexpr auto size() const -> bytes { return bytes{end_ - first_} << shift_; }
  [[nodiscard]] constexpr auto free_total() const -> bytes { return bytes{free_pages_} << shift_; }
  /// What alloc_pages() can still give; free blocks that touch do not make a larger one.
  [[nodiscard]] constexpr auto largest_free_block() const -> bytes {
    for (unsigned order = max_order_ + 1; order-- > 0;)
      if (free_[order].next(0) != detail::bit_tree<>::none) return bytes{1} << (order + shift_);
    return 0;
  }

  constexpr void reset() {
    for (unsigned order = 0; order <= max_order_; ++order) {
      free_[order].resize((end_ >> order) + 2);
      used_[order].resize((end_ >> order) + 2);
    }
    free_pages_ = end_ - first_;
    largest_ = 0;
    for (unit page = first_; page != end_;) {
      auto order = static_cast<unsigned>(std::countr_zero(page));
      if (order > max_order_) order = max_order_;
      while ((unit{1} << order) > end_ - page) --order;
      free_[order].insert(page >> order);
      if (unit{1} << order > largest_) largest_ = unit{1} << order;
      page += unit{1} << order;
    }
  }

 private:
  using unit = detail::unit;
  using blocks = detail::bit_tree<Units == 0 ? 0 : Units + (std::size_t{1} << highest_order) + 2>;

  /// Of the block in use that `page` lies in; above highest_order where it is free.
  [[nodiscard]] constexpr auto order_of(unit page) const -> unsigned {
    for (unsigned order = 0; order <= max_order_; ++order)
      if (used_[order].test(page >> order)) return order;
    return highest_order + 1;
  }

  unsigned shift_;
  unsigned max_order_;
  unit first_ = 0;
  unit end_ = 0;
  unit free_pages_ = 0;
  unit largest_ = 0;                  ///< block when all is free
  blocks free_[highest_order + 1]{};  // by order: numbers of blocks
  blocks used_[highest_order + 1]{};
};

}  // namespace carveout
