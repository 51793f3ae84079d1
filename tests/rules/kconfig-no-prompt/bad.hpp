// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// seen to be dropped by olddefconfig of 6.1 and 6.12; arm has a prompt
// MESSAGE: error[kconfig-no-prompt]: board 'demo': kconfig{} has CONFIG_ARCH_FORCE_MAX_ORDER=14, but
//   CONFIG_ARCH_FORCE_MAX_ORDER has no prompt (arm64, 4 KiB pages, Linux 6.1); drop that line; only a patch to
//   arch/arm64/Kconfig changes it
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    kconfig{"CONFIG_ARCH_FORCE_MAX_ORDER=14"},
};

}  // namespace rule_test
