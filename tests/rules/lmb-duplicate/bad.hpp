// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[lmb-duplicate]: pool 'dsp' [0x90000000..0x90100000) overlaps /memreserve/ 'entry' [0x90000000..0x90100000);
//   U-Boot prints "ERROR: reserving fdt memory region failed" and goes on; drop the /memreserve/ entry; the node is enough
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    memreserves{memreserve{.base = 0x9000'0000, .size = 1_MiB}},
    boot_chain{.loader = {.version = {2024, 10}}},
};

}  // namespace rule_test
