// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[firmware-unreserved]: firmware 'bl31' [0x40000000..0x40080000) is ordinary memory of bank 'dram'
//   [0x40000000..0xc0000000) to Linux; add firmware{.label = "bl31", .size = 0x80000, .where = at(0x40000000)} to pools{}
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.firmware = {{.name = "bl31", .base = 0x4000'0000, .size = 512_KiB}}},
};

}  // namespace rule_test
