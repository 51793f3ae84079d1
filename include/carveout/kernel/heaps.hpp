// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <carveout/kernel/table.hpp>

/// What user space can open to allocate buffers: ION and dma-buf heaps.
namespace carveout {

/// Which allocators for user space a mainline kernel has.
struct heap_facts {
  bool ion;           ///< drivers/staging/android/ion
  bool ion_carveout;  ///< its carveout heap; up to 5.2, and nothing in mainline creates one
  bool dmabuf;        ///< /dev/dma_heap
};

inline constexpr row<heap_facts> heap_table[] = {
    {{4, 9}, {5, 2}, {true, true, false}, "drivers/staging/android/ion/ion_carveout_heap.c"},
    {{5, 3}, {5, 4}, {true, false, false}, "removed by commit eadbf7a34e44"},
    {{5, 6}, {5, 10}, {true, false, true}, "drivers/dma-buf/dma-heap.c"},
    {{5, 11}, {7, 1}, {false, false, true}, "drivers/staging/android/ion is absent"},
};

/// How the CMA heaps of /dev/dma_heap are called.
enum class cma_heap_name : std::uint8_t {
  none,           ///< there is no /dev/dma_heap
  area,           ///< one heap, called as the default area: its node's name, or `reserved`
  fixed,          ///< one heap, `default_cma_region`
  fixed_and_each  ///< `default_cma_region`, and one per area, called as its node or `reserved`
};

inline constexpr row<cma_heap_name> cma_heap_name_table[] = {
    {{4, 9}, {5, 4}, cma_heap_name::none, "drivers/dma-buf is without heaps"},
    {{5, 6}, {6, 14}, cma_heap_name::area, "drivers/dma-buf/heaps/cma_heap.c:__add_cma_heap()"},
    {{6, 17}, {6, 17}, cma_heap_name::fixed, "Documentation/userspace-api/dma-buf-heaps.rst"},
    {{6, 19}, {7, 1}, cma_heap_name::fixed_and_each, "drivers/dma-buf/heaps/cma_heap.c:add_cma_heaps()"},
};

/// What an area is called that comes from `cma=` or Kconfig (kernel/dma/contiguous.c).
inline constexpr const char* unnamed_cma_area = "reserved";
inline constexpr const char* fixed_cma_heap = "default_cma_region";

}  // namespace carveout
