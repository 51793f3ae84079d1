// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// NXP i.MX8M Quad, as on the EVK. Addresses: U-Boot 2026.10-rc2, board/nxp/imx8mq_evk; TF-A and OP-TEE, plat/imx.
namespace carveout::soc::imx8mq {

using namespace literals;

inline constexpr banks dram{bank{.name = "ddr", .base = 0x4000'0000, .size = 3_GiB}};

/// 44 MiB from the kernel to the device tree.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x4040'0000},
    .fdt = {.load = 0x4300'0000},
    .initrd = {.load = 0x4380'0000},
    .loader = {.version = {2026, 10}, .ram_top = 0x1'0000'0000},
    .firmware = {{.name = "bl31", .base = 0x91'0000, .size = 64_KiB, .source = "TF-A"}},
};

/// Up to 2026.07 booti moves the kernel to 0x40600000: 42 MiB are left.
inline constexpr boot_chain boot_2026_07 = [] {
  boot_chain older = boot;
  older.kernel.load = 0x4048'0000;
  older.loader.version = {2026, 7};
  return older;
}();

inline constexpr firmware_window optee{.name = "optee", .base = 0xfe00'0000, .size = 32_MiB, .source = "OP-TEE"};

}  // namespace carveout::soc::imx8mq
