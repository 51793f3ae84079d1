// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// ST STM32MP15 (32-bit arm), as on the discovery kits with 512 MiB. Addresses: U-Boot 2026.10-rc2,
/// include/configs/stm32mp15_common.h; OP-TEE, plat-stm32mp1.
namespace carveout::soc::stm32mp15 {

using namespace literals;

inline constexpr banks dram{bank{.name = "ddr", .base = 0xc000'0000, .size = 512_MiB}};

/// A zImage, which is no Image: it is judged as a file, with all of the 32 MiB that it has.
inline constexpr boot_chain boot{
    .method = boot_method::direct,
    .fdt = {.load = 0xc400'0000},
    .initrd = {.load = 0xc440'0000},
    .files = {{.name = "zImage", .load = 0xc200'0000, .size = 32_MiB},
              {.name = "boot.scr", .load = 0xc410'0000, .size = 64_KiB}},
    .loader = {.version = {2026, 10}, .ram_top = 0xe000'0000},
};

/// With it, U-Boot moves below it.
inline constexpr firmware_window optee{.name = "optee", .base = 0xde00'0000, .size = 30_MiB, .source = "OP-TEE"};
inline constexpr firmware_window optee_shared{
    .name = "optee_shm", .base = 0xdfe0'0000, .size = 2_MiB, .source = "OP-TEE", .secure = false};

}  // namespace carveout::soc::stm32mp15
