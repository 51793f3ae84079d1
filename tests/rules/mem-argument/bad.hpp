// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of p_mem_arg
// MESSAGE: error[mem-argument]: pool 'vpu' [0x7c200000..0x80200000) is cut off by mem=1G, and the kernel panics in
//   cma_init_reserved_areas(); place it in the first 1 GiB of DRAM, or raise mem=
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{device_cma{.label = "vpu", .size = 64_MiB, .where = at(0x7c20'0000)}},
    bootargs{"mem=1G"},
};

}  // namespace rule_test
