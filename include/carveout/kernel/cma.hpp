// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <carveout/core/units.hpp>
#include <carveout/kernel/buddy.hpp>
#include <carveout/kernel/table.hpp>

/// CMA areas: alignment, number, who names the default one, and what becomes of its name.
namespace carveout {

/// What base and size of a CMA area are multiples of.
enum class cma_unit : std::uint8_t { largest_block, pageblock };

inline constexpr row<cma_unit> cma_unit_table[] = {
    {{4, 9}, {5, 17}, cma_unit::largest_block, "mm/cma.c:cma_init_reserved_mem(); kernel/dma/contiguous.c:rmem_cma_setup()"},
    {{5, 19}, {7, 1}, cma_unit::pageblock, "include/linux/cma.h:CMA_MIN_ALIGNMENT_BYTES"},
};

/// What base and size of a CMA region must be multiples of; others are refused, and their memory given back.
[[nodiscard]] constexpr auto cma_alignment(const linux_kernel& kernel) -> bytes {
  const bytes block = pageblock(kernel);
  if (look_up(cma_unit_table, kernel.version).value == cma_unit::pageblock) return block;
  const bytes largest = largest_buddy_block(kernel);
  return block > largest ? block : largest;
}

/// How CMA areas are counted.
struct cma_area_facts {
  unsigned usual;      ///< default of CMA_AREAS
  unsigned with_numa;  ///< the same on a NUMA kernel
  unsigned beyond;     ///< areas on top of CMA_AREAS
};

inline constexpr row<cma_area_facts> cma_area_table[] = {
    {{4, 9}, {5, 9}, {7, 7, 1}, "mm/Kconfig:CMA_AREAS; include/linux/cma.h:MAX_CMA_AREAS"},
    {{5, 10}, {6, 8}, {7, 19, 1}, "mm/Kconfig:CMA_AREAS; include/linux/cma.h:MAX_CMA_AREAS"},
    {{6, 12}, {7, 1}, {8, 20, 0}, "mm/Kconfig:CMA_AREAS; include/linux/cma.h:MAX_CMA_AREAS"},
};

/// How many CMA areas there can be, the default one and hugetlb's included.
[[nodiscard]] constexpr auto cma_areas(const linux_kernel& kernel) -> unsigned {
  const cma_area_facts facts = look_up(cma_area_table, kernel.version).value;
  const unsigned usual = kernel.config.numa ? facts.with_numa : facts.usual;
  return kernel.config.cma_areas.value_or(usual) + facts.beyond;
}

/// The largest alignment that a DMA buffer in CMA gets, whatever its size: PAGE_SIZE << CONFIG_CMA_ALIGNMENT
/// (kernel/dma/contiguous.c:cma_alloc_aligned(), up to 5.2 dma_alloc_from_contiguous()).
[[nodiscard]] constexpr auto cma_buffer_alignment(const linux_kernel& kernel) -> bytes {
  return kernel.page << kernel.config.cma_alignment;
}

/// Who names the default area when the tree has a linux,cma-default node and the command line a `cma=`.
enum class cma_winner : std::uint8_t { tree, command_line };

inline constexpr row<cma_winner> cma_winner_table[] = {
    {{4, 9}, {5, 4}, cma_winner::tree, "kernel/dma/contiguous.c:dma_contiguous_reserve()"},
    {{5, 6}, {7, 1}, cma_winner::command_line, "kernel/dma/contiguous.c:rmem_cma_setup()"},
};

/// What the kernel does with `cma=SIZE@BASE` when BASE is not aligned.
enum class misaligned_cma : std::uint8_t { rounds_base_up, refuses };

inline constexpr row<misaligned_cma> misaligned_cma_table[] = {
    {{4, 9}, {4, 14}, misaligned_cma::rounds_base_up, "mm/cma.c:cma_declare_contiguous()"},
    {{4, 19}, {7, 1}, misaligned_cma::refuses, "mm/cma.c:cma_declare_contiguous_nid()"},
};

/// Which of two linux,cma-default nodes becomes the default area; neither is told.
enum class default_of_two : std::uint8_t { highest_address, last_in_tree };

inline constexpr row<default_of_two> default_of_two_table[] = {
    {{4, 9}, {6, 8}, default_of_two::highest_address, "drivers/of/of_reserved_mem.c:fdt_init_reserved_mem(); seen on 6.1"},
    {{6, 12},
     {7, 1},
     default_of_two::last_in_tree,
     "drivers/of/of_reserved_mem.c:fdt_scan_reserved_mem_reg_nodes(); seen on 6.12"},
};

/// What becomes of two CMA regions that overlap.
enum class overlapping_cma : std::uint8_t { corrupts, panics };

inline constexpr row<overlapping_cma> overlapping_cma_table[] = {
    {{4, 9}, {5, 19}, overlapping_cma::corrupts, "drivers/of/of_reserved_mem.c:__rmem_check_for_overlap()"},
    {{6, 1}, {6, 1}, overlapping_cma::panics, "seen on 6.1.192"},
    {{6, 6}, {7, 1}, overlapping_cma::corrupts, "seen on 6.12.117"},
};

}  // namespace carveout
