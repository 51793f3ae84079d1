// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// AMD Zynq UltraScale+ MPSoC, as on the ZCU102. Addresses: U-Boot 2026.10-rc2, include/configs/xilinx_zynqmp.h; TF-A and
/// OP-TEE, plat zynqmp.
namespace carveout::soc::zynqmp {

using namespace literals;

inline constexpr banks dram{bank{.name = "low", .base = 0, .size = 2_GiB},
                            bank{.name = "high", .base = 0x8'0000'0000, .size = 2_GiB}};

/// The ramdisk is below the kernel. TF-A is in on-chip memory, unless it was built with DEBUG.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x1800'0000},
    .fdt = {.load = 0x4000'0000},
    .initrd = {.load = 0x0210'0000},
    .files = {{.name = "boot.scr", .load = 0x2000'0000, .size = 64_KiB}},
    .decompression = {.load = 0x3000'0000},
    .loader = {.version = {2026, 10}, .malloc_size = 0x404'0000, .stack_size = 64_MiB},
    .firmware = {{.name = "bl31", .base = 0xfffe'a000, .size = 0x1'6000, .source = "TF-A"}},
};

inline constexpr firmware_window optee{.name = "optee", .base = 0x6000'0000, .size = 256_MiB, .source = "OP-TEE"};
inline constexpr firmware_window optee_shared{
    .name = "optee_shm", .base = 0x7000'0000, .size = 256_MiB, .source = "OP-TEE", .secure = false};

}  // namespace carveout::soc::zynqmp
