// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[heap-driver]: pool 'ion' [0x50000000..0x54000000) is an imx-ion-pool, which arm64, 4 KiB pages, Linux 4.14
//   has no driver for; drop .compatible: it becomes carveout,ion-heap, whose driver recipe ion-carveout brings
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {4, 14}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{carveout_heap{.label = "ion", .size = 64_MiB, .where = at(0x5000'0000), .compatible = "imx-ion-pool"}},
};

}  // namespace rule_test
