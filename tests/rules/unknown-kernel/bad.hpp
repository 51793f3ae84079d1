// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 4.9 is the oldest kernel whose source was read
// MESSAGE: error[unknown-kernel]: board 'demo' boots Linux 4.4, which is outside the known 4.9 to 7.1; name the nearest known
//   version, 4.9, if its limits are the same
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {4, 4}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}},
};

}  // namespace rule_test
