// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of c6_cp3_cma128
// MESSAGE: warning[atomic-pool-rounded]: board 'demo': coherent_pool=3M becomes 3 times 4 MiB, a power of two (arm64, 4 KiB
//   pages, Linux 6.1); make it 4 MiB or 2 MiB
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}, atomic{.size = 3_MiB}},
};

}  // namespace rule_test
