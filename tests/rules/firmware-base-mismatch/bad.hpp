// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[firmware-base-mismatch]: firmware 'optee' [0x36000000..0x38000000) (TF-A) is at [0x3e000000..0x40000000) for
//   OP-TEE; ask the built firmware which is right
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.firmware = {{.name = "optee", .base = 0x3600'0000, .size = 32_MiB, .source = "TF-A"},
                            {.name = "optee", .base = 0x3e00'0000, .size = 32_MiB, .source = "OP-TEE"}}},
};

}  // namespace rule_test
