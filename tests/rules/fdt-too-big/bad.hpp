// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 2 MiB less 0x3000 of padding are 0x1fd000
// MESSAGE: error[fdt-too-big]: file 'fdt' [0x48000000..0x481fd001) with 0x3000 of padding is larger than the 2 MiB that Linux
//   maps; make it smaller
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.kernel = {.load = 0x4060'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000},
               .fdt = {.load = 0x4800'0000, .size = 0x1f'd001}},
};

}  // namespace rule_test
