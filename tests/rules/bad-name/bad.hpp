// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// a label holds letters, digits and underscores
// MESSAGE: error[bad-name]: pool's label 'dsp"pool' cannot be written; use letters, digits and '_', not a digit first
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "dsp\"pool", .size = 1_MiB}},
};

}  // namespace rule_test
