// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[firmware-mapped]: pool 'dsp' [0x90000000..0x90100000) keeps firmware 'bl31' [0x90000000..0x90080000) in the
//   linear mapping; set .no_map = true
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000), .no_map = false}},
    boot_chain{.firmware = {{.name = "bl31", .base = 0x9000'0000, .size = 512_KiB}}},
};

}  // namespace rule_test
