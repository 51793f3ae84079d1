// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

constexpr auto good = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x9000'0000)}},
    kconfig{"CONFIG_CMA_DEBUGFS=y", "CONFIG_DMA_CMA=y"},
};

}  // namespace rule_test
