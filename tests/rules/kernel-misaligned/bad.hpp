// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[kernel-misaligned]: kernel 'Image' [0x40480000..0x42fa0000) is 0x80000 off a 2 MiB boundary; load it at
//   0x40400000
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.method = boot_method::direct,
               .kernel = {.load = 0x4048'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000}},
};

}  // namespace rule_test
