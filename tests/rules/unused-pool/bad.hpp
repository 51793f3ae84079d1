// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[unused-pool]: pool 'dsp' [0x50000000..0x50100000): no device uses its 1 MiB; name it in the .uses of a
//   device, or drop it
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
    devices{device{.name = "vpu", .node = "&vpu"}},
};

}  // namespace rule_test
