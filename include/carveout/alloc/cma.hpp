// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <carveout/alloc/unit_pool.hpp>

/// The kernel's contiguous memory allocator, as an area of its own and as the DMA layer uses it.
namespace carveout {

/// A CMA area, whose alignment counts in physical page numbers: mirrors cma_alloc() and cma_release() (mm/cma.c, the same
/// placement from 4.9 to 7.1; areas of several ranges, since 6.19, are not modelled, nor pages that cannot be moved out).
///
/// `memory.granule` is the page size; a bit of the area's bitmap stands for 2^`order_per_bit` pages. Alignments below a page
/// ask for nothing. `Units` is the most bits that it can have, 0: any.
template <std::size_t Units = 0>
class cma_area : public detail::unit_pool<detail::first_fit_map<detail::room_by_size, Units>> {
  using pool = detail::unit_pool<detail::first_fit_map<detail::room_by_size, Units>>;

 public:
  constexpr explicit cma_area(const arena& memory, unsigned order_per_bit = 0)
      : pool{memory.size, detail::granule_shift(memory) + order_per_bit,
             detail::room_by_size{.shift = memory.base / memory.granule >> order_per_bit}} {}

  constexpr auto allocate(bytes size, bytes alignment) -> allocation {
    return pool::take_first(detail::units_for(size, pool::shift_), detail::units_for(alignment, pool::shift_) - 1);
  }
  constexpr auto free(bytes offset, bytes size) -> refusal { return pool::give(offset, detail::units_for(size, pool::shift_)); }
};

/// A CMA area as drivers reach it through the DMA API: a buffer is aligned to its size, rounded up to a power of two pages, at
/// most 2^`cma_alignment` pages (CONFIG_CMA_ALIGNMENT); what the caller asks for has no say. Mirrors dma_alloc_contiguous()
/// (kernel/dma/contiguous.c:cma_alloc_aligned(), up to 5.2 dma_alloc_from_contiguous()).
template <std::size_t Units = 0>
class dma_contiguous : public detail::unit_pool<detail::first_fit_map<detail::room_by_order, Units>> {
  using pool = detail::unit_pool<detail::first_fit_map<detail::room_by_order, Units>>;

 public:
  constexpr explicit dma_contiguous(const arena& memory, unsigned cma_alignment = 8)
      : pool{memory.size, detail::granule_shift(memory),
             detail::room_by_order{.shift = memory.base / memory.granule, .max_order = cma_alignment}} {}

  constexpr auto allocate(bytes size, bytes /*alignment*/) -> allocation {
    const std::uint64_t count = detail::units_for(size, pool::shift_);
    return pool::take_first(count, pool::map_.room().mask_for(count));
  }
  constexpr auto free(bytes offset, bytes size) -> refusal { return pool::give(offset, detail::units_for(size, pool::shift_)); }
};

}  // namespace carveout
