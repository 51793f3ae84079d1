// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[kconfig-line]: board 'demo': kconfig{} has the line 'CMA_DEBUGFS=y', which sets nothing; write CONFIG_X=y, or
//   # CONFIG_X is not set
// MESSAGE: error[kconfig-line]: board 'demo': kconfig{} has # CONFIG_DMA_CMA is not set, which undoes what the plan needs for
//   reusable pools; drop that line
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x9000'0000)}},
    kconfig{"CMA_DEBUGFS=y", "# CONFIG_DMA_CMA is not set"},
};

}  // namespace rule_test
