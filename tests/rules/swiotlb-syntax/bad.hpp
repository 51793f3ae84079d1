// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[swiotlb-syntax]: board 'demo': swiotlb='64M' is not SLOTS[,AREAS][,force|noforce] (Linux 6.1); for 64 MiB
//   write swiotlb=32768, in slots of 2 KiB
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
    bootargs{"swiotlb=64M"},
};

}  // namespace rule_test
