// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of c8_cpbad: the default size, silently
// MESSAGE: error[argument-value]: board 'demo': coherent_pool='abc' is no size; the kernel takes its default; write a number
//   with at most one of K, M, G
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
    bootargs{"coherent_pool=abc"},
};

}  // namespace rule_test
