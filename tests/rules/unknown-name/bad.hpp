// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[unknown-name]: device 'vpu' uses pool 'vpu_pol', which the board lacks; use one of 'vpu_pool'
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{coherent{.label = "vpu_pool", .size = 1_MiB}},
    devices{device{.name = "vpu", .node = "&vpu", .uses = {"vpu_pol"}}},
};

}  // namespace rule_test
