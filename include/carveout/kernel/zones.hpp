// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <carveout/core/interval.hpp>
#include <carveout/core/units.hpp>
#include <carveout/kernel/table.hpp>

/// Memory zones, and how far the kernel's own allocations reach.
namespace carveout {

/// Where arm64's zones for 32-bit devices end (arch/arm64/mm/init.c: ZONE_DMA32, up to 4.18 ZONE_DMA). A CMA region on both
/// sides is not activated: mm/cma.c:cma_activate_area() wants one zone; seen on 6.1 and 6.12.
inline constexpr address zone_boundary = 0x1'0000'0000;

[[nodiscard]] constexpr auto crosses_zones(interval range) -> bool {
  return range.begin < zone_boundary && zone_boundary < range.end;
}

/// How much memory above the start of DRAM a 32-bit arm kernel maps at all times, with the usual 3 GiB / 1 GiB split and 240
/// MiB of vmalloc space: 0xff800000 - 240 MiB - 8 MiB - 0xc0000000 (arch/arm/mm/mmu.c:adjust_lowmem_bounds()).
inline constexpr bytes arm_lowmem = 0x3000'0000;

/// Which zone for DMA a kernel has below 4 GiB.
struct dma_zone_facts {
  const char* zone;              ///< where memory for 32-bit devices comes from
  bool has_dma32;                ///< there is a ZONE_DMA32, up to 4 GiB
  bool narrows_with_dma_ranges;  ///< ZONE_DMA ends where the narrowest `dma-ranges` of the tree does
  bool ends_at_power_of_two;     ///< rounded up to whole address bits
};

inline constexpr row<dma_zone_facts> dma_zone_table[] = {
    {{4, 9}, {4, 14}, {"ZONE_DMA", false, false, false}, "arch/arm64/mm/init.c:zone_sizes_init()"},
    {{4, 19}, {5, 4}, {"ZONE_DMA32", true, false, false}, "arch/arm64/mm/init.c:zone_sizes_init()"},
    {{5, 10}, {6, 6}, {"ZONE_DMA", true, true, true}, "arch/arm64/mm/init.c:zone_sizes_init(); seen on 6.1"},
    {{6, 12}, {7, 1}, {"ZONE_DMA", true, true, false}, "arch/arm64/mm/init.c:zone_sizes_init()"},
};

/// When arm64 sets a bounce buffer up without being told to: where DRAM goes beyond the zone for DMA; from 6.6 on always, for
/// small unaligned buffers of non-coherent devices, and then with 1/1024 of RAM at least.
inline constexpr row<bool> bounce_buffer_always_table[] = {
    {{4, 9}, {6, 1}, false, "arch/arm64/mm/init.c:mem_init()"},
    {{6, 6}, {7, 1}, true, "arch/arm64/mm/init.c:mem_init()"},
};

}  // namespace carveout
