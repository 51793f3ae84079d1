// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

constexpr auto good = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 4_GiB}},
    root_cells{.address = 1, .size = 1},
    pools{coherent{.label = "dsp", .size = 1_MiB, .where = at(0xfff0'0000)}},
};

}  // namespace rule_test
