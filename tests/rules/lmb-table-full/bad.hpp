// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// eight pools and U-Boot
// MESSAGE: warning[lmb-table-full]: board 'demo' gives U-Boot 9 ranges to reserve, itself included, and it has room for 8; set
//   CONFIG_LMB_MAX_REGIONS=9, or place pools next to each other
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "f0", .size = 64_KiB, .where = at(0x90000000)},
          firmware{.label = "f1", .size = 64_KiB, .where = at(0x90020000)},
          firmware{.label = "f2", .size = 64_KiB, .where = at(0x90040000)},
          firmware{.label = "f3", .size = 64_KiB, .where = at(0x90060000)},
          firmware{.label = "f4", .size = 64_KiB, .where = at(0x90080000)},
          firmware{.label = "f5", .size = 64_KiB, .where = at(0x900a0000)},
          firmware{.label = "f6", .size = 64_KiB, .where = at(0x900c0000)},
          firmware{.label = "f7", .size = 64_KiB, .where = at(0x900e0000)}},
    boot_chain{.loader = {.version = {2024, 10}, .most_regions = 8}},
};

}  // namespace rule_test
