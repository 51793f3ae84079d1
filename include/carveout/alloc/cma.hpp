// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
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
      : pool{memory.size, memory.granule << order_per_bit},
        page_{memory.granule},
        base_page_{memory.base / memory.granule},
        order_per_bit_{order_per_bit} {}

  constexpr auto allocate(bytes size, bytes alignment) -> allocation {
    const std::uint64_t pages = detail::units_for(alignment, page_);  // of alignment
    return pool::take_first(detail::units_for(size, pool::unit_size_), pages == 0 ? 0 : (pages - 1) >> order_per_bit_,
                            (base_page_ & (pages - 1)) >> order_per_bit_);
  }
  constexpr auto free(bytes offset, bytes size) -> refusal {
    return pool::give(offset, detail::units_for(size, pool::unit_size_));
  }

 private:
  bytes page_;
  std::uint64_t base_page_;
  unsigned order_per_bit_;
};

/// A CMA area as drivers reach it through the DMA API: a buffer is aligned to its size, rounded up to a power of two pages, at
/// most 2^`cma_alignment` pages (CONFIG_CMA_ALIGNMENT); what the caller asks for has no say. Mirrors dma_alloc_contiguous()
/// (kernel/dma/contiguous.c:cma_alloc_aligned(), up to 5.2 dma_alloc_from_contiguous()).
template <std::size_t Units = 0>
class dma_contiguous : public detail::unit_pool<detail::first_fit_map<detail::room_by_order, Units>> {
  using pool = detail::unit_pool<detail::first_fit_map<detail::room_by_order, Units>>;

 public:
  constexpr explicit dma_contiguous(const arena& memory, unsigned cma_alignment = 8)
      : dma_contiguous{memory, detail::room_by_order{.max_order = cma_alignment, .shift = memory.base / memory.granule}} {}

  constexpr auto allocate(bytes size, bytes /*alignment*/) -> allocation {
    const std::uint64_t count = detail::units_for(size, pool::unit_size_);
    return pool::take_first(count, room_.mask(static_cast<unsigned>(std::bit_width(count - 1))), room_.shift);
  }
  constexpr auto free(bytes offset, bytes size) -> refusal {
    return pool::give(offset, detail::units_for(size, pool::unit_size_));
  }

 private:
  constexpr dma_contiguous(const arena& memory, const detail::room_by_order& room)
      : pool{memory.size, memory.granule, room}, room_{room} {}

  detail::room_by_order room_;
};

}  // namespace carveout
