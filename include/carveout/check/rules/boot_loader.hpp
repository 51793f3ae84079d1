// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/check/boot_ranges.hpp>
#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about what is in memory beside Linux: U-Boot, its allocator (LMB), firmware, EFI.
namespace carveout::standard {

struct load_in_uboot {
  static constexpr std::string_view id = "load-in-uboot";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Nothing is loaded where U-Boot itself runs: below the top of its memory lie its heap, its code and, since 2025.01, "
      "CONFIG_STACK_SIZE for its stack.";
  static constexpr std::string_view mirrors =
      "reserve_uboot() (U-Boot common/board_f.c), lib/lmb.c; \"** Reading file would overwrite reserved memory **\"";
  static constexpr std::array<std::string_view, 1> after{"kernel-outside-ram"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr) return;
    const interval uboot = plan.boot->loader.keep_out();
    const auto look = [&](const subject& file) {
      if (!file.range.overlaps(uboot)) return;
      finding& it = out.add(file);
      put(it.message, file, " reaches ", hex_range{uboot}, ", where U-Boot runs");
      put(it.fix, "load it at ", hex{align_down(uboot.begin - file.range.size(), two_mib)}, " or below");
    };
    look(kernel_file(plan));
    for_each_file(*plan.boot, look);
  }
};

struct reserved_in_uboot {
  static constexpr std::string_view id = "reserved-in-uboot";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A pool that firmware uses before Linux runs is not where U-Boot runs: either of them then writes over the other.";
  static constexpr std::string_view mirrors =
      "reserve_uboot() (U-Boot common/board_f.c), boot_fdt_reserve_region() (boot/image-fdt.c)";
  static constexpr std::array<std::string_view, 1> after{"address-wraps"};

  /// Linux may have the memory of the other pools: it comes after U-Boot.
  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr) return;
    const interval uboot = plan.boot->loader.keep_out();
    for_each_pool_in(plan, uboot, [&](const region& pool) {
      if (pool.kind != pool_kind::firmware) return;
      finding& it = out.add(pool);
      put(it.message, subject_of(pool), " is where U-Boot runs, ", hex_range{uboot});
      put(it.fix, "move it to ", hex{align_down(uboot.begin - pool.range.size(), pool.required_alignment)}, " or below");
    });
  }
};

struct lmb_outside_bank {
  static constexpr std::string_view id = "lmb-outside-bank";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "U-Boot reserves the tree's ranges in its own map of DRAM, where each has to lie in one bank; some versions complain, "
      "others do not even say so.";
  static constexpr std::string_view mirrors =
      "lmb_reserve() (U-Boot lib/lmb.c), -22: printed by 2025.01 to 2025.07 and from 2026.10 on, swallowed between";
  static constexpr std::array<std::string_view, 2> after{"outside-bank", "address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr) return;
    const u_boot_version version = plan.boot->loader.version;
    if (version < u_boot_version{2025, 1} || (version >= u_boot_version{2025, 10} && version < u_boot_version{2026, 10}))
      return;
    for (const region& each : plan.regions) {
      if (!each.is_placed()) continue;
      bool inside = false;
      for (const bank& dram : plan.banks) inside = inside || dram.range().contains(each.range);
      if (inside) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each),
          " is in no bank of DRAM; U-Boot prints \"ERROR: reserving fdt memory region failed\" and goes on");
      put(it.fix, "move it into a bank, or waive this: Linux does not mind");
    }
  }
};

struct lmb_duplicate {
  static constexpr std::string_view id = "lmb-duplicate";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "Memory is reserved once: U-Boot refuses the second reservation, and up to 2024.10 or from 2026.10 on prints an error on "
      "every boot.";
  static constexpr std::string_view mirrors =
      "boot_fdt_add_mem_rsv_regions() (U-Boot boot/image-fdt.c); \"ERROR: reserving fdt memory region failed\"";
  static constexpr std::array<std::string_view, 2> after{"memreserve-overlap", "address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->loader.version == u_boot_version{}) return;
    if (plan.boot->loader.version >= u_boot_version{2025, 1} && plan.boot->loader.version < u_boot_version{2026, 10}) return;
    for (const memreserve& entry : plan.memreserves)
      for_each_pool_in(plan, entry.range(), [&](const region& pool) {
        const subject reserved{"/memreserve/", "entry", entry.range()};
        finding& it = out.add(pool, reserved);
        put(it.message, subject_of(pool), " overlaps ", reserved,
            "; U-Boot prints \"ERROR: reserving fdt memory region failed\" and goes on");
        put(it.fix, "drop the /memreserve/ entry; the node is enough");
      });
  }
};

struct lmb_table_full {
  static constexpr std::string_view id = "lmb-table-full";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "Up to 2024.10 U-Boot's map of reservations holds CONFIG_LMB_MAX_REGIONS ranges; when it is full, files are refused as "
      "if they overwrote something.";
  static constexpr std::string_view mirrors =
      "lmb_add_region() (U-Boot lib/lmb.c) up to 2024.10; \"** Reading file would overwrite reserved memory **\"";
  static constexpr std::array<std::string_view, 1> after{"address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->loader.version == u_boot_version{}) return;
    if (plan.boot->loader.version >= u_boot_version{2025, 1}) return;
    std::size_t count = plan.memreserves.size() + 1;  // 1: U-Boot itself
    const region* before = nullptr;
    for (const std::size_t index : plan.by_address) {
      const region& each = plan.regions[index];
      if (!each.is_placed()) break;
      // neighbours with the same flags become one
      if (before == nullptr || before->range.end != each.range.begin || before->no_map != each.no_map) ++count;
      before = &each;
    }
    const unsigned most = plan.boot->loader.most_regions;
    if (count <= most) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), " gives U-Boot ", count, " ranges to reserve, itself included, and it has room for ",
        most);
    put(it.fix, "set CONFIG_LMB_MAX_REGIONS=", count, ", or place pools next to each other");
  }
};

struct load_refused {
  static constexpr std::string_view id = "load-refused";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "No file is loaded into a pool that U-Boot's own device tree reserves: it refuses to.";
  static constexpr std::string_view mirrors =
      "fs_read_lmb_check() (U-Boot fs/fs.c), from 2019.04 on; \"** Reading file would overwrite reserved memory **\"";
  static constexpr std::array<std::string_view, 4> after{"address-wraps", "kernel-in-reserved", "fdt-in-nomap",
                                                         "initrd-overlap"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || !plan.boot->loader.knows_reserved_memory) return;
    for_each_file_in_pool(plan, [&](const subject& file, const region& pool) {
      finding& it = out.add(file, pool);
      put(it.message, file, " is loaded into ", subject_of(pool),
          "; U-Boot says \"** Reading file would overwrite reserved memory **\"");
      put(it.fix, "load it elsewhere");
    });
  }
};

struct os_only_reservation {
  static constexpr std::string_view id = "os-only-reservation";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "No file is loaded into a pool that only Linux' device tree reserves: U-Boot reads that tree after it has loaded files, "
      "and firmware may be using the pool.";
  static constexpr std::string_view mirrors =
      "boot_fdt_add_mem_rsv_regions() (U-Boot boot/image-fdt.c), called by bootm and booti";
  static constexpr std::array<std::string_view, 4> after = load_refused::after;

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->loader.knows_reserved_memory) return;
    for_each_file_in_pool(plan, [&](const subject& file, const region& pool) {
      finding& it = out.add(file, pool);
      put(it.message, file, " is loaded into ", subject_of(pool), " before U-Boot knows that it is reserved");
      put(it.fix, "load it elsewhere, or reserve the pool in U-Boot's own device tree too");
    });
  }
};

struct artifact_in_firmware {
  static constexpr std::string_view id = "artifact-in-firmware";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "No file is loaded into memory that firmware owns: a firewall stops the machine, or firmware is overwritten.";
  static constexpr std::string_view mirrors =
      "TF-A and OP-TEE platform memory maps; scriptaddr of U-Boot's ti_common.env on AM62x";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr) return;
    const auto look = [&](const subject& file) {
      for (const firmware_window& window : plan.boot->firmware) {
        if (!window.range().overlaps(file.range)) continue;
        finding& it = out.add(file, firmware_subject(window));
        put(it.message, file, " is loaded into ", firmware_subject(window));
        put(it.fix, "load it elsewhere");
      }
    };
    look(kernel_file(plan));
    for_each_file(*plan.boot, look);
  }
};

struct firmware_base_mismatch {
  static constexpr std::string_view id = "firmware-base-mismatch";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Everybody who knows a piece of firmware (TF-A, OP-TEE, U-Boot, the device tree) has it at the same place: their "
      "defaults differ.";
  static constexpr std::string_view mirrors = "CFG_TZDRAM_START (OP-TEE), BL32_BASE (TF-A), CONFIG_K3_OPTEE_LOAD_ADDR (U-Boot)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr) return;
    const auto& windows = plan.boot->firmware;
    for (std::size_t i = 0; i < windows.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j)
        if (windows[j].name == windows[i].name && windows[j].range() != windows[i].range())
          say(out, windows[j], windows[i].source, windows[i].range(), firmware_subject(windows[i]));
      for (const region& pool : plan.regions)
        if (pool.is_placed() && (pool.label == windows[i].name || pool.node == windows[i].name) &&
            !pool.range.overlaps(windows[i].range()))
          say(out, windows[i], "the device tree", pool.range, subject_of(pool));
    }
  }

 private:
  static constexpr void say(findings& out, const firmware_window& one, std::string_view source, interval other,
                            const subject& about) {
    finding& it = out.add(firmware_subject(one), about);
    put(it.message, firmware_subject(one), one.source.empty() ? "" : " (", one.source, one.source.empty() ? "" : ")", " is at ",
        hex_range{other}, " for ", source.empty() ? "another" : source);
    put(it.fix, "ask the built firmware which is right");
  }
};

struct firmware_overlap {
  static constexpr std::string_view id = "firmware-overlap";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Memory that firmware owns is described by a pool of kind firmware{} that covers it, and shared with no other pool.";
  static constexpr std::string_view mirrors = "fdt_add_reserved_memory() (TF-A common/fdt_fixup.c) skips what a node covers";
  static constexpr std::array<std::string_view, 2> after{"address-wraps", "firmware-base-mismatch"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr) return;
    for (const firmware_window& window : plan.boot->firmware)
      for_each_pool_in(plan, window.range(), [&](const region& pool) {
        if (pool.kind == pool_kind::firmware && pool.range.contains(window.range())) return;
        finding& it = out.add(pool, firmware_subject(window));
        put(it.message, subject_of(pool), pool.kind == pool_kind::firmware ? " covers only a part of " : " overlaps ",
            firmware_subject(window));
        if (pool.kind == pool_kind::firmware)
          put(it.fix, "make it ", hex_range{window.range()});
        else
          put(it.fix, "move the pool away from it");
      });
  }
};

struct firmware_unreserved {
  static constexpr std::string_view id = "firmware-unreserved";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "DRAM that firmware owns is reserved or left out of the banks: Linux hands out everything else, and the fault comes "
      "late, when memory is nearly full.";
  static constexpr std::string_view mirrors = "memblock: all of /memory that nobody reserves is ordinary RAM";
  static constexpr std::array<std::string_view, 2> after{"firmware-overlap", "firmware-base-mismatch"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr) return;
    for (const firmware_window& window : plan.boot->firmware) {
      bool is_reserved = false;
      for_each_pool_in(plan, window.range(),
                       [&](const region& pool) { is_reserved = is_reserved || pool.range.contains(window.range()); });
      for (const memreserve& entry : plan.memreserves) is_reserved = is_reserved || entry.range().contains(window.range());
      if (is_reserved) continue;
      for (const bank& dram : plan.banks) {
        if (!dram.range().overlaps(window.range())) continue;
        finding& it = out.add(firmware_subject(window), dram);
        put(it.message, firmware_subject(window), " is ordinary memory of ", subject_of(dram), " to Linux");
        if (plan.from == front_end::device_tree)
          put(it.fix, "add a no-map node of ", hex_range{window.range()}, " to /reserved-memory");
        else
          put(it.fix, "add firmware{.label = \"", window.name, "\", .size = ", hex{window.size}, ", .where = at(",
              hex{window.base}, ")} to pools{}");
        break;
      }
    }
  }
};

struct firmware_mapped {
  static constexpr std::string_view id = "firmware-mapped";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A pool over secure memory is no-map: through the linear mapping the processor may read it ahead of time, and a strict "
      "interconnect answers with an SError.";
  static constexpr std::string_view mirrors =
      "early_init_dt_reserve_memory() (drivers/of/fdt.c): no-map leaves the linear mapping";
  static constexpr std::array<std::string_view, 1> after{"firmware-overlap"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr) return;
    for (const firmware_window& window : plan.boot->firmware)
      for_each_pool_in(plan, window.range(), [&](const region& pool) {
        if (!window.secure || pool.no_map) return;
        finding& it = out.add(pool, firmware_subject(window));
        put(it.message, subject_of(pool), " keeps ", firmware_subject(window), " in the linear mapping");
        put(it.fix, plan.wording("set .no_map = true", "add no-map"));
      });
  }
};

struct second_memory_node {
  static constexpr std::string_view id = "second-memory-node";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "The tree has one memory node, with all banks: U-Boot rewrites the first and leaves the others as they are.";
  static constexpr std::string_view mirrors = "fdt_fixup_memory_banks() (U-Boot common/fdt_support.c), all versions";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->memory_nodes < 2 || plan.boot->loader.version == u_boot_version{}) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), " has ", plan.boot->memory_nodes, " memory nodes, and U-Boot rewrites only the first");
    put(it.fix, "describe all banks in one node");
  }
};

struct efi_reservation_missing {
  static constexpr std::string_view id = "efi-reservation-missing";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "With EFI, what the tree reserves is in the EFI memory map too: the stub deletes all /memreserve/ entries, and firmware "
      "allocates before Linux reads the tree. U-Boot adds static nodes by itself.";
  static constexpr std::string_view mirrors =
      "update_fdt() (drivers/firmware/efi/libstub/fdt.c), efi_carve_out_dt_rsv() (U-Boot lib/efi_loader/efi_dt_fixup.c); EBBR";
  static constexpr std::array<std::string_view, 1> after{"address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr || plan.boot->method != boot_method::efi || plan.boot->loader.version != u_boot_version{}) return;
    const auto look = [&](const auto& about, interval range) {
      for (const interval& known : plan.boot->efi_reserved)
        if (known.contains(range)) return;
      for (const bank& dram : plan.banks) {
        if (!dram.range().overlaps(range)) continue;
        finding& it = out.add(about);
        put(it.message, subject_of(about), " is not reserved in the EFI memory map");
        put(it.fix, "have the firmware reserve it, and name it in efi_reserved");
        return;
      }
    };
    for (const memreserve& entry : plan.memreserves) look(subject{"/memreserve/", "entry", entry.range()}, entry.range());
    for (const region& pool : plan.regions)
      if (pool.is_placed()) look(pool, pool.range);
  }
};

using boot_loader_rules =
    rule_list<load_in_uboot, reserved_in_uboot, lmb_outside_bank, lmb_duplicate, lmb_table_full, load_refused,
              os_only_reservation, artifact_in_firmware, firmware_base_mismatch, firmware_overlap, firmware_unreserved,
              firmware_mapped, second_memory_node, efi_reservation_missing>;

}  // namespace carveout::standard
