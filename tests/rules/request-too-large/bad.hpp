// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[request-too-large]: device 'vpu' asks for 8388609 B of pool 'video' [0x50000000..0x50800000), which counts in
//   powers of two of pages and never has more than 8 MiB for one request; make the pool 16 MiB or larger, or the request
//   smaller
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "video", .size = 8_MiB, .where = at(0x5000'0000)}},
    devices{device{.name = "vpu", .node = "&vpu", .uses = {"video"}, .needs = {dma_request{.size = 8_MiB + 1}}}},
};

}  // namespace rule_test
