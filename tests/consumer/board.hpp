// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <carveout/carveout.hpp>

namespace boards {
using namespace carveout;
using namespace carveout::literals;

inline constexpr auto tiny = board{
    "tiny",
    linux_kernel{.version = {6, 1}, .arch = arch::arm64, .page = 4_KiB},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}},
    pools{cma{.label = "linux_cma", .size = 64_MiB}},
};
static_assert(valid<tiny>);
}  // namespace boards
