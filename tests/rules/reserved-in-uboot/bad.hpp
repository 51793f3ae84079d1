// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[reserved-in-uboot]: pool 'dsp' [0xbe701000..0xbe801000) is where U-Boot runs, [0xbe800000..0xc0000000);
//   move it to 0xbe700000 or below
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0xbe70'1000)}},
    boot_chain{.loader = {.ram_top = 0xc000'0000}},
};

}  // namespace rule_test
