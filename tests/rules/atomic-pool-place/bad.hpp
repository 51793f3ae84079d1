// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[atomic-pool-place]: pool 'coherent_pool' [0x90000000..0x94000000) is the atomic pool, and device 'gpu' reaches
//   [0x0..0x80000000); give it .where = below(0x80000000), or the device a pool of its own
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{atomic{.size = 64_MiB, .where = at(0x9000'0000)}},
    devices{device{.name = "gpu", .node = "&gpu", .reach = bits(31), .needs = {{.size = 8_MiB}}}},
    routing::atomic_first,
};

}  // namespace rule_test
