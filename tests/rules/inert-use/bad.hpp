// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[inert-use]: device 'vpu' names pool 'dsp' [0x50000000..0x50100000), but its driver does not attach it; call
//   of_reserved_mem_device_init() in the driver's probe, and set .attaches
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
    devices{device{.name = "vpu", .node = "&vpu", .uses = {"dsp"}, .attaches = false}},
};

}  // namespace rule_test
