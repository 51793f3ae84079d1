// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// up to 6.1 /memreserve/ comes first, and no-map over reserved memory is refused
// MESSAGE: error[memreserve-overlap]: pool 'dsp' [0x50000000..0x50100000) overlaps /memreserve/ 'entry'
//   [0x500ff000..0x50100000); Linux 6.1 says "failed to reserve memory" and leaves it in the linear map; drop the /memreserve/
//   entry; the node is enough
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    memreserves{memreserve{.base = 0x500f'f000, .size = 4_KiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
};

}  // namespace rule_test
