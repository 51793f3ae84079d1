// SPDX-License-Identifier: BSL-1.0
#include <carveout/kernel/cma.hpp>

#include "const_check.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

/// What the kernel demands of a CMA region with 4, 16 and 64 KiB pages.
struct demands {
  bytes with_4k, with_16k, with_64k;
  friend constexpr auto operator==(demands, demands) -> bool = default;
};

constexpr auto demanded(kernel_version version, bool huge_pages, vendor tree = vendor::mainline) -> demands {
  const auto with = [&](bytes page) {
    return cma_alignment({.version = version,
                          .page = page,
                          .vendor = tree,
                          .config = {.transparent_huge_pages = huge_pages, .hugetlb = huge_pages}});
  };
  return {with(4_KiB), with(16_KiB), with(64_KiB)};
}

// arch/arm64/Kconfig, largest order (inclusive): 10, 11, 13 for 4, 16, 64 KiB pages; 10 everywhere up to 5.10 without THP.
// 4 KiB << 10, 16 KiB << 11, 64 KiB << 13:
constexpr demands largest_blocks{4_MiB, 32_MiB, 512_MiB};
// 4 KiB << 10, 16 KiB << 10, 64 KiB << 10:
constexpr demands order_10_blocks{4_MiB, 16_MiB, 64_MiB};
// one huge page each (HPAGE_SHIFT = PMD_SHIFT: 21, 25, 29):
constexpr demands huge_page_blocks{2_MiB, 32_MiB, 512_MiB};

}  // namespace

TEST_CASE("up to 5.17 CMA is aligned to max(MAX_ORDER - 1, pageblock_order)") {
  CONST_CHECK(demanded({4, 9}, true) == largest_blocks);
  CONST_CHECK(demanded({4, 14}, true) == largest_blocks);
  CONST_CHECK(demanded({5, 4}, true) == largest_blocks);
  CONST_CHECK(demanded({5, 10}, true) == largest_blocks);
  CONST_CHECK(demanded({5, 15}, true) == largest_blocks);
  CONST_CHECK(demanded({5, 17}, true) == largest_blocks);
}

TEST_CASE("up to 5.10 without huge pages every page size has order 10") {
  CONST_CHECK(demanded({4, 9}, false) == order_10_blocks);
  CONST_CHECK(demanded({4, 14}, false) == order_10_blocks);
  CONST_CHECK(demanded({5, 4}, false) == order_10_blocks);
  CONST_CHECK(demanded({5, 10}, false) == order_10_blocks);
  CONST_CHECK(demanded({5, 10, 250}, false) == order_10_blocks);  // stable releases keep the Kconfig of their 5.10
}

TEST_CASE("from 5.15 the orders of 16 and 64 KiB pages no longer depend on huge pages") {
  CONST_CHECK(demanded({5, 15}, false) == largest_blocks);
  CONST_CHECK(demanded({5, 17}, false) == largest_blocks);
}

TEST_CASE("from 5.19 CMA is aligned to one pageblock") {
  CONST_CHECK(demanded({5, 19}, true) == huge_page_blocks);
  CONST_CHECK(demanded({6, 1}, true) == huge_page_blocks);
  CONST_CHECK(demanded({6, 6}, true) == huge_page_blocks);
  CONST_CHECK(demanded({6, 12}, true) == huge_page_blocks);
  CONST_CHECK(demanded({7, 1}, true) == huge_page_blocks);
  // without huge pages a pageblock is the largest buddy block
  CONST_CHECK(demanded({5, 19}, false) == largest_blocks);
  CONST_CHECK(demanded({6, 1}, false) == largest_blocks);
  CONST_CHECK(demanded({6, 6}, false) == largest_blocks);
  CONST_CHECK(demanded({6, 12}, false) == largest_blocks);
  CONST_CHECK(demanded({7, 1}, false) == largest_blocks);
}

TEST_CASE("NXP's 4.9 and 4.14 trees: FORCE_MAX_ZONEORDER 14, so 4 KiB << 13") {
  CONST_CHECK(demanded({4, 9}, true, vendor::nxp).with_4k == 32_MiB);
  CONST_CHECK(demanded({4, 14, 98}, true, vendor::nxp).with_4k == 32_MiB);
  CONST_CHECK(demanded({4, 14}, false, vendor::nxp).with_4k == 32_MiB);
  // later NXP trees follow mainline
  CONST_CHECK(demanded({4, 19}, true, vendor::nxp).with_4k == 4_MiB);
  CONST_CHECK(demanded({6, 6}, true, vendor::nxp).with_4k == 2_MiB);
}
