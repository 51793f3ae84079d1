// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// kernel/dma/coherent.c: 600 KiB cost 1 MiB
// MESSAGE: error[pool-too-small]: pool 'video' [0x50000000..0x50800000) holds 8 MiB; the needs of device 'vpu' come to 9 MiB,
//   in powers of two of pages; make it 9 MiB, or the buffers fewer
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "video", .size = 8_MiB, .where = at(0x5000'0000)}},
    devices{device{.name = "vpu", .node = "&vpu", .uses = {"video"}, .needs = {dma_request{.size = 600_KiB, .count = 9}}}},
};

}  // namespace rule_test
