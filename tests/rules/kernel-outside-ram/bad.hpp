// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the file fits, its BSS does not
// MESSAGE: error[kernel-outside-ram]: kernel 'Image' [0xbd400000..0xbff20000) leaves DRAM; its file alone ends at 0xbfe1cfc0;
//   load it lower, inside one bank
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 0x7ff1'f000}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.kernel = {.load = 0xbd40'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000}},
};

}  // namespace rule_test
