// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[ram-floor]: board 'demo': pools keep 512 MiB of 2 GiB and leave 1536 MiB, less than the 1537 MiB of its
//   budget; make pools smaller by 1 MiB, or lend them (device_cma)
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}, firmware{.label = "dsp", .size = 512_MiB}},
    budget{.free_ram = 1537_MiB},
};

}  // namespace rule_test
