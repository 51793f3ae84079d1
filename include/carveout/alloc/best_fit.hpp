// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <carveout/alloc/best_fit_map.hpp>
#include <carveout/alloc/unit_pool.hpp>

namespace carveout {

/// The best fit ("bf") of the contiguous memory framework of 2010, which was never merged: the smallest hole whose aligned
/// rest is large enough, of equals the one that changed last. A buffer that would leave room on both sides moves to the end of
/// the hole when it is aligned there too.
///
/// `memory.granule` is the page size: sizes and alignments are at least that. `Units` is the most pages, 0: any. Time grows
/// with the number of holes that are large enough but not aligned.
template <std::size_t Units = 0>
class classic_best_fit : public detail::unit_pool<detail::best_fit_map<detail::newest_first, Units>> {
  using pool = detail::unit_pool<detail::best_fit_map<detail::newest_first, Units>>;

 public:
  constexpr explicit classic_best_fit(const arena& memory)
      : pool{memory.size, detail::granule_shift(memory)}, base_page_{memory.base / memory.granule} {}

  constexpr auto allocate(bytes size, bytes alignment) -> allocation {
    using namespace detail;
    const std::uint64_t pages = units_for(size, pool::shift_);
    const std::uint64_t mask = units_for(alignment, pool::shift_) - 1;
    if (const refusal why = pool::why_never(pages); why != refusal::none) return why;
    const auto count = static_cast<unit>(pages);
    for (unit_range hole = pool::map_.smallest(count); hole.size() != 0; hole = pool::map_.next(hole)) {
      const std::uint64_t gap = gap_to_aligned(hole.begin, mask, base_page_);
      if (gap >= hole.size() || hole.size() - gap < count) continue;
      unit begin = hole.begin + static_cast<unit>(gap);
      const unit behind = hole.end - begin - count;
      if (begin != hole.begin && (behind & mask) == 0) begin += behind;
      pool::map_.take(hole, {begin, begin + count});
      return bytes{begin} << pool::shift_;
    }
    return refusal::no_hole;
  }
  constexpr auto free(bytes offset, bytes size) -> refusal { return pool::give(offset, detail::units_for(size, pool::shift_)); }

 private:
  std::uint64_t base_page_;
};

}  // namespace carveout
