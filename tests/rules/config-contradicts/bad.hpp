// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[config-contradicts]: board 'demo': the .config is of Linux 6.12.100, and the board boots 6.1; take the
//   .config of the kernel that is booted, or correct linux_kernel{}
// MESSAGE: error[config-contradicts]: board 'demo': the .config is for arm, and the board is arm64; take the .config of the
//   kernel that is booted, or correct linux_kernel{}
// MESSAGE: error[config-contradicts]: board 'demo': the .config is for pages of 64 KiB, and the board has pages of 4 KiB; take
//   the .config of the kernel that is booted, or correct linux_kernel{}
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    dot_config{"# Linux/arm64 6.12.100 Kernel Configuration\n"
               "CONFIG_OF_RESERVED_MEM=y\n"
               "CONFIG_ARM64_64K_PAGES=y\n"
               "CONFIG_ARM=y\n"},
};

}  // namespace rule_test
