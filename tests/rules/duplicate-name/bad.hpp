// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[duplicate-name]: pool 'dsp' [0x50000000..0x50100000) and pool 'dsp' [0x60000000..0x60200000) claim the same
//   label 'dsp'; rename one of them
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)},
          coherent{.label = "dsp", .size = 2_MiB, .where = at(0x6000'0000)}},
};

}  // namespace rule_test
