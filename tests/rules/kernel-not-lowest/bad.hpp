// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[kernel-not-lowest]: kernel 'Image' [0x40200000..0x42d20000) leaves [0x40000000..0x40200000) below it unused
//   (flags bit 3 is clear); load it at 0x40000000
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.method = boot_method::direct,
               .kernel = {.load = 0x4020'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000, .anywhere = false}},
};

}  // namespace rule_test
