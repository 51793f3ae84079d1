// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// half-open: a pool may begin where the other ends
// MESSAGE: error[region-overlap]: pool 'rpmsg' [0x50000000..0x50400000) overlaps pool 'dsp' [0x503ff000..0x504ff000) by 4 KiB
//   (the kernel prints OVERLAP DETECTED and goes on); move 'dsp' to 0x50400000 or above, or make one of them smaller
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "rpmsg", .size = 4_MiB, .where = at(0x5000'0000)},
          coherent{.label = "dsp", .size = 1_MiB, .where = at(0x503f'f000)}},
};

}  // namespace rule_test
