// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

constexpr auto good = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{atomic{.size = 64_MiB, .where = at(0x7000'0000)}},
    devices{device{.name = "gpu", .node = "&gpu", .reach = bits(31), .needs = {{.size = 8_MiB}}}},
    routing::atomic_first,
};

}  // namespace rule_test
