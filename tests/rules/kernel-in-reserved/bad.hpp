// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of e4_over_kernel: the node is listed as reserved, and bad pages come later
// MESSAGE: error[kernel-in-reserved]: kernel 'Image' [0x40600000..0x43120000) lies in pool 'dsp' [0x4311f000..0x43120000),
//   which Linux then refuses ("failed to reserve memory"); load it elsewhere, or move 'dsp'
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 4_KiB, .where = at(0x4311'f000)}},
    boot_chain{.kernel = {.load = 0x4060'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000}},
};

}  // namespace rule_test
