// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[duplicate-region]: pool 'optee' [0x50000000..0x50200000) and pool 'secure' [0x50000000..0x50200000) are the
//   same memory; keep one of them
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "optee", .size = 2_MiB, .where = at(0x5000'0000)},
          firmware{.label = "secure", .size = 2_MiB, .where = at(0x5000'0000)}},
};

}  // namespace rule_test
