// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[dma-default-ignored]: pool 'dsp' [0x50000000..0x50100000) is linux,dma-default, which arm64 ignores; name
//   the pool in the memory-region of each device that should use it
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp",
                   .size = 1_MiB,
                   .where = at(0x5000'0000),
                   .compatible = "shared-dma-pool",
                   .properties = {flag("linux,dma-default")}}},
};

}  // namespace rule_test
