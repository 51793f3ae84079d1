// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

constexpr auto good = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 4_GiB}},
    pools{coherent{.label = "camera_pool", .size = 1_MiB, .where = at(0x1'0000'0000)}},
    devices{device{.name = "camera", .node = "&csi", .reach = bits(33), .uses = {"camera_pool"}}},
};

}  // namespace rule_test
