// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <carveout/kernel/table.hpp>

/// How /reserved-memory is read: limits, order, and what happens to what does not fit the rules.
namespace carveout {

/// How many nodes the kernel keeps.
struct region_limits {
  unsigned nodes;      ///< static and dynamic together; 0: any number of static ones
  unsigned dynamic;    ///< dynamic ones
  bool panics_beyond;  ///< the table of dynamic nodes overflows on the stack
};

inline constexpr row<region_limits> region_limit_table[] = {
    {{4, 9}, {4, 9}, {16, 16, false}, "drivers/of/of_reserved_mem.c:MAX_RESERVED_REGIONS"},
    {{4, 14}, {5, 6}, {32, 32, false}, "drivers/of/of_reserved_mem.c:MAX_RESERVED_REGIONS"},
    {{5, 7}, {6, 8}, {64, 64, false}, "drivers/of/of_reserved_mem.c:MAX_RESERVED_REGIONS"},
    {{6, 12}, {6, 12, 100}, {0, 64, true}, "drivers/of/of_reserved_mem.c:fdt_scan_reserved_mem(); panic seen on 6.12.100"},
    {{6, 12, 117}, {7, 1}, {0, 64, false}, "drivers/of/of_reserved_mem.c:fdt_scan_reserved_mem(); seen on 6.12.117"},
};

/// The order in which dynamic nodes are placed, after all static ones.
enum class dynamic_order : std::uint8_t { unstable_sort, tree };

inline constexpr row<dynamic_order> dynamic_order_table[] = {
    {{4, 9}, {6, 1}, dynamic_order::unstable_sort, "drivers/of/of_reserved_mem.c:__rmem_cmp(), no tie-break; seen on 6.1"},
    {{6, 6}, {7, 1}, dynamic_order::tree, "drivers/of/of_reserved_mem.c:__rmem_cmp(), fdt_scan_reserved_mem(); seen on 6.12"},
};

/// How a place in a dynamic node's window is searched.
enum class dynamic_search : std::uint8_t {
  one_candidate,  ///< the highest free place below the window's end, given up when it begins below the window
  downwards,      ///< the highest free place in the window
  packs           ///< the same, but upwards when the window begins at a region that is there already
};

inline constexpr row<dynamic_search> dynamic_search_table[] = {
    {{4, 9}, {4, 19}, dynamic_search::one_candidate, "drivers/of/of_reserved_mem.c:early_init_dt_alloc_reserved_memory_arch()"},
    {{5, 4}, {6, 1}, dynamic_search::downwards, "drivers/of/of_reserved_mem.c:early_init_dt_alloc_reserved_memory_arch()"},
    {{6, 6}, {7, 1}, dynamic_search::packs, "drivers/of/of_reserved_mem.c:__reserved_mem_alloc_in_range()"},
};

/// What a dynamic node without `alignment` is aligned to: a cache line, which is no page (SMP_CACHE_BYTES, through memblock).
inline constexpr row<unsigned> dynamic_alignment_table[] = {
    {{4, 9}, {4, 14}, 128, "arch/arm64/include/asm/cache.h:L1_CACHE_BYTES"},
    {{4, 19}, {7, 1}, 64, "arch/arm64/include/asm/cache.h:L1_CACHE_BYTES"},
};

/// When /memreserve/ entries are reserved.
enum class memreserve_order : std::uint8_t { before_all, before_dynamic, after_all };

inline constexpr row<memreserve_order> memreserve_table[] = {
    {{4, 9}, {6, 1}, memreserve_order::before_all, "drivers/of/fdt.c:early_init_fdt_scan_reserved_mem()"},
    {{6, 6}, {6, 8}, memreserve_order::before_dynamic, "drivers/of/fdt.c:early_init_fdt_scan_reserved_mem()"},
    {{6, 12}, {7, 1}, memreserve_order::after_all, "drivers/of/fdt.c:early_init_fdt_scan_reserved_mem()"},
};

/// What becomes of the memory of a node that no handler accepts.
enum class refused_node : std::uint8_t { stays_lost, given_back };

inline constexpr row<refused_node> refused_node_table[] = {
    {{4, 9}, {4, 19}, refused_node::stays_lost, "drivers/of/of_reserved_mem.c:__reserved_mem_init_node()"},
    {{5, 4}, {7, 1}, refused_node::given_back, "drivers/of/of_reserved_mem.c:fdt_init_reserved_mem_node(); seen on 6.1, 6.12"},
};

/// What a phandle to a disabled node of /reserved-memory gives a driver.
enum class disabled_node : std::uint8_t { fails, silently_no_pool };

inline constexpr row<disabled_node> disabled_node_table[] = {
    {{4, 9}, {4, 19}, disabled_node::fails, "drivers/of/of_reserved_mem.c:of_reserved_mem_device_init_by_idx()"},
    {{5, 4}, {7, 1}, disabled_node::silently_no_pool, "drivers/of/of_reserved_mem.c:of_reserved_mem_device_init_by_idx()"},
};

/// What a second coherent pool does to a device that has one. Back-ported to stable releases, so sublevels count.
enum class second_pool_result : std::uint8_t { ignored, busy };

inline constexpr row<second_pool_result> second_pool_table[] = {
    {{4, 9}, {6, 1, 46}, second_pool_result::ignored, "kernel/dma/coherent.c:rmem_dma_device_init()"},
    {{6, 1, 192}, {6, 1, 192}, second_pool_result::busy, "kernel/dma/coherent.c:rmem_dma_device_init()"},
    {{6, 6}, {6, 8}, second_pool_result::ignored, "kernel/dma/coherent.c:rmem_dma_device_init()"},
    {{6, 12, 117}, {6, 12, 117}, second_pool_result::busy, "kernel/dma/coherent.c:rmem_dma_device_init()"},
    {{6, 13}, {7, 1}, second_pool_result::ignored, "kernel/dma/coherent.c:rmem_dma_device_init()"},
};

/// Whether the `restricted-dma-pool` driver exists.
inline constexpr row<bool> restricted_pool_table[] = {
    {{4, 9}, {5, 10}, false, "kernel/dma/swiotlb.c"},
    {{5, 15}, {7, 1}, true, "kernel/dma/swiotlb.c:rmem_swiotlb_setup()"},
};

/// Whether a coherent buffer in a restricted pool begins at a multiple of its size, rounded up to a power of two pages; else at
/// a page.
inline constexpr row<bool> restricted_alignment_table[] = {
    {{6, 1}, {6, 1}, false, "kernel/dma/swiotlb.c:swiotlb_alloc(), swiotlb_do_find_slots()"},
    {{6, 12}, {6, 12}, true, "kernel/dma/swiotlb.c:swiotlb_alloc(), swiotlb_search_pool_area(); seen on 6.12.117"},
};

/// The most that one mapping or allocation takes from a SWIOTLB, and so from a restricted pool: IO_TLB_SEGSIZE slots of 2 KiB
/// (include/linux/swiotlb.h, all versions); seen on 6.1 and 6.12 (64 KiB served, 1 MiB refused).
inline constexpr unsigned long swiotlb_segment = 256 * 1024;

}  // namespace carveout
