// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[bank-overlap]: bank 'low' [0x40000000..0x80000000) overlaps bank 'high' [0x7ffff000..0xbffff000) by 4 KiB;
//   correct a base or size
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "low", .base = 0x4000'0000, .size = 1_GiB}, bank{.name = "high", .base = 0x7fff'f000, .size = 1_GiB}},
    pools{firmware{.label = "secure", .size = 2_MiB, .where = at(0x5000'0000)}},
};

}  // namespace rule_test
