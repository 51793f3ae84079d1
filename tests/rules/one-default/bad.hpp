// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[one-default]: pool 'linux_cma' [0x50000000..0x54000000) and pool 'second' [0x60000000..0x64000000) are both
//   the system's default CMA area; Linux 6.1 takes the highest without a message; make one of them a device_cma
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x5000'0000)}, cma{.label = "second", .size = 64_MiB, .where = at(0x6000'0000)}},
};

}  // namespace rule_test
