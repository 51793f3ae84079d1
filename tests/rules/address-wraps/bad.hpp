// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// 64 KiB more is 2^64; one page less is the last range there is
// MESSAGE: error[address-wraps]: pool 'sram' [0xffffffffffff0000..0xffffffffffffffff): 0xffffffffffff0000 + 0x10000 leaves the
//   64-bit address space; correct its base or size
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "sram", .size = 64_KiB, .where = at(0xffff'ffff'ffff'0000)}},
};

}  // namespace rule_test
