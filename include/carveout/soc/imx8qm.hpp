// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// NXP i.MX8 QuadMax, as on the MEK. Addresses: U-Boot 2026.10-rc2, include/configs/imx8qm_mek.h; TF-A, plat/imx.
namespace carveout::soc::imx8qm {

using namespace literals;

inline constexpr banks dram{bank{.name = "low", .base = 0x8000'0000, .size = 2_GiB},
                            bank{.name = "high", .base = 0x8'8000'0000, .size = 4_GiB}};

/// TF-A is at the bottom of DRAM, and belongs to the system controller's partition. 44 MiB from the kernel, which booti moves
/// to 0x80400000, to the device tree.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x8028'0000},
    .fdt = {.load = 0x8300'0000},
    .initrd = {.load = 0x8380'0000},
    .initrd_in_place = true,
    .loader = {.version = {2026, 10}},
    .firmware = {{.name = "bl31", .base = 0x8000'0000, .size = 128_KiB, .source = "TF-A"}},
};

inline constexpr firmware_window optee{.name = "optee", .base = 0xfe00'0000, .size = 32_MiB, .source = "OP-TEE"};

}  // namespace carveout::soc::imx8qm
