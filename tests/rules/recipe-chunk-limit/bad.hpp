// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// recorded boots of 6.1: 64M becomes three pools of 4 MiB
// MESSAGE: error[recipe-chunk-limit]: board 'demo' routes every allocation to the atomic pool, and coherent_pool=8M becomes 3
//   times 4 MiB: no larger request ever succeeds (arm64, 4 KiB pages, Linux 6.1); use routing::device_pools or
//   routing::carveout_heaps, or give the pool a .where, which recipe pool-unclamp serves
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}, atomic{.size = 8_MiB}},
    routing::atomic_first,
};

}  // namespace rule_test
