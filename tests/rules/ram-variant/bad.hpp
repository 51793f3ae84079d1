// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of f1_cma_outside: CMA that reaches beyond DRAM panics
// MESSAGE: error[ram-variant]: pool 'linux_cma' [0x7e000000..0x82000000) is outside the DRAM of variant '1g' (1 GiB), where
//   the kernel panics in cma_init_reserved_areas(); place it lower, or give that variant a board of its own
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x7e00'0000)}},
    ram_variants{ram_variant{.name = "1g", .size = 1_GiB}},
};

}  // namespace rule_test
