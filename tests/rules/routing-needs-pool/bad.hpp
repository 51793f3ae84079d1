// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[routing-needs-pool]: board 'demo' routes every allocation to the atomic pool but describes none; add
//   atomic{.size = ...} to its pools, or use routing::stock
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {4, 14}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}},
    routing::atomic_first,
};

}  // namespace rule_test
