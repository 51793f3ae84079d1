// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[disabled-pool]: device 'dsp0' uses pool 'dsp' [0x50000000..0x50100000), whose node is disabled; its driver is
//   told that all is well and allocates elsewhere (Linux 6.1); enable the node, or drop it from memory-region
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{foreign_node{.label = "dsp",
                       .size = 1_MiB,
                       .where = at(0x5000'0000),
                       .compatible = "shared-dma-pool",
                       .no_map = true,
                       .enabled = false}},
    devices{device{.name = "dsp0", .node = "&dsp_core", .uses = {"dsp"}}},
};
}  // namespace rule_test
