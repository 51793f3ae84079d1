// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// NXP i.MX8M Mini, as on the EVK. Addresses: U-Boot 2026.10-rc2, board/nxp/imx8mm_evk; TF-A and OP-TEE, plat/imx.
namespace carveout::soc::imx8mm {

using namespace literals;

inline constexpr banks dram{bank{.name = "ddr", .base = 0x4000'0000, .size = 2_GiB}};

/// TF-A is in on-chip memory. bootm_size is 256 MiB; the device tree has 512 KiB up to the ramdisk.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x4200'0000},
    .fdt = {.load = 0x4800'0000},
    .initrd = {.load = 0x4808'0000},
    .files = {{.name = "boot.scr", .load = 0x4000'0000, .size = 64_KiB}},
    .loader = {.version = {2026, 10}, .ram_top = 0xc000'0000, .malloc_size = 32_MiB, .boot_window = {0x4000'0000, 0x5000'0000}},
    .firmware = {{.name = "bl31", .base = 0x92'0000, .size = 128_KiB, .source = "TF-A"}},
};

/// Up to 2026.07 the kernel is loaded at ${loadaddr}, which booti rounds up to 0x40600000.
inline constexpr boot_chain boot_2026_07 = [] {
  boot_chain older = boot;
  older.kernel.load = 0x4048'0000;
  older.loader.version = {2026, 7};
  return older;
}();

/// The last 2 MiB are shared with Linux. With it, U-Boot moves below it.
inline constexpr firmware_window optee{.name = "optee", .base = 0xbe00'0000, .size = 32_MiB, .source = "OP-TEE"};

}  // namespace carveout::soc::imx8mm
