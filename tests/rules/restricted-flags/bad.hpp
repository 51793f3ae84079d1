// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// seen on 6.1 with the driver built in: "matching fail", freed
// MESSAGE: error[restricted-flags]: pool 'wifi' [0x50000000..0x50400000) is a restricted-dma-pool with no-map (no handler
//   takes it, and its memory is given back, unprotected); drop no-map
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{
        .label = "wifi", .size = 4_MiB, .where = at(0x5000'0000), .compatible = "restricted-dma-pool", .no_map = true}},
};

}  // namespace rule_test
