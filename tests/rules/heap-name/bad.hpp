// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// seen on 6.1 and 6.12: the heap is called linux,cma@60000000, or reserved without a node
// MESSAGE: error[heap-name]: board 'demo': programs open /dev/dma_heap/'reserved'; Linux 6.1 has system, linux,cma@60000000;
//   open one of those, or name the pool's .node as the programs expect
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x6000'0000)}},
    user_space{.heaps = {"reserved"}},
};

}  // namespace rule_test
