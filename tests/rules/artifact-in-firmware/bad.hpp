// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// TF-A on an i.MX8MP
// MESSAGE: error[artifact-in-firmware]: file 'boot.scr' [0x98f000..0x990000) is loaded into firmware 'bl31'
//   [0x970000..0x990000); load it elsewhere
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.files = {{.name = "boot.scr", .load = 0x98'f000, .size = 4_KiB}},
               .firmware = {{.name = "bl31", .base = 0x97'0000, .size = 128_KiB}}},
};

}  // namespace rule_test
