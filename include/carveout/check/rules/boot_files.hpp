// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/boot_ranges.hpp>
#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/plan/place.hpp>

/// Rules about kernel image, device tree and initrd: where they lie while the kernel starts.
namespace carveout::standard {

struct kernel_misaligned {
  static constexpr std::string_view id = "kernel-misaligned";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A kernel that runs where it was loaded is at a 2 MiB boundary plus its text offset; otherwise Linux complains about the "
      "firmware and goes on with luck.";
  static constexpr std::string_view mirrors = "Documentation/arch/arm64/booting.rst; \"Kernel image misaligned at boot\"";

  constexpr void check(const memory_plan& plan, findings& out) const {
    const subject kernel = kernel_subject(plan);
    if (kernel.range.empty() || plan.boot->method != boot_method::direct) return;
    const bytes off = (kernel.range.begin - plan.boot->kernel.text_offset) % two_mib;
    if (off == 0) return;
    finding& it = out.add(kernel);
    put(it.message, kernel, " is ", hex{off}, " off a 2 MiB boundary");
    put(it.fix, "load it at ", hex{kernel.range.begin - off});
  }
};

struct kernel_moved_by_booti {
  static constexpr std::string_view id = "kernel-moved-by-booti";
  static constexpr severity level = severity::note;
  static constexpr std::string_view summary =
      "U-Boot moves an Image that is not at a 2 MiB boundary, with its BSS, before it looks at what it overwrites.";
  static constexpr std::string_view mirrors =
      "booti_setup() (U-Boot arch/arm/lib/image.c), all versions; \"Moving Image from\"";

  constexpr void check(const memory_plan& plan, findings& out) const {
    const subject kernel = kernel_subject(plan);
    if (kernel.range.empty() || plan.boot->kernel.load == kernel.range.begin) return;
    finding& it = out.add(kernel);
    put(it.message, kernel, " comes there by booti, from ", hex{plan.boot->kernel.load});
    put(it.fix, "set kernel_addr_r to ", hex{kernel.range.begin});
  }
};

struct kernel_outside_ram {
  static constexpr std::string_view id = "kernel-outside-ram";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "The kernel and its BSS lie in one bank of DRAM.";
  static constexpr std::string_view mirrors = "arm64_memblock_init() (arch/arm64/mm/init.c); booting.rst, image_size";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "bank-overlap"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const subject kernel = kernel_subject(plan);
    if (kernel.range.empty()) return;
    for (const bank& dram : plan.banks)
      if (dram.range().contains(kernel.range)) return;
    finding& it = out.add(kernel);
    put(it.message, kernel, " leaves DRAM; its file alone ends at ", hex{kernel.range.begin + plan.boot->kernel.file_size});
    put(it.fix, "load it lower, inside one bank");
  }
};

struct kernel_bss_overlap {
  static constexpr std::string_view id = "kernel-bss-overlap";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Device tree, initrd and scripts lie outside the memory that the kernel needs, BSS included, with room for it to grow: "
      "booti overwrites them before it checks.";
  static constexpr std::string_view mirrors =
      "booti_setup() (U-Boot arch/arm/lib/image.c), check_overlap() (boot/bootm.c); image_size of the Image header";
  static constexpr std::array<std::string_view, 1> after{"kernel-outside-ram"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const subject kernel = kernel_subject(plan);
    if (kernel.range.empty()) return;
    subject next{};
    for_each_file(*plan.boot, [&](const subject& file) {
      if (file.range.overlaps(kernel.range)) {
        const bool is_needed = file.name == file_subject(plan.boot->fdt, "fdt").name ||
                               file.name == file_subject(plan.boot->initrd, "initrd").name;
        finding& it = out.add_as(is_needed ? severity::error : severity::warning, kernel, file);
        put(it.message, kernel, " overruns ", file, " by ", hex{kernel.range.end - file.range.begin});
        put(it.fix, "load '", file.name, "' at ", hex{align_up(kernel.range.end, two_mib)}, " or above");
      } else if (file.range.begin >= kernel.range.end && (next.range.empty() || file.range.begin < next.range.begin)) {
        next = file;
      }
    });
    if (next.range.empty()) return;
    const bytes tenth = kernel.range.size() / 10;
    const bytes wanted = tenth > two_mib ? tenth : two_mib;
    const bytes room = next.range.begin - kernel.range.end;
    if (room >= wanted) return;
    finding& it = out.add_as(severity::warning, kernel, next);
    put(it.message, kernel, " ends ", hex{room}, " below ", next, "; the next kernel may be larger than that");
    put(it.fix, "load '", next.name, "' at ", hex{align_up(kernel.range.end + wanted, two_mib)}, " or above");
  }
};

struct kernel_in_reserved {
  static constexpr std::string_view id = "kernel-in-reserved";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The kernel lies outside every pool and all firmware: Linux reserves a mapped pool over itself without a word and lends "
      "its own pages out; no-map it refuses.";
  static constexpr std::string_view mirrors =
      "arm64_memblock_init(), early_init_fdt_scan_reserved_mem() (drivers/of/fdt.c); bad pages seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 2> after{"kernel-outside-ram", "address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const subject kernel = kernel_subject(plan);
    if (kernel.range.empty()) return;
    const auto say = [&](const auto& other, bool no_map) {
      finding& it = out.add(kernel, other);
      put(it.message, kernel, " lies in ", subject_of(other),
          no_map ? ", which Linux then refuses (\"failed to reserve memory\")"
                 : ", which Linux takes without a word: bad pages");
      put(it.fix, "load it elsewhere, or move '", subject_of(other).name, "'");
    };
    for_each_pool_in(plan, kernel.range, [&](const region& pool) { say(pool, pool.no_map); });
    for (const firmware_window& window : plan.boot->firmware)
      if (window.range().overlaps(kernel.range)) say(firmware_subject(window), false);
  }
};

struct kernel_not_lowest {
  static constexpr std::string_view id = "kernel-not-lowest";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "An Image that may not lie anywhere is at the start of DRAM; what is below it is lost to Linux.";
  static constexpr std::string_view mirrors = "flags bit 3 of the Image header (Documentation/arch/arm64/booting.rst)";
  static constexpr std::array<std::string_view, 1> after{"kernel-outside-ram"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const subject kernel = kernel_subject(plan);
    if (kernel.range.empty() || plan.boot->kernel.anywhere || plan.banks.empty()) return;
    address lowest = plan.banks[0].base;
    for (const bank& each : plan.banks) lowest = each.base < lowest ? each.base : lowest;
    if (kernel.range.begin < lowest + two_mib) return;
    finding& it = out.add(kernel);
    put(it.message, kernel, " leaves ", hex_range{{lowest, kernel.range.begin}}, " below it unused (flags bit 3 is clear)");
    put(it.fix, "load it at ", hex{align_up(lowest, two_mib) + plan.boot->kernel.text_offset});
  }
};

struct fdt_misaligned {
  static constexpr std::string_view id = "fdt-misaligned";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The device tree is at a multiple of 8; U-Boot sees to it when it moves the tree, and not when fdt_high is all ones.";
  static constexpr std::string_view mirrors =
      "Documentation/arch/arm64/booting.rst; boot_relocate_fdt() (U-Boot boot/image-fdt.c)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->fdt.size == 0 || is_aligned(plan.boot->fdt.load, 8)) return;
    const bool stays = plan.boot->fdt_in_place || plan.boot->method == boot_method::direct;
    const subject file = file_subject(plan.boot->fdt, "fdt");
    finding& it = out.add_as(stays ? severity::error : severity::note, file);
    put(it.message, file, " is not at a multiple of 8", stays ? ", and stays there" : "; U-Boot moves it");
    put(it.fix, "load it at ", hex{align_up(plan.boot->fdt.load, 8)});
  }
};

struct fdt_too_big {
  static constexpr std::string_view id = "fdt-too-big";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The device tree, grown by what U-Boot adds, stays below 2 MiB and below the next file: what is behind it is overwritten "
      "when overlays make it larger.";
  static constexpr std::string_view mirrors =
      "MAX_FDT_SIZE (arch/arm64/include/asm/boot.h), fixmap_remap_fdt(); CONFIG_SYS_FDT_PAD of U-Boot: 0x3000";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->fdt.size == 0) return;
    const subject file = file_subject(plan.boot->fdt, "fdt");
    const bytes grown = plan.boot->fdt.size + padding;
    if (grown > two_mib) {
      finding& it = out.add(file);
      put(it.message, file, " with ", hex{padding}, " of padding is larger than the 2 MiB that Linux maps");
      put(it.fix, "make it smaller");
    }
    subject next{};
    for_each_file(*plan.boot, [&](const subject& other) {
      if (other.range.begin > file.range.begin && (next.range.empty() || other.range.begin < next.range.begin)) next = other;
    });
    if (next.range.empty()) return;
    const bytes window = next.range.begin - file.range.begin;
    const bytes needed = plan.boot->fdt_in_place ? grown : plan.boot->fdt.size;
    if (needed > window) {
      finding& it = out.add(file, next);
      put(it.message, file, " needs ", hex{needed}, " and runs into ", next);
      put(it.fix, "load '", next.name, "' at ", hex{align_up(file.range.begin + two_mib, two_mib)}, " or above");
    } else if (window < comfortable) {
      finding& it = out.add_as(severity::warning, file, next);
      put(it.message, file, " has a window of ", human_size{window}, ", up to ", next);
      put(it.fix, "leave it 1 MiB: overlays make it grow");
    }
  }

 private:
  static constexpr bytes padding = 0x3000;
  static constexpr bytes comfortable = 1024 * 1024;
};

struct fdt_in_nomap {
  static constexpr std::string_view id = "fdt-in-nomap";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The device tree lies outside every pool, and shares its 2 MiB blocks with nothing that may not be mapped: Linux maps "
      "the tree in whole blocks before it knows any pool.";
  static constexpr std::string_view mirrors =
      "fixmap_remap_fdt() (arch/arm64/mm/fixmap.c); Documentation/arch/arm64/booting.rst";
  static constexpr std::array<std::string_view, 1> after{"address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->fdt.size == 0) return;
    const subject file = file_subject(plan.boot->fdt, "fdt");
    const interval blocks{align_down(file.range.begin, two_mib), align_up(file.range.end, two_mib)};
    for_each_pool_in(plan, blocks, [&](const region& pool) {
      const bool inside = pool.range.overlaps(file.range);
      if (!inside && !pool.no_map) return;
      finding& it = out.add_as(inside ? severity::error : severity::warning, file, pool);
      put(it.message, file, inside ? " lies in " : " shares a block of 2 MiB with ", subject_of(pool));
      put(it.fix, "load it elsewhere");
    });
  }
};

struct initrd_window {
  static constexpr std::string_view id = "initrd-window";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Kernel and initrd lie in one window of 32 GiB that begins at a multiple of 1 GiB; farther away Linux cannot map the "
      "initrd.";
  static constexpr std::string_view mirrors =
      "Documentation/arch/arm64/booting.rst; arm64_memblock_init() (arch/arm64/mm/init.c)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    const subject kernel = kernel_subject(plan);
    if (kernel.range.empty() || plan.boot->initrd.size == 0) return;
    const subject file = file_subject(plan.boot->initrd, "initrd");
    const address first = kernel.range.begin < file.range.begin ? kernel.range.begin : file.range.begin;
    const address end = kernel.range.end > file.range.end ? kernel.range.end : file.range.end;
    if (end - align_down(first, one_gib) <= 32 * one_gib) return;
    finding& it = out.add(file, kernel);
    put(it.message, file, " and ", kernel, " do not fit one window of 32 GiB");
    put(it.fix, "load them closer to each other");
  }

 private:
  static constexpr bytes one_gib = 1024 * 1024 * 1024;
};

struct initrd_overlap {
  static constexpr std::string_view id = "initrd-overlap";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The initrd lies outside every other file and every pool: arm64 notices nothing and finds no root file system, arm and "
      "riscv64 disable it.";
  static constexpr std::string_view mirrors =
      "arm64_memblock_init(), reserve_initrd_mem() (init/initramfs.c); \"Unable to mount root fs\" seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 2> after{"address-wraps", "fdt-too-big"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->initrd.size == 0) return;
    const subject file = file_subject(plan.boot->initrd, "initrd");
    const auto say = [&](const subject& other) {
      finding& it = out.add(file, other);
      put(it.message, file, " overlaps ", other,
          plan.kernel.arch == arch::arm64 ? "; Linux notices nothing and panics: \"Unable to mount root fs\""
                                          : "; Linux disables the initrd");
      put(it.fix, "load it elsewhere");
    };
    for_each_file(*plan.boot, [&](const subject& other) {
      if (other.name != file.name && other.range.overlaps(file.range)) say(other);
    });
    for_each_pool_in(plan, file.range, [&](const region& pool) { say(subject_of(pool)); });
  }
};

struct initrd_no_room {
  static constexpr std::string_view id = "initrd-no-room";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "U-Boot copies the initrd into its boot window, so that needs a second piece of the same size, free of kernel, pools and "
      "U-Boot.";
  static constexpr std::string_view mirrors = "boot_ramdisk_high() (U-Boot boot/image-board.c); \"ramdisk - allocation error\"";
  static constexpr std::array<std::string_view, 2> after{"initrd-overlap", "bank-overlap"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->initrd.size == 0 || plan.boot->initrd_in_place) return;
    if (plan.boot->loader.boot_window.empty()) return;
    carveout::detail::free_space free{plan.banks};
    free.take(kernel_range(plan));
    free.take(plan.boot->loader.keep_out());
    free.take(plan.boot->initrd.range());
    for (const region& each : plan.regions) free.take(each.range);
    const bytes room = free.largest(plan.boot->loader.boot_window);
    if (room >= plan.boot->initrd.size) return;
    const subject file = file_subject(plan.boot->initrd, "initrd");
    finding& it = out.add(file);
    put(it.message, file, " is copied into ", hex_range{plan.boot->loader.boot_window}, ", where ", human_size{room},
        " are free in one piece, of ", human_size{plan.boot->initrd.size});
    put(it.fix, "raise bootm_size, or leave it in place (initrd_high)");
  }
};

struct decompress_overlap {
  static constexpr std::string_view id = "decompress-overlap";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The buffer that a compressed Image is unpacked into is DRAM of its own: U-Boot's limit of ten times kernel_comp_size "
      "protects nobody.";
  static constexpr std::string_view mirrors = "booti_start() (U-Boot cmd/booti.c): kernel_comp_addr_r";
  static constexpr std::array<std::string_view, 2> after{"address-wraps", "bank-overlap"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->decompression.size == 0) return;
    const subject buffer = file_subject(plan.boot->decompression, "kernel_comp");
    const auto say = [&](const subject& other) {
      finding& it = out.add(buffer, other);
      put(it.message, buffer, " overlaps ", other);
      put(it.fix, "move kernel_comp_addr_r");
    };
    const subject kernel = kernel_subject(plan);
    if (kernel.range.overlaps(buffer.range)) say(kernel);
    for_each_file(*plan.boot, [&](const subject& other) {
      if (other.range.overlaps(buffer.range)) say(other);
    });
    for_each_pool_in(plan, buffer.range, [&](const region& pool) { say(subject_of(pool)); });
    for (const firmware_window& window : plan.boot->firmware)
      if (window.range().overlaps(buffer.range)) say(firmware_subject(window));
    for (const bank& dram : plan.banks)
      if (dram.range().contains(buffer.range)) return;
    finding& it = out.add(buffer);
    put(it.message, buffer, " is not in one bank of DRAM");
    put(it.fix, "move kernel_comp_addr_r");
  }
};

using boot_file_rules = rule_list<kernel_misaligned, kernel_moved_by_booti, kernel_outside_ram, kernel_bss_overlap,
                                  kernel_in_reserved, kernel_not_lowest, fdt_misaligned, fdt_too_big, fdt_in_nomap,
                                  initrd_window, initrd_overlap, initrd_no_room, decompress_overlap>;

}  // namespace carveout::standard
