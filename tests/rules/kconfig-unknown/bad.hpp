// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[kconfig-unknown]: board 'demo': kconfig{} has CONFIG_PAGE_BLOCK_MAX_ORDER=9, and Linux 6.12 has no
//   CONFIG_PAGE_BLOCK_MAX_ORDER; drop that line
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    kconfig{"CONFIG_PAGE_BLOCK_MAX_ORDER=9"},
};

}  // namespace rule_test
