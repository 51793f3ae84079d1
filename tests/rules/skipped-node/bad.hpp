// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// reg = <0x50000000 0x100000> under a root of two and two cells
// MESSAGE: error[skipped-node]: node '/reserved-memory/gpu@50000000' is left out by Linux: reg has 8 bytes, and an address with
//   a size has 16; write as many cells as #address-cells and #size-cells of the root say
constexpr auto bad_board = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
};
constexpr std::array remarks_on_bad{
    remark{"/reserved-memory/gpu@50000000", "reg has 8 bytes, and an address with a size has 16", true}};
constexpr auto bad = [] {
  auto plan = lower(bad_board);
  plan.scalars.remarks = remarks_on_bad;
  return plan;
}();

}  // namespace rule_test
