// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[pool-alignment]: pool 'dsp' [0x50100000..0x50200000): base 0x50100000 is not a multiple of its own alignment,
//   2 MiB; move it to 0x50000000, or ask for less
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5010'0000), .alignment = 2_MiB}},
};

}  // namespace rule_test
