// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[os-only-reservation]: file 'boot.scr' [0x900ff000..0x90100000) is loaded into pool 'dsp'
//   [0x90000000..0x90100000) before U-Boot knows that it is reserved; load it elsewhere, or reserve the pool in U-Boot's own
//   device tree too
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.files = {{.name = "boot.scr", .load = 0x900f'f000, .size = 4_KiB}}, .loader = {.knows_reserved_memory = false}},
};

}  // namespace rule_test
