// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[argument-version]: board 'demo' gives numa_cma=, which Linux 6.1 does not know; drop it, or use Linux 6.6
//   or later
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
    bootargs{"numa_cma=0:64M"},
};

}  // namespace rule_test
