// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// TI AM62x, as on the SK and EVM. Addresses: U-Boot 2026.10-rc2, include/env/ti/ti_common.env, mach-k3/Kconfig; OP-TEE,
/// plat-k3.
namespace carveout::soc::am62x {

using namespace literals;

inline constexpr banks dram{bank{.name = "ddr", .base = 0x8000'0000, .size = 2_GiB}};

/// ${scriptaddr} is where TF-A is since 2024.07; the device tree of Linux still has it at 0x9e780000, and
/// U-Boot corrects that when it boots.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x8200'0000},
    .fdt = {.load = 0x8800'0000},
    .initrd = {.load = 0x8808'0000},
    .files = {{.name = "boot.scr", .load = 0x8000'0000, .size = 64_KiB}},
    .loader = {.version = {2026, 10}, .ram_top = 0x1'0000'0000, .malloc_size = 32_MiB},
    .firmware = {{.name = "bl31", .base = 0x8000'0000, .size = 512_KiB, .source = "TF-A"}},
};

/// The last 4 MiB are shared with Linux.
inline constexpr firmware_window optee{.name = "optee", .base = 0x9e80'0000, .size = 24_MiB, .source = "OP-TEE"};

}  // namespace carveout::soc::am62x
