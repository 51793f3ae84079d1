// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[incomplete-board\]: board 'demo' lacks a kernel
// EXPECT: board 'demo' lacks DRAM
// EXPECT: board 'demo' lacks pools

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

#ifdef POSITIVE_CONTROL
constexpr auto demo =
    board{"demo", linux_kernel{.version = {6, 1}}, banks{bank{"dram", 0x4000'0000, 1_GiB}}, pools{cma{.size = 64_MiB}}};
static_assert(valid<demo>);
#else
constexpr auto demo = board{"demo"};
static_assert(valid<demo>);
#endif
