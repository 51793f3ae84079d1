// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

constexpr auto good = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.initrd = {.load = 0xba80'0000, .size = 64_MiB}, .loader = {.ram_top = 0xc000'0000, .malloc_size = 4_MiB}},
};

}  // namespace rule_test
