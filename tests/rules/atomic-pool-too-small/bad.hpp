// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recipe on 4.14: what comes to the pool has nowhere else to go
// MESSAGE: error[atomic-pool-too-small]: device 'camera': the atomic pool has 32 MiB and never grows (arm64, 4 KiB pages,
//   Linux 4.14), and what is asked of it comes to 40 MiB; make coherent_pool= 40 MiB or more, or give devices coherent pools of
//   their own
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {4, 14}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}, atomic{.size = 32_MiB}},
    devices{device{.name = "gpu", .node = "&gpu", .reach = bits(32), .needs = {{.size = 16_MiB}}},
            device{.name = "camera", .node = "&isi", .reach = bits(32), .needs = {{.size = 3_MiB, .count = 8}}}},
    routing::atomic_first,
};

}  // namespace rule_test
