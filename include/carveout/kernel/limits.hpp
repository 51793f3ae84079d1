// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/interval.hpp>
#include <carveout/core/units.hpp>
#include <carveout/kernel/target.hpp>

/// Limits that decide whether a kernel accepts a memory plan. arm64; each names the source that it was read from.
namespace carveout {

/// The largest block of the buddy allocator, PAGE_SIZE << MAX_PAGE_ORDER.
///
/// arch/arm64/Kconfig: ARCH_FORCE_MAX_ORDER (FORCE_MAX_ZONEORDER up to 5.19), which has no prompt. Up to 5.10 the larger
/// values for 16 and 64 KiB pages need transparent huge pages. NXP 4.9 and 4.14 set 14 (exclusive) for i.MX 8QM, 8QXP, 8MQ.
[[nodiscard]] constexpr auto largest_buddy_block(const linux_kernel& kernel) -> bytes {
  unsigned order = 10;
  const bool follows_page_size = kernel.huge_pages || kernel.version > kernel_version{5, 10, 0xffff};
  if (kernel.page == 4096 && kernel.vendor == vendor::nxp && kernel.version < kernel_version{4, 15}) order = 13;
  if (kernel.page == 16384 && follows_page_size) order = 11;
  if (kernel.page == 65536 && follows_page_size) order = 13;
  return kernel.page << order;
}

/// One pageblock, PAGE_SIZE << pageblock_order (include/linux/pageblock-flags.h): a huge page where huge pages are
/// configured (one PMD: 2, 32, 512 MiB with 4, 16, 64 KiB pages), else the largest buddy block.
[[nodiscard]] constexpr auto pageblock(const linux_kernel& kernel) -> bytes {
  const bytes largest = largest_buddy_block(kernel);
  if (!kernel.huge_pages) return largest;
  const bytes pmd = kernel.page * (kernel.page / 8);
  return pmd < largest ? pmd : largest;
}

/// What base and size of a CMA region must be multiples of.
///
/// Up to 5.17 PAGE_SIZE << max(MAX_ORDER - 1, pageblock_order) (mm/cma.c, kernel/dma/contiguous.c:rmem_cma_setup());
/// later CMA_MIN_ALIGNMENT_BYTES, one pageblock (include/linux/cma.h; seen in 5.19, the switch in 5.18 was not read).
[[nodiscard]] constexpr auto cma_alignment(const linux_kernel& kernel) -> bytes {
  const bytes block = pageblock(kernel);
  if (kernel.version >= kernel_version{5, 18}) return block;
  const bytes largest = largest_buddy_block(kernel);
  return block > largest ? block : largest;
}

/// Where arm64's zones for 32-bit devices end (arch/arm64/mm/init.c: ZONE_DMA32, up to 4.18 ZONE_DMA). A CMA region on both
/// sides is not activated: mm/cma.c:cma_activate_area() wants one zone; seen on 6.1 and 6.12.
inline constexpr address zone_boundary = 0x1'0000'0000;

[[nodiscard]] constexpr auto crosses_zones(interval range) -> bool {
  return range.begin < zone_boundary && zone_boundary < range.end;
}

/// What the kernel makes of `coherent_pool=` at boot.
struct atomic_pool_facts {
  unsigned pools;   ///< how many pools of `chunk` are preallocated when every zone exists
  bytes chunk;      ///< the first chunk of each, and the largest single request that can ever succeed
  bool from_cma;    ///< taken out of the default CMA area when there is one
  bool falls_back;  ///< ordinary memory is tried when CMA cannot give it; otherwise there is no pool at all
};

/// Up to 5.7 one pool of exactly that size (arch/arm64/mm/dma-mapping.c, kernel/dma/remap.c:dma_atomic_pool_init()); from
/// 5.8 one per zone (normal, DMA, DMA32), each rounded up to a power of two and clamped to the largest buddy block
/// (kernel/dma/pool.c:atomic_pool_expand()), from default CMA since 5.9.
[[nodiscard]] constexpr auto atomic_pool(const linux_kernel& kernel, bytes requested) -> atomic_pool_facts {
  if (kernel.version < kernel_version{5, 8}) return {.pools = 1, .chunk = requested, .from_cma = true, .falls_back = false};
  const bytes largest = largest_buddy_block(kernel);
  bytes chunk = round_up_to_power_of_two(requested < kernel.page ? kernel.page : requested);
  if (chunk > largest) chunk = largest;
  return {.pools = 3, .chunk = chunk, .from_cma = kernel.version >= kernel_version{5, 9}, .falls_back = true};
}

/// The first kernel whose `restricted-dma-pool` driver exists (kernel/dma/swiotlb.c:rmem_swiotlb_setup()).
inline constexpr kernel_version first_restricted_pool{5, 15, 0};

/// The first kernel without drivers/staging/android/ion/ion_carveout_heap.c (commit eadbf7a34e44).
inline constexpr kernel_version first_without_ion_carveout{5, 3, 0};

}  // namespace carveout
