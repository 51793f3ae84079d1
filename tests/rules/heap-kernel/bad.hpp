// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[heap-kernel]: board 'demo': programs open /dev/dma_heap/system, and Linux 5.4 has no /dev/dma_heap; use ION
//   there, or Linux 5.6 or later
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {5, 4}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x6000'0000)}},
    user_space{.heaps = {"system"}},
};

}  // namespace rule_test
