// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots of m1_sizecells1: everything below is lost
// MESSAGE: error[cells-mismatch]: board 'demo': /reserved-memory has 2 address and 1 size cells, the root 2 and 2; Linux says
//   "unsupported node format, ignoring" and reserves nothing; set #address-cells = <2> and #size-cells = <2> there
constexpr auto bad_board = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
};
constexpr auto bad = [] {
  auto plan = lower(bad_board);
  plan.scalars.reserved_cells = {.address = 2, .size = 1};
  return plan;
}();

}  // namespace rule_test
