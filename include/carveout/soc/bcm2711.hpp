// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>

/// Broadcom BCM2711, Raspberry Pi 4. Addresses: U-Boot 2026.10-rc2, board/raspberrypi/rpi/rpi.env; TF-A, plat/rpi/rpi4.
namespace carveout::soc::bcm2711 {

using namespace literals;

/// The first bank, at most 3 GiB; the GPU takes its part off the top of the first GiB.
[[nodiscard]] constexpr auto dram(bytes size) { return banks{bank{.name = "sdram", .base = 0, .size = size}}; }

/// booti moves the kernel to 0x00200000: 82 MiB up to the script. bootm_size is 512 MiB.
inline constexpr boot_chain boot{
    .kernel = {.load = 0x0008'0000},
    .fdt = {.load = 0x0560'0000},
    .initrd = {.load = 0x0570'0000},
    .files = {{.name = "boot.scr", .load = 0x0540'0000, .size = 64_KiB}},
    .decompression = {.load = 0x0200'0000},
    .loader = {.version = {2026, 10}, .boot_window = {0, 0x2000'0000}},
    .firmware = {{.name = "bl31", .base = 0x1000, .size = 508_KiB, .source = "TF-A"}},
};

/// Up to 2025.04: script, device tree and ramdisk within 40 MiB of the kernel. Debian's 6.1 fits; its 6.12 goes over all three.
inline constexpr boot_chain boot_2025_04 = [] {
  boot_chain older = boot;
  older.fdt.load = 0x0260'0000;
  older.fdt_in_place = true;
  older.initrd.load = 0x0270'0000;
  older.files[0].load = 0x0240'0000;
  older.loader.version = {2025, 4};
  return older;
}();

}  // namespace carveout::soc::bcm2711
