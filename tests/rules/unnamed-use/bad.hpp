// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// of_reserved_mem_device_init_by_name() counts names and regions alike
// MESSAGE: error[unnamed-use]: device 'vpu' names pool 'boot_mem' 'boot' but has no name for pool 'rpc_mem'; name every pool
//   of the device, or none
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "boot_mem", .size = 1_MiB}, firmware{.label = "rpc_mem", .size = 1_MiB}},
    devices{device{.name = "vpu", .node = "&vpu", .uses = {{"boot_mem", "boot"}, "rpc_mem"}}},
};

}  // namespace rule_test
