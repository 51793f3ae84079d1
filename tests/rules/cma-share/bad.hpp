// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[cma-share]: board 'demo' gives 1026 MiB of its 2 GiB of DRAM to CMA; keep CMA to 1 GiB, and give critical
//   devices pools of their own
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 1026_MiB}},
};

}  // namespace rule_test
