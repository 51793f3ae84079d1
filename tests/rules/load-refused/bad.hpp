// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[load-refused]: file 'boot.scr' [0x900ff000..0x90100000) is loaded into pool 'dsp' [0x90000000..0x90100000);
//   U-Boot says "** Reading file would overwrite reserved memory **"; load it elsewhere
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.files = {{.name = "boot.scr", .load = 0x900f'f000, .size = 4_KiB}}},
};

}  // namespace rule_test
