// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 10 times 1024 - 600 KiB are more than a quarter of 16 MiB, 9 times are not
// MESSAGE: note[pool-rounding]: pool 'video' [0x50000000..0x51000000): buffers of device 'vpu' lose 4240 KiB of it to
//   rounding; ask for powers of two, or for several buffers in one request
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "video", .size = 16_MiB, .where = at(0x5000'0000)}},
    devices{device{.name = "vpu", .node = "&vpu", .uses = {"video"}, .needs = {dma_request{.size = 600_KiB, .count = 10}}}},
};

}  // namespace rule_test
