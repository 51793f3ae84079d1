// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[ion-no-map]: pool 'ion' [0x50000000..0x54000000) is an imx-ion-pool with no-map, which ION cannot clear; drop
//   .no_map
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {4, 14}, .vendor = vendor::nxp},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{carveout_heap{.label = "ion", .size = 64_MiB, .where = at(0x5000'0000), .no_map = true}},
};

}  // namespace rule_test
