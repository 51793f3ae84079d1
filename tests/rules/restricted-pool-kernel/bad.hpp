// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[restricted-pool-kernel]: pool 'wifi' [0x50000000..0x50400000) is a restricted-dma-pool, which arm64, 4 KiB
//   pages, Linux 5.10 does not know; use a coherent pool, or Linux 5.15 or later
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {5, 10}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{restricted{.label = "wifi", .size = 4_MiB, .where = at(0x5000'0000)}},
};

}  // namespace rule_test
