// SPDX-License-Identifier: BSL-1.0
// EXPECT: the_buffer_does_not_fit

#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/failure.hpp>

using namespace carveout;
using namespace carveout::literals;

// a second buffer of 5 MiB is aligned to 1 MiB: 10 of 10 MiB, but not of 9
constexpr auto two_buffers(bytes size) -> bytes {
  basic_allocator<dma_contiguous<4096>, usage_statistics, must_fit> pool{arena{.base = 0x6000'0000, .size = size}};
  return pool.allocate(5_MiB) + pool.allocate(5_MiB);
}

#ifdef POSITIVE_CONTROL
static_assert(two_buffers(10_MiB) == 5_MiB);
#else
static_assert(two_buffers(9_MiB) == 5_MiB);
#endif
