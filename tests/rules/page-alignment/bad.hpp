// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// pages of 4 KiB
// MESSAGE: error[page-alignment]: pool 'secure' [0x50000800..0x50200800): base 0x50000800 is not a multiple of 4 KiB (page;
//   arm64, 4 KiB pages, Linux 6.1); make it 0x50000000
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "secure", .size = 2_MiB, .where = at(0x5000'0800)}},
};

}  // namespace rule_test
