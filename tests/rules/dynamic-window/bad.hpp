// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// U-Boot moves the device tree to below 0x60000000, in the middle of 1 GiB
// MESSAGE: warning[dynamic-window]: pool 'linux_cma': 768 MiB do not fit in [0x40000000..0x80000000) once kernel, device tree
//   and initrd are there; the largest free range is 512 MiB; widen its window, or load those files elsewhere (fdt_high,
//   initrd_high, bootm_mapsize)
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 768_MiB, .where = by_kernel{within(0x4000'0000, 0x8000'0000)}}},
    boot_chain{.kernel = {.load = 0x4040'0000, .file_size = 0x2a1'cfc0, .image_size = 0x2b2'0000},
               .fdt = {.load = 0x4800'0000, .size = 64_KiB},
               .loader = {.boot_window = {0x4000'0000, 0x6000'0000}}},
};

}  // namespace rule_test
