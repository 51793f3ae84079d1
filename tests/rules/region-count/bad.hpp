// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[region-count]: board 'demo' describes 17 regions, and Linux 4.9 keeps 16; the others are not set up; join
//   neighbours, or give dynamic ones an address
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {4, 9}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "r0", .size = 4_KiB, .where = at(0x50000000)},
          firmware{.label = "r1", .size = 4_KiB, .where = at(0x50001000)},
          firmware{.label = "r2", .size = 4_KiB, .where = at(0x50002000)},
          firmware{.label = "r3", .size = 4_KiB, .where = at(0x50003000)},
          firmware{.label = "r4", .size = 4_KiB, .where = at(0x50004000)},
          firmware{.label = "r5", .size = 4_KiB, .where = at(0x50005000)},
          firmware{.label = "r6", .size = 4_KiB, .where = at(0x50006000)},
          firmware{.label = "r7", .size = 4_KiB, .where = at(0x50007000)},
          firmware{.label = "r8", .size = 4_KiB, .where = at(0x50008000)},
          firmware{.label = "r9", .size = 4_KiB, .where = at(0x50009000)},
          firmware{.label = "r10", .size = 4_KiB, .where = at(0x5000a000)},
          firmware{.label = "r11", .size = 4_KiB, .where = at(0x5000b000)},
          firmware{.label = "r12", .size = 4_KiB, .where = at(0x5000c000)},
          firmware{.label = "r13", .size = 4_KiB, .where = at(0x5000d000)},
          firmware{.label = "r14", .size = 4_KiB, .where = at(0x5000e000)},
          firmware{.label = "r15", .size = 4_KiB, .where = at(0x5000f000)},
          firmware{.label = "r16", .size = 4_KiB, .where = at(0x50010000)}},
};

}  // namespace rule_test
