// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

constexpr auto good = board{
    "demo",
    linux_kernel{.version = {4, 14}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}, atomic{.size = 40_MiB}},
    devices{device{.name = "gpu", .node = "&gpu", .reach = bits(32), .needs = {{.size = 16_MiB}}},
            device{.name = "camera", .node = "&isi", .reach = bits(32), .needs = {{.size = 3_MiB, .count = 8}}}},
    routing::atomic_first,
};

}  // namespace rule_test
