// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots: 64 MiB at 0xfe000000 "could not be activated"
// MESSAGE: error[cma-zone]: pool 'vpu' [0xfe000000..0x102000000) crosses the end of the 32-bit zone, 0x100000000; Linux says
//   it "could not be activated"; place it below(4_GiB), or wholly above
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 6_GiB}},
    pools{device_cma{.label = "vpu", .size = 64_MiB, .where = at(0xfe00'0000)}},
};

}  // namespace rule_test
