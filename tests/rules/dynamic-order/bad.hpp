// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of k6_dyn_many: 6.12 places them in the order of the tree, 6.1 does not
// MESSAGE: warning[dynamic-order]: pool 'zeta' and pool 'alpha' are dynamic and share a window; which one comes first is an
//   accident of Linux 6.1; give them windows of their own, or addresses
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "zeta", .size = 1_MiB, .where = by_kernel{}},
          firmware{.label = "alpha", .size = 2_MiB, .where = by_kernel{}}},
};

}  // namespace rule_test
