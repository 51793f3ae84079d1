// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 32 GiB from 0x40000000 end at 0x840000000
// MESSAGE: error[initrd-window]: file 'initrd' [0x83c000001..0x840000001) and kernel 'Image' [0x40600000..0x43120000) do not
//   fit one window of 32 GiB; load them closer to each other
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 64_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.kernel = {.load = 0x4060'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000},
               .initrd = {.load = 0x8'3c00'0001, .size = 64_MiB}},
};

}  // namespace rule_test
