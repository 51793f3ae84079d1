// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// up to 5.7 the pool is cut from default CMA in one piece, or does not exist
// MESSAGE: error[atomic-pool-source]: pool 'linux_cma' [0x50000000..0x54000000): coherent_pool=65M takes 65 MiB of its 64 MiB
//   (arm64, 4 KiB pages, Linux 4.14), so there will be no pool at all; make the CMA area larger than 65 MiB, or the atomic
//   pool smaller
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {4, 14}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x5000'0000)}, atomic{.size = 65_MiB}},
};

}  // namespace rule_test
