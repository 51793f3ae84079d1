// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// NXP i.MX 93, as on the 11x11 EVK. Addresses: U-Boot 2026.10-rc2, board/nxp/imx93_evk; TF-A and OP-TEE, plat/imx.
namespace carveout::soc::imx93 {

using namespace literals;

inline constexpr banks dram{bank{.name = "ddr", .base = 0x8000'0000, .size = 2_GiB}};

/// 44 MiB from the kernel to the device tree. No ramdisk address is set.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x8040'0000},
    .fdt = {.load = 0x8300'0000},
    .files = {{.name = "boot.scr", .load = 0x8350'0000, .size = 64_KiB}},
    .loader = {.version = {2026, 10}, .ram_top = 0x1'0000'0000, .malloc_size = 32_MiB},
    .firmware = {{.name = "bl31", .base = 0x204e'0000, .size = 256_KiB, .source = "TF-A"}},
};

inline constexpr firmware_window optee{.name = "optee", .base = 0x9600'0000, .size = 32_MiB, .source = "TF-A"};
/// What OP-TEE's own build takes when nobody says otherwise: another place.
inline constexpr firmware_window optee_by_default{
    .name = "optee", .base = 0xfe00'0000, .size = 32_MiB, .source = "OP-TEE's conf.mk"};

}  // namespace carveout::soc::imx93
