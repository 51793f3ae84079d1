// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 0x100000000 is the first address that one cell cannot hold
// MESSAGE: error[cells-too-small]: pool 'dsp' [0x100000000..0x100100000) does not fit one 32-bit address cell; place it lower,
//   or use a tree with root_cells{2, 2}
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 4_GiB}},
    root_cells{.address = 1, .size = 1},
    pools{coherent{.label = "dsp", .size = 1_MiB, .where = at(0x1'0000'0000)}},
};

}  // namespace rule_test
