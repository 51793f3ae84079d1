// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[unit-address]: pool 'dsp' [0x50000000..0x50100000) is called ...@50100000; rename it to ...@50000000, or
//   correct its reg
constexpr auto bad_board = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
};
constexpr auto bad = [] {
  auto plan = lower(bad_board);
  plan.regions[0].unit_address = 0x5010'0000;
  return plan;
}();

}  // namespace rule_test
