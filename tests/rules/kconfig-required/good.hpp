// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

constexpr auto good = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x9000'0000)}},
    dot_config{"CONFIG_CMA=y\n"
               "CONFIG_OF_RESERVED_MEM=y\n"
               "CONFIG_CMA_SIZE_MBYTES=0\n"},
};

}  // namespace rule_test
