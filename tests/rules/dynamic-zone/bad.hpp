// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of o1_cross4G: "could not be activated"
// MESSAGE: warning[dynamic-zone]: pool 'vpu' may be placed across 0x100000000 in bank 'dram' [0x40000000..0x1c0000000), and is
//   then not activated; give it .where = by_kernel{below(4_GiB)}
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 6_GiB}},
    pools{device_cma{.label = "vpu", .size = 64_MiB, .where = by_kernel{}}},
};

}  // namespace rule_test
