// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// QEMU's machine "virt" for arm64 with U-Boot. Addresses: U-Boot 2026.10-rc2, board/emulation/qemu-arm/qemu-arm.env; OP-TEE,
/// plat-vexpress.
namespace carveout::soc::qemu_virt {

using namespace literals;

/// What -m gives it.
[[nodiscard]] constexpr auto dram(bytes size) { return banks{bank{.name = "dram", .base = 0x4000'0000, .size = size}}; }

/// QEMU itself puts the device tree at 0x40000000.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x4040'0000},
    .fdt = {.load = 0x4000'0000},
    .initrd = {.load = 0x4400'0000},
    .files = {{.name = "boot.scr", .load = 0x4020'0000, .size = 64_KiB}},
    .loader = {.version = {2026, 10}},
};

/// OP-TEE's secure memory is not in DRAM; what it shares with Linux is, inside the kernel as U-Boot loads it.
inline constexpr firmware_window optee_shared{
    .name = "optee_shm", .base = 0x4200'0000, .size = 2_MiB, .source = "OP-TEE", .secure = false};

}  // namespace carveout::soc::qemu_virt
