// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// the recorded boots panic on CMA that reaches beyond DRAM
// MESSAGE: error[outside-bank]: pool 'vpu' [0xbf800000..0xc0800000) reaches outside DRAM: only 8 MiB of 16 MiB are in a bank;
//   the kernel panics in cma_init_reserved_areas(); place it in bank 'dram' [0x40000000..0xc0000000)
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{device_cma{.label = "vpu", .size = 16_MiB, .where = at(0xbf80'0000)}},
};

}  // namespace rule_test
