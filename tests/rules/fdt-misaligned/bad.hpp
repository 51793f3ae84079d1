// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[fdt-misaligned]: file 'fdt' [0x48000004..0x48010004) is not at a multiple of 8, and stays there; load it at
//   0x48000008
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.kernel = {.load = 0x4060'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000},
               .fdt = {.load = 0x4800'0004, .size = 0x1'0000},
               .fdt_in_place = true},
};

}  // namespace rule_test
