// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// up to 6.8 there is one area more than CONFIG_CMA_AREAS says
// MESSAGE: error[cma-areas]: board 'demo' describes 4 CMA areas, and Linux 6.1 has room for 3: "Not enough slots for CMA
//   reserved regions!"; set CONFIG_CMA_AREAS=4, or join areas
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}, .config = {.cma_areas = 2}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}, device_cma{.label = "a", .size = 4_MiB}, device_cma{.label = "b", .size = 4_MiB},
          device_cma{.label = "c", .size = 4_MiB}},
};

}  // namespace rule_test
