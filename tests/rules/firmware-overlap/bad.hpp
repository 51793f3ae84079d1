// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: error[firmware-overlap]: pool 'dsp' [0x90000000..0x9007f000) covers only a part of firmware 'tf_a'
//   [0x90000000..0x90080000); make it [0x90000000..0x90080000)
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 508_KiB, .where = at(0x9000'0000)}},
    boot_chain{.firmware = {{.name = "tf_a", .base = 0x9000'0000, .size = 512_KiB}}},
};

}  // namespace rule_test
