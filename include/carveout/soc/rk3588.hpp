// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// Rockchip RK3588, as on the evaluation board and Rock 5B. Addresses: U-Boot 2026.10-rc2, include/configs/rk3588_common.h;
/// TF-A, plat/rockchip.
namespace carveout::soc::rk3588 {

using namespace literals;

/// The first bank of a board with this much RAM, at most 3 GiB: its first 2 MiB are firmware's. What is above 4 GiB has holes
/// at 0x3fc000000 and 0x3fff00000.
[[nodiscard]] constexpr auto dram(bytes size) { return banks{bank{.name = "ddr", .base = 2_MiB, .size = size - 2_MiB}}; }

/// 128 MiB from the kernel to the decompression buffer; give that the size of the kernel when it is compressed.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x0200'0000},
    .fdt = {.load = 0x1200'0000},
    .initrd = {.load = 0x1218'0000},
    .files = {{.name = "boot.scr", .load = 0x00c0'0000, .size = 64_KiB}},
    .decompression = {.load = 0x0a00'0000},
    .loader = {.version = {2026, 10}, .malloc_size = 32_MiB},
    .firmware = {{.name = "bl31", .base = 0x4'0000, .size = 768_KiB, .source = "TF-A"}},
};

inline constexpr firmware_window optee{.name = "optee", .base = 0x3000'0000, .size = 32_MiB, .source = "OP-TEE"};
inline constexpr firmware_window optee_shared{
    .name = "optee_shm", .base = 0x3200'0000, .size = 4_MiB, .source = "OP-TEE", .secure = false};

}  // namespace carveout::soc::rk3588
