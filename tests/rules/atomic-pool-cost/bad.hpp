// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of c1_cp64_cma128: 12 MiB of CMA are gone
// MESSAGE: warning[atomic-pool-cost]: board 'demo': coherent_pool=4M is paid 3 times, 12 MiB of 128 MiB (arm64, 4 KiB pages,
//   Linux 6.1); make it smaller, and give devices with large buffers a pool of their own
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 128_MiB}},
    pools{atomic{.size = 4_MiB}},
};

}  // namespace rule_test
