// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

constexpr auto good = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{carveout_heap{.label = "camera", .node = "video", .size = 64_MiB, .where = at(0x5000'0000)},
          carveout_heap{.label = "playback", .node = "video2", .size = 64_MiB, .where = at(0x5400'0000)}},
};

}  // namespace rule_test
