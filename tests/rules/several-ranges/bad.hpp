// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of m4_multireg: the first is the area, the second is reserved and lost
// MESSAGE: error[several-ranges]: pool 'vpu' [0x50000000..0x51000000) has 2 ranges in one node; the kernel uses the first and
//   loses the rest; make a node of each
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{foreign_node{.label = "vpu",
                       .size = 16_MiB,
                       .where = at(0x5000'0000),
                       .compatible = "shared-dma-pool",
                       .reusable = true,
                       .more_ranges = {interval{0x5200'0000, 0x5300'0000}}}},
};
}  // namespace rule_test
