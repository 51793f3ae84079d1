// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 4.9 is the oldest kernel whose source was read
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {4, 4}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}},
};

}  // namespace rule_test
