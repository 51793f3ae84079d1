// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[bad-alignment]: pool 'dsp' [0x54000000..0x54100000): alignment 3 MiB is not a power of two; make it 4 MiB
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "dsp", .size = 1_MiB, .where = at(0x5400'0000), .alignment = 3_MiB}},
};

}  // namespace rule_test
