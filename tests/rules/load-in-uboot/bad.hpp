// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 4 MiB of heap, 16 MiB of stack and 4 MiB of U-Boot itself begin at 0xbe800000
// MESSAGE: error[load-in-uboot]: file 'initrd' [0xba800001..0xbe800001) reaches [0xbe800000..0xc0000000), where U-Boot runs;
//   load it at 0xba800000 or below
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.initrd = {.load = 0xba80'0001, .size = 64_MiB}, .loader = {.ram_top = 0xc000'0000, .malloc_size = 4_MiB}},
};

}  // namespace rule_test
