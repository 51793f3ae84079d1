// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of e5_over_initrd: no message, and a panic without a root file system
// MESSAGE: error[initrd-overlap]: file 'initrd' [0x48000000..0x4c000000) overlaps pool 'dsp' [0x4bfff000..0x4c0ff000); Linux
//   notices nothing and panics: "Unable to mount root fs"; load it elsewhere
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x4bff'f000)}},
    boot_chain{.kernel = {.load = 0x4060'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000},
               .initrd = {.load = 0x4800'0000, .size = 64_MiB}},
};

}  // namespace rule_test
