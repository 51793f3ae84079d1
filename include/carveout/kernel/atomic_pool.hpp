// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <carveout/core/units.hpp>
#include <carveout/kernel/buddy.hpp>
#include <carveout/kernel/table.hpp>

/// What each kernel makes of `coherent_pool=`.
namespace carveout {

/// How the pool for atomic DMA allocations is set up.
struct atomic_pool_rules {
  unsigned pools;   ///< how many, when every zone exists: one, or one for normal, DMA and DMA32 memory each
  bool exact;       ///< as large as asked; otherwise rounded up to a power of two and clamped to the largest buddy block
  bool from_cma;    ///< taken out of the default CMA area when there is one
  bool falls_back;  ///< ordinary memory is tried when CMA cannot give it; otherwise there is no pool at all
  bool grows;       ///< in the background, whenever less than the size asked for is free; it never shrinks
};

inline constexpr row<atomic_pool_rules> atomic_pool_table[] = {
    {{4, 9}, {4, 19}, {1, true, true, false, false}, "arch/arm64/mm/dma-mapping.c:atomic_pool_init()"},
    {{5, 2}, {5, 7}, {1, true, true, false, false}, "kernel/dma/remap.c:dma_atomic_pool_init()"},
    {{5, 8}, {5, 8}, {3, false, false, true, true}, "kernel/dma/pool.c:atomic_pool_expand()"},
    {{5, 9}, {7, 1}, {3, false, true, true, true}, "kernel/dma/pool.c:atomic_pool_expand()"},
};

/// arm has a pool of its own with the old manners; read in 4.9 to 4.19 and 6.1, booted with 6.1.
inline constexpr row<atomic_pool_rules> arm_atomic_pool_table[] = {
    {{4, 9}, {6, 1}, {1, true, true, false, false}, "arch/arm/mm/dma-mapping.c:atomic_pool_init()"},
};

/// Which pool is asked where there are several (kernel/dma/pool.c:dma_guess_pool()).
struct pool_order_facts {
  bool dma_then_dma32;     ///< where ZONE_DMA has no pool, that of ZONE_DMA32 is asked first; before, the kernel's
  bool dma32_then_others;  ///< where ZONE_DMA32 has no pool, those of the others are; before, nobody is
};

inline constexpr row<pool_order_facts> pool_order_table[] = {
    {{4, 9}, {6, 14}, {false, false}, "kernel/dma/pool.c:dma_guess_pool()"},
    {{6, 19}, {7, 1}, {true, true}, "kernel/dma/pool.c:dma_guess_pool()"},
};

/// What the kernel makes of `coherent_pool=` at boot.
struct atomic_pool_facts {
  unsigned pools;   ///< how many pools of `chunk` are preallocated when every zone exists
  bytes chunk;      ///< the first of each; where they grow, later ones are larger, up to a buddy block
  bool from_cma;    ///< taken out of the default CMA area when there is one
  bool falls_back;  ///< ordinary memory is tried when CMA cannot give it; otherwise there is no pool at all
  bool grows;       ///< whenever less than the requested size is free, until memory ends
};

[[nodiscard]] constexpr auto atomic_pool(const linux_kernel& kernel, bytes requested) -> atomic_pool_facts {
  const atomic_pool_rules rules = kernel.arch == arch::arm ? look_up(arm_atomic_pool_table, kernel.version).value
                                                           : look_up(atomic_pool_table, kernel.version).value;
  bytes chunk = requested;
  if (!rules.exact) {
    const bytes largest = largest_buddy_block(kernel);
    chunk = round_up_to_power_of_two(requested < kernel.page ? kernel.page : requested);
    if (chunk > largest) chunk = largest;
  }
  const unsigned zones = 1u + (kernel.config.zone_dma ? 1u : 0u) + (kernel.config.zone_dma32 ? 1u : 0u);
  return {.pools = rules.pools < zones ? rules.pools : zones,
          .chunk = chunk,
          .from_cma = rules.from_cma,
          .falls_back = rules.falls_back,
          .grows = rules.grows};
}

/// The size without `coherent_pool=`: 256 KiB, and from 5.8 on 1/8192 of RAM, at least 128 KiB and at most a buddy block. RAM is
/// what the kernel manages when it makes the pools: DRAM less what is reserved, but with CMA. Less than a power of two is
/// preallocated as one; the smaller size is what has to stay free, seen on 6.1 and 6.12.
[[nodiscard]] constexpr auto default_atomic_pool(const linux_kernel& kernel, bytes ram) -> bytes {
  if (kernel.arch == arch::arm || look_up(atomic_pool_table, kernel.version).value.exact) return 256 * 1024;
  constexpr bytes least = 128 * 1024;
  const bytes most = largest_buddy_block(kernel);
  const bytes size = align_down(ram / 8192, kernel.page);
  return size < least ? least : size > most ? most : size;
}

}  // namespace carveout
