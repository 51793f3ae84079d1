// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// recorded boots of 6.1 and 6.12: 64M becomes three pools of 4 MiB
// MESSAGE: warning[atomic-pool-clamped]: board 'demo': coherent_pool=8M becomes 3 times 4 MiB at boot, no larger request ever
//   succeeds, and use makes each pool grow until 8 MiB are free in it (arm64, 4 KiB pages, Linux 6.1); make it 4 MiB, and give
//   devices with larger buffers a pool of their own
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}, atomic{.size = 8_MiB}},
};

}  // namespace rule_test
