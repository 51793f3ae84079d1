// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 32 bits end at 0x100000000, 33 reach it
// MESSAGE: error[dma-reach]: pool 'camera_pool' [0x100000000..0x100100000) is used by device 'camera', which reaches
//   [0x0..0x100000000); place it there: .where = below(0x100000000)
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 4_GiB}},
    pools{coherent{.label = "camera_pool", .size = 1_MiB, .where = at(0x1'0000'0000)}},
    devices{device{.name = "camera", .node = "&csi", .reach = bits(32), .uses = {"camera_pool"}}},
};

}  // namespace rule_test
