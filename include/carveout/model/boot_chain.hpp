// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include <carveout/core/interval.hpp>
#include <carveout/core/units.hpp>
#include <carveout/core/vector.hpp>

/// What is in memory before Linux runs, and where: firmware, U-Boot, kernel image, device tree, initrd. Plain values; the
/// defaults of known boards are in soc/.
namespace carveout {

/// 2026.07
struct u_boot_version {
  std::uint16_t year = 0;
  std::uint16_t month = 0;
  friend constexpr auto operator<=>(const u_boot_version&, const u_boot_version&) = default;
};

/// A file that the boot loader puts into memory, or a buffer of it. Size 0: there is none.
struct boot_file {
  std::string_view name{};
  address load = 0;
  bytes size = 0;
  [[nodiscard]] constexpr auto range() const -> interval { return interval::at(load, size); }
};

/// An arm64 or riscv64 Image, as its header says (Documentation/arch/arm64/booting.rst).
struct kernel_image {
  address load = 0;       ///< kernel_addr_r
  bytes file_size = 0;    ///< what is loaded
  bytes image_size = 0;   ///< what it needs from its start on, BSS included; 0: the boot chain is not judged by it
  bytes text_offset = 0;  ///< from a 2 MiB boundary; 0 in all current kernels
  bool anywhere = true;   ///< flags bit 3: may lie at any 2 MiB boundary
};

/// How the kernel is entered.
enum class boot_method : std::uint8_t {
  booti,   ///< U-Boot moves the Image to the next 2 MiB boundary
  efi,     ///< the EFI stub places it
  direct,  ///< it runs where it was loaded
};

/// U-Boot's own memory. Sizes: common/board_f.c, lib/lmb.c.
struct u_boot {
  u_boot_version version{};             ///< {}: no U-Boot, or not to be judged
  address ram_top = 0;                  ///< it moves itself below this; 0: unknown
  bytes malloc_size = 4 * 1024 * 1024;  ///< CONFIG_SYS_MALLOC_LEN
  bytes stack_size = 16 * 1024 * 1024;  ///< CONFIG_STACK_SIZE, kept free below the stack since 2025.01
  bytes rest = 4 * 1024 * 1024;         ///< its text, data, page tables, environment
  interval boot_window{};               ///< bootm_low, bootm_size or bootm_mapsize: device tree and initrd are moved in here
  unsigned most_regions = 16;           ///< CONFIG_LMB_MAX_REGIONS, up to 2024.10
  bool knows_reserved_memory = true;    ///< its own device tree has the reserved regions too, so that loads respect them

  /// What nothing may be loaded into: U-Boot itself, its heap and stack.
  [[nodiscard]] constexpr auto keep_out() const -> interval {
    const bytes size = malloc_size + stack_size + rest;
    return ram_top < size ? interval{} : interval{ram_top - size, ram_top};
  }
};

/// Memory that firmware owns: TF-A, OP-TEE, a system controller.
struct firmware_window {
  std::string_view name{};
  address base = 0;
  bytes size = 0;
  std::string_view source{};  ///< who says so: the build's configuration, a data sheet
  bool secure = true;         ///< normal world may not touch it, not even by speculation
  [[nodiscard]] constexpr auto range() const -> interval { return interval::at(base, size); }
};

/// The boot chain of a board.
struct boot_chain {
  boot_method method = boot_method::booti;
  kernel_image kernel{};
  boot_file fdt{};            ///< fdt_addr_r; the size with room for overlays
  bool fdt_in_place = false;  ///< fdt_high is all ones: not moved, not aligned
  boot_file initrd{};         ///< ramdisk_addr_r
  bool initrd_in_place = false;
  fixed_vector<boot_file, 6> files{};  ///< scripts, overlays: whatever else is loaded
  boot_file decompression{};           ///< kernel_comp_addr_r, and the size of the Image that comes out
  u_boot loader{};
  fixed_vector<firmware_window, 8> firmware{};
  fixed_vector<interval, 8> efi_reserved{};  ///< with boot_method::efi: what the EFI memory map keeps away from Linux
  unsigned memory_nodes = 1;                 ///< how many memory nodes the tree has; U-Boot rewrites the first

  /// The same with files of these sizes.
  [[nodiscard]] constexpr auto loading(bytes image_size, bytes fdt_size, bytes initrd_size = 0) const -> boot_chain {
    boot_chain other = *this;
    other.kernel.file_size = other.kernel.image_size = image_size;
    other.fdt.size = fdt_size;
    other.initrd.size = initrd_size;
    return other;
  }
  /// The same with this firmware too.
  [[nodiscard]] constexpr auto with(const firmware_window& window) const -> boot_chain {
    boot_chain other = *this;
    other.firmware.push_back(window);
    return other;
  }
};

/// An entry of the tree's /memreserve/ list.
struct memreserve {
  address base = 0;
  bytes size = 0;
  [[nodiscard]] constexpr auto range() const -> interval { return interval::at(base, size); }
};

/// `memreserves{memreserve{.base = ..., .size = ...}}`
struct memreserves : fixed_vector<memreserve, 8> {
  using fixed_vector::fixed_vector;
};

}  // namespace carveout
