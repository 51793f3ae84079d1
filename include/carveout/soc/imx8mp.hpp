// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// NXP i.MX8M Plus, as on the EVK with 6 GiB. Addresses: U-Boot 2026.10-rc2, board/nxp/imx8mp_evk; TF-A and OP-TEE, plat/imx.
namespace carveout::soc::imx8mp {

using namespace literals;

inline constexpr banks dram{bank{.name = "low", .base = 0x4000'0000, .size = 3_GiB},
                            bank{.name = "high", .base = 0x1'0000'0000, .size = 3_GiB}};

/// 42 MiB from the kernel to the device tree: Debian's 6.12 needs 43.1 MiB. No ramdisk address is set.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x4060'0000},
    .fdt = {.load = 0x4300'0000},
    .loader = {.version = {2026, 10}, .ram_top = 0x1'0000'0000, .malloc_size = 32_MiB},
    .firmware = {{.name = "bl31", .base = 0x97'0000, .size = 128_KiB, .source = "TF-A"}},
};

/// Up to 2026.07: booti moves the kernel to the same place.
inline constexpr boot_chain boot_2026_07 = [] {
  boot_chain older = boot;
  older.kernel.load = 0x4048'0000;
  older.loader.version = {2026, 7};
  return older;
}();

/// As TF-A and U-Boot have it, in the middle of the low bank; U-Boot then moves to just below it.
inline constexpr firmware_window optee{.name = "optee", .base = 0x5600'0000, .size = 32_MiB, .source = "TF-A, U-Boot"};
/// What OP-TEE's own build takes when nobody says otherwise: another place.
inline constexpr firmware_window optee_by_default{
    .name = "optee", .base = 0x1'be00'0000, .size = 32_MiB, .source = "OP-TEE's conf.mk"};

}  // namespace carveout::soc::imx8mp
