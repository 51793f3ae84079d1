// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[incomplete-board]: board 'demo' lacks DRAM; add banks{bank{.name = ..., .base = ..., .size = ...}}
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    pools{firmware{.label = "secure", .size = 2_MiB, .where = at(0x5000'0000)}},
};

}  // namespace rule_test
