// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// ion_carveout_heap.c is in 5.2 and not in 5.3
// MESSAGE: error[ion-carveout-removed]: pool 'ion' [0x50000000..0x54000000) is an imx-ion-pool, and Linux 5.3 has no ION
//   carveout heap; drop .compatible: it becomes carveout,ion-heap, whose driver recipe ion-carveout brings
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {5, 3}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{carveout_heap{.label = "ion", .size = 64_MiB, .where = at(0x5000'0000), .compatible = "imx-ion-pool"}},
};

}  // namespace rule_test
