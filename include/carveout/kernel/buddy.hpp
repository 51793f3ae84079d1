// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/kernel/table.hpp>

/// The buddy allocator's largest block and its pageblocks, which most other limits come from.
namespace carveout {

/// How the symbol that sets the largest order is called and counted, and which orders are its defaults.
struct max_order_facts {
  const char* symbol;         ///< without CONFIG_
  bool inclusive;             ///< the symbol is the largest order itself, not one more
  bool large_pages_need_thp;  ///< arm64's larger orders for 16 and 64 KiB pages hang on transparent huge pages
};

inline constexpr row<max_order_facts> max_order_table[] = {
    {{4, 9}, {5, 10}, {"FORCE_MAX_ZONEORDER", false, true}, "arch/arm64/Kconfig:FORCE_MAX_ZONEORDER"},
    {{5, 15}, {5, 19}, {"FORCE_MAX_ZONEORDER", false, false}, "arch/arm64/Kconfig:FORCE_MAX_ZONEORDER"},
    {{6, 1}, {6, 1}, {"ARCH_FORCE_MAX_ORDER", false, false}, "arch/arm64/Kconfig:ARCH_FORCE_MAX_ORDER"},
    {{6, 6}, {7, 1}, {"ARCH_FORCE_MAX_ORDER", true, false}, "arch/arm64/Kconfig:ARCH_FORCE_MAX_ORDER"},
};

/// The order of the largest block, inclusive: 10 is 4 MiB with 4 KiB pages.
///
/// On arm64 the symbol has no prompt, so it is this unless the Kconfig file itself was changed. NXP's 4.9 and 4.14 set 14
/// (exclusive) for i.MX 8QM, 8QXP and 8MQ.
[[nodiscard]] constexpr auto max_order(const linux_kernel& kernel) -> unsigned {
  if (kernel.config.max_order) return *kernel.config.max_order;
  if (kernel.vendor == vendor::nxp && kernel.page == 4096 && kernel.version < kernel_version{4, 15}) return 13;
  const bool larger =
      !look_up(max_order_table, kernel.version).value.large_pages_need_thp || kernel.config.transparent_huge_pages;
  if (kernel.page == 16384 && larger) return 11;
  if (kernel.page == 65536 && larger) return 13;
  return 10;
}

/// The largest physically contiguous allocation without CMA, PAGE_SIZE << MAX_PAGE_ORDER.
[[nodiscard]] constexpr auto largest_buddy_block(const linux_kernel& kernel) -> bytes {
  return kernel.page << max_order(kernel);
}

/// What decides the size of a pageblock.
struct pageblock_facts {
  bool huge_page_by_thp;   ///< transparent huge pages alone make it a huge page; before, only hugetlb did
  bool can_be_configured;  ///< PAGE_BLOCK_MAX_ORDER, which has a prompt, lowers it
};

inline constexpr row<pageblock_facts> pageblock_table[] = {
    {{4, 9}, {6, 8}, {false, false}, "include/linux/pageblock-flags.h:pageblock_order"},
    {{6, 12}, {6, 14}, {true, false}, "include/linux/pageblock-flags.h:pageblock_order"},
    {{6, 19}, {7, 1}, {true, true}, "include/linux/pageblock-flags.h:pageblock_order; mm/Kconfig:PAGE_BLOCK_MAX_ORDER"},
};

/// A huge page that a page table maps in one entry of the second level: 2, 32, 512 MiB with 4, 16, 64 KiB pages on 64-bit
/// machines; 2 MiB on arm with LPAE, which is taken as absent.
[[nodiscard]] constexpr auto has_huge_pages(const linux_kernel& kernel) -> bool {
  if (kernel.arch == arch::arm) return false;
  const bool thp_counts = look_up(pageblock_table, kernel.version).value.huge_page_by_thp;
  return kernel.config.hugetlb || (thp_counts && kernel.config.transparent_huge_pages);
}

/// One pageblock, PAGE_SIZE << pageblock_order: the unit in which pages become movable or CMA.
[[nodiscard]] constexpr auto pageblock(const linux_kernel& kernel) -> bytes {
  bytes block = largest_buddy_block(kernel);
  const bytes huge = kernel.page * (kernel.page / 8);
  if (has_huge_pages(kernel) && huge < block) block = huge;
  if (look_up(pageblock_table, kernel.version).value.can_be_configured && kernel.config.pageblock_max_order) {
    const bytes asked = kernel.page << *kernel.config.pageblock_max_order;
    if (asked < block) block = asked;
  }
  return block;
}

}  // namespace carveout
