// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[malformed-config]: board 'demo': dot_config{} is no .config: line 2 sets no symbol and is no comment; give it
//   the text of /boot/config-VERSION or /proc/config.gz, or lines of it
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    dot_config{"CONFIG_CMA=y\n"
               "CONFIG_DMA_CMA y\n"},
};

}  // namespace rule_test
