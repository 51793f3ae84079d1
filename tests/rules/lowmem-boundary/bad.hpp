// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 0xff800000 - 240 MiB - 8 MiB - 0xc0000000 is 768 MiB, from the start of DRAM
// MESSAGE: error[lowmem-boundary]: pool 'vpu' [0x6e000000..0x72000000) crosses the end of lowmem, 0x70000000, where two zones
//   meet; place it wholly below 0x70000000, or wholly above
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}, .arch = arch::arm},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}},
    pools{device_cma{.label = "vpu", .size = 64_MiB, .where = at(0x6e00'0000)}},
};

}  // namespace rule_test
