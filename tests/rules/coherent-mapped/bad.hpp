// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[coherent-mapped]: pool 'dsp' [0x50000000..0x50100000) is a shared-dma-pool with neither reusable nor no-map
//   (its driver fails with -EINVAL: "memremap attempted on ram"); add no-map for a pool of its devices' own, or reusable for
//   CMA
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000), .compatible = "shared-dma-pool", .no_map = false}},
};

}  // namespace rule_test
