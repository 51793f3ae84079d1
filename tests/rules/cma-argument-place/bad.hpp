// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of i6_cma_misaligned
// MESSAGE: error[cma-argument-place]: board 'demo': cma='64M@0x50100000' must be aligned to 2 MiB (arm64, 4 KiB pages, Linux
//   6.1, which then has no CMA); use 0x50000000
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
    bootargs{"cma=64M@0x50100000"},
};

}  // namespace rule_test
