// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// CONFIG_CMA_ALIGNMENT is 8: 256 pages
// MESSAGE: error[buffer-alignment]: device 'ntb' needs 16 MiB aligned to 2 MiB, but CMA aligns it to 1 MiB only; give it a
//   coherent pool of that .alignment, and ask for a size of at least the alignment
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB}},
    devices{device{.name = "ntb", .node = "&ntb", .needs = {dma_request{.size = 16_MiB, .alignment = 2_MiB}}}},
};

}  // namespace rule_test
