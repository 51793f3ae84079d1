// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[decompress-overlap]: file 'kernel_comp' [0x46001000..0x48001000) overlaps file 'fdt'
//   [0x48000000..0x48010000); move kernel_comp_addr_r
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.kernel = {.load = 0x4060'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000},
               .fdt = {.load = 0x4800'0000, .size = 0x1'0000},
               .decompression = {.load = 0x4600'1000, .size = 32_MiB}},
};

}  // namespace rule_test
