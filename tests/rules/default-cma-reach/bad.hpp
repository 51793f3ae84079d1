// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[default-cma-reach]: pool 'linux_cma' [0x7e000000..0x82000000) ends at 0x82000000; device 'wifi', which has
//   no pool of its own, reaches [0x0..0x80000000); give it .where = below(0x80000000)
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x7e00'0000)}},
    devices{device{.name = "wifi", .node = "&wifi", .reach = bits(31)}},
};

}  // namespace rule_test
