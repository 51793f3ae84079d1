// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[naming-contract]: pool 'vdev0_vring0' [0x50000000..0x50008000): no driver looks for a node called
//   'vdev0-vring0'; call it vdevNvringM or vdevNbuffer, with numbers for N and M
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "vdev0_vring0", .size = 32_KiB, .where = at(0x5000'0000)}},
};

}  // namespace rule_test
