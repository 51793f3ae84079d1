// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of i1_cma0_dt: "bypass", and no CMA at all
// MESSAGE: error[cma-argument]: pool 'linux_cma' [0x60000000..0x64000000) is bypassed because of cma= in bootargs, and its
//   memory given back (Linux 6.1); drop cma= from bootargs, or the pool
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x6000'0000)}},
    bootargs{"cma=0"},
};

}  // namespace rule_test
