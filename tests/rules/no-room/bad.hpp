// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the window is exactly 512 MiB
// MESSAGE: error[no-room]: pool 'dsp': 513 MiB, aligned to 4 KiB, does not fit in [0x50000000..0x70000000), where the largest
//   free range of DRAM is 512 MiB; make it or its neighbours smaller, or widen its window (.where, the reach of its devices)
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "dsp", .size = 513_MiB, .where = within(0x5000'0000, 0x7000'0000)}},
};

}  // namespace rule_test
