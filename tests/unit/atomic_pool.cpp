// SPDX-License-Identifier: BSL-1.0
#include <carveout/kernel/atomic_pool.hpp>

#include "const_check.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

constexpr auto on(kernel_version version, bytes requested, bytes page = 4096, bool huge_pages = true) -> atomic_pool_facts {
  return atomic_pool(
      {.version = version, .page = page, .config = {.transparent_huge_pages = huge_pages, .hugetlb = huge_pages}}, requested);
}
constexpr auto is(atomic_pool_facts facts, unsigned pools, bytes chunk) -> bool {
  return facts.pools == pools && facts.chunk == chunk;
}

}  // namespace

TEST_CASE("up to 5.7 there is one pool of exactly the size that was asked for") {
  CONST_CHECK(is(on({4, 14}, 64_MiB), 1, 64_MiB));
  CONST_CHECK(is(on({5, 7}, 64_MiB), 1, 64_MiB));
  CONST_CHECK(is(on({5, 7}, 3_MiB), 1, 3_MiB));  // no rounding
  CONST_CHECK(is(on({5, 7, 19}, 256_MiB), 1, 256_MiB));
}

TEST_CASE("from 5.8 one pool per zone, in whole powers of two, at most the largest buddy block") {
  CONST_CHECK(is(on({5, 8}, 64_MiB), 3, 4_MiB));
  CONST_CHECK(is(on({5, 9}, 64_MiB), 3, 4_MiB));
  // recorded boots of 6.1
  CONST_CHECK(is(on({6, 1}, 64_MiB), 3, 4_MiB));
  CONST_CHECK(is(on({6, 1}, 256_MiB), 3, 4_MiB));
  CONST_CHECK(is(on({6, 1}, 3_MiB), 3, 4_MiB));
  CONST_CHECK(is(on({6, 1}, 1_MiB), 3, 1_MiB));
  // a recorded boot of 6.6: 448 KiB requested became 512 KiB
  CONST_CHECK(is(on({6, 6}, 448_KiB), 3, 512_KiB));
  CONST_CHECK(is(on({6, 1}, 1), 3, 4_KiB));  // get_order() never gives less than a page
}

TEST_CASE("the clamp grows with the page size") {
  CONST_CHECK(is(on({6, 1}, 1_GiB, 16_KiB), 3, 32_MiB));
  CONST_CHECK(is(on({6, 1}, 1_GiB, 64_KiB), 3, 512_MiB));
  CONST_CHECK(is(on({6, 1}, 1_KiB, 64_KiB), 3, 64_KiB));
  // up to 5.10 the larger orders need transparent huge pages
  CONST_CHECK(is(on({5, 10}, 1_GiB, 16_KiB, false), 3, 16_MiB));
  CONST_CHECK(is(on({5, 10}, 1_GiB, 64_KiB, false), 3, 64_MiB));
}

TEST_CASE("which memory the pool is taken from") {
  // up to 5.7: the default CMA area and nothing else
  CONST_CHECK(on({5, 7}, 1_MiB).from_cma);
  CONST_CHECK(!on({5, 7}, 1_MiB).falls_back);
  // 5.8 alone: alloc_pages() only
  CONST_CHECK(!on({5, 8}, 1_MiB).from_cma);
  CONST_CHECK(on({5, 8}, 1_MiB).falls_back);
  CONST_CHECK(on({5, 9}, 1_MiB).from_cma);
  CONST_CHECK(on({5, 9}, 1_MiB).falls_back);
  CONST_CHECK(on({6, 1}, 1_MiB).from_cma);
  CONST_CHECK(on({6, 1}, 1_MiB).falls_back);
}
