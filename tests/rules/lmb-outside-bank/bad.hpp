// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// memory on the chip
// MESSAGE: warning[lmb-outside-bank]: pool 'dsp' [0x900000..0xa00000) is in no bank of DRAM; U-Boot prints "ERROR: reserving
//   fdt memory region failed" and goes on; move it into a bank, or waive this: Linux does not mind
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x90'0000)}},
    boot_chain{.loader = {.version = {2026, 10}}},
};

}  // namespace rule_test
