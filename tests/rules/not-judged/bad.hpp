// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: note[not-judged]: node '/reserved-memory/gpu' has 3 alloc-ranges, of which the first is judged; look at it yourself
constexpr auto bad_board = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x5000'0000)}},
};
constexpr std::array remarks_on_bad{remark{"/reserved-memory/gpu", "has 3 alloc-ranges, of which the first is judged"}};
constexpr auto bad = [] {
  auto plan = lower(bad_board);
  plan.scalars.remarks = remarks_on_bad;
  return plan;
}();

}  // namespace rule_test
