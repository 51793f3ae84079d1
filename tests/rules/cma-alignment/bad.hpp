// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// up to 5.17 the unit is the largest buddy block: 4 MiB with 4 KiB pages
// MESSAGE: error[cma-alignment]: pool 'vpu' [0x6fc00000..0x6fd00000): size 1 MiB is not a multiple of 4 MiB (largest buddy
//   block; arm64, 4 KiB pages, Linux 4.19; its memory is lost); make it 4 MiB, or drop 'reusable'
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {4, 19}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{device_cma{.label = "vpu", .size = 1_MiB, .where = at(0x6fc0'0000)}},
};

}  // namespace rule_test
