// SPDX-License-Identifier: BSL-1.0
// EXPECT: the_pool_exceeds_the_capacity

#include <carveout/alloc/cma.hpp>

using namespace carveout;
using namespace carveout::literals;

// 256 pages hold 1 MiB
#ifdef POSITIVE_CONTROL
constexpr bytes size = 1_MiB;
#else
constexpr bytes size = 1_MiB + 4_KiB;
#endif
static_assert(basic_allocator<cma_area<256>>{arena{.base = 0x6000'0000, .size = size}}.free_total() == size);
