// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// source, 6.1 up to 6.1.46: ignored
// MESSAGE: warning[second-pool]: device 'vpu' allocates from 'a'; pool 'b' [0x50100000..0x50200000) is a second pool, and
//   attaching it does nothing (Linux 6.1); make one pool of both, or make it firmware if the driver maps it itself
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "a", .size = 1_MiB, .where = at(0x5000'0000)},
          coherent{.label = "b", .size = 1_MiB, .where = at(0x5010'0000)}},
    devices{device{.name = "vpu", .node = "&vpu", .uses = {"a", "b"}}},
};

}  // namespace rule_test
