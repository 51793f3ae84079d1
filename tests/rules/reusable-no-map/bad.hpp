// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[reusable-no-map]: pool 'odd' [0x50000000..0x50200000) is both reusable and no-map (no handler takes it, and
//   its memory is given back, unprotected); drop one: reusable lends the pages to the system, no-map keeps everybody out
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "odd", .size = 2_MiB, .where = at(0x5000'0000), .no_map = true, .reusable = true}},
};

}  // namespace rule_test
