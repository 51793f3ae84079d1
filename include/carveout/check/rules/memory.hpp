// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about ranges: sizes, arithmetic, banks, room.
namespace carveout::standard {

struct zero_size {
  static constexpr std::string_view id = "zero-size";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "Banks and pools have a size; a node of size 0 is refused at boot.";
  static constexpr std::string_view mirrors = "early_init_dt_reserve_memory() (drivers/of/fdt.c, of_reserved_mem.c)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    // a tree may leave it to firmware
    const severity as = plan.from == front_end::device_tree ? severity::warning : level;
    const auto judge = [&](const auto& each) {
      if (each.size != 0) return;
      finding& it = out.add_as(as, each);
      put(it.message, subject_of(each), " has no size");
      put(it.fix, plan.wording("give it a .size", "give it a size, unless firmware fills it in"));
    };
    for (const bank& each : plan.banks) judge(each);
    for (const region& each : plan.regions) judge(each);
    if (plan.atomic_pools != 0 && plan.atomic_pool == 0) {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": the atomic pool has no size");
      put(it.fix, "give it a .size; coherent_pool=0 means no pool up to 5.7 and the default size later");
    }
  }
};

struct address_wraps {
  static constexpr std::string_view id = "address-wraps";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "Base plus size stays inside the 64-bit address space.";
  static constexpr std::string_view mirrors = "memblock_cap_size() (mm/memblock.c)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    const auto judge = [&](const auto& each, address base) {
      if (!wraps(base, each.size)) return;
      finding& it = out.add(each);
      put(it.message, subject_of(each), ": ", hex{base}, " + ", hex{each.size}, " leaves the 64-bit address space");
      put(it.fix, "correct its base or size");
    };
    for (const bank& each : plan.banks) judge(each, each.base);
    for (const region& each : plan.regions)
      if (each.where.by == chosen_by::description) judge(each, each.where.window.begin);
  }
};

struct bad_alignment {
  static constexpr std::string_view id = "bad-alignment";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "The .alignment of a pool is a power of two.";
  static constexpr std::string_view mirrors =
      "__reserved_mem_alloc_size() (drivers/of/of_reserved_mem.c) takes any, memblock rounds by mask";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (each.alignment == 0 || is_power_of_two(each.alignment)) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), ": alignment ", human_size{each.alignment}, " is not a power of two");
      put(it.fix, "make it ", human_size{round_up_to_power_of_two(each.alignment)});
    }
  }
};

struct cells_too_small {
  static constexpr std::string_view id = "cells-too-small";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "Every address and size fits the root's #address-cells and #size-cells.";
  static constexpr std::string_view mirrors = "__reserved_mem_check_root() (drivers/of/fdt.c); Devicetree Specification 2.3.5";
  static constexpr std::array<std::string_view, 1> after{"address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const auto bad = [](unsigned cells) { return cells != 1 && cells != 2; };
    if (bad(plan.cells.address) || bad(plan.cells.size)) {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), " has ", plan.cells.address, " address cells and ", plan.cells.size, " size cells");
      put(it.fix, "use 1 or 2 of each, as the root node of the tree does");
    }
    for (const region& each : plan.regions) {
      const address begin = each.is_placed() ? each.range.begin : each.window.begin;
      const bool address_fits = plan.cells.address != 1 || begin <= 0xffff'ffff;
      const bytes largest = each.size > each.required_alignment ? each.size : each.required_alignment;
      const bool size_fits = plan.cells.size != 1 || largest <= 0xffff'ffff;
      if (address_fits && size_fits) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " does not fit one 32-bit ", address_fits ? "size or alignment" : "address", " cell");
      put(it.fix, "place it lower, or use a tree with root_cells{2, 2}");
    }
  }
};

struct bank_overlap {
  static constexpr std::string_view id = "bank-overlap";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "A byte of DRAM belongs to one bank.";
  static constexpr std::string_view mirrors = "memblock_add_range() (mm/memblock.c) merges overlapping banks without a word";
  static constexpr std::array<std::string_view, 1> after{"address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (std::size_t i = 1; i < plan.banks.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const bank& a = plan.banks[j];
        const bank& b = plan.banks[i];
        if (!a.range().overlaps(b.range())) continue;
        finding& it = out.add(a, b);
        put(it.message, subject_of(a), " overlaps ", subject_of(b), " by ",
            human_size{a.range().intersection(b.range()).size()});
        put(it.fix, "correct a base or size");
      }
  }
};

struct no_room {
  static constexpr std::string_view id = "no-room";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Every pool that is not pinned finds free DRAM in its window, dynamic ones included, once everything else is placed.";
  static constexpr std::string_view mirrors = "carveout (plan/place.hpp)";
  static constexpr std::array<std::string_view, 4> after{"incomplete-board", "zero-size", "bad-alignment", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (!each.lacks_room) continue;
      finding& it = out.add(each);
      if (each.window.empty()) {
        put(it.message, subject_of(each), " has no address that its window and all its devices share");
        put(it.fix, plan.wording("correct its .where, or the .reach of a device that uses it",
                                 "correct its alloc-ranges, or the dma-ranges above a device that uses it"));
        continue;
      }
      put(it.message, subject_of(each), ": ", human_size{each.size}, ", aligned to ", human_size{each.required_alignment},
          ", does not fit in ");
      if (each.window == interval::everything())
        put(it.message, "DRAM");
      else
        put(it.message, hex_range{each.window});
      if (each.largest_free == 0) {
        put(it.message, ", where no DRAM is free");
      } else {
        put(it.message, ", where the largest free range of DRAM is ", human_size{each.largest_free});
      }
      put(it.fix, "make it or its neighbours smaller, or widen its window (",
          plan.wording(".where, the reach of its devices)", "alloc-ranges, dma-ranges above its devices)"));
    }
  }
};

struct outside_bank {
  static constexpr std::string_view id = "outside-bank";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A pool lies inside DRAM: CMA outside it panics at boot, others are accepted and useless. Only no-map pools and firmware "
      "may lie wholly elsewhere, in SRAM.";
  static constexpr std::string_view mirrors = "cma_init_reserved_areas() (mm/cma.c), panic seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "address-wraps", "bank-overlap"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.banks.empty()) return;
    for (const region& each : plan.regions) {
      if (!each.is_placed()) continue;
      const bytes inside = dram_in(plan, each.range);
      if (inside >= each.range.size() || (inside == 0 && may_be_sram(each))) continue;
      // firmware corrects what a tree says of DRAM; CMA that it forgets is fatal
      finding& it = out.add_as(plan.from == front_end::device_tree && !each.reusable ? severity::warning : level, each);
      put(it.message, subject_of(each), inside == 0 ? " is outside every bank" : " reaches outside DRAM");
      if (inside != 0) put(it.message, ": only ", human_size{inside}, " of ", human_size{each.size}, " are in a bank");
      if (each.reusable) put(it.message, "; the kernel panics in cma_init_reserved_areas()");
      put(it.fix, "place it in ");
      bool first = true;
      for (const bank& dram : plan.banks) {
        put(it.fix, first ? "" : " or ", subject_of(dram));
        first = false;
      }
    }
  }

 private:
  static constexpr auto may_be_sram(const region& value) -> bool {
    return !value.reusable && (value.no_map || value.kind == pool_kind::firmware);
  }
  static constexpr auto dram_in(const memory_plan& plan, interval range) -> bytes {
    bytes inside = 0;
    for (const bank& dram : plan.banks) inside += dram.range().intersection(range).size();
    return inside;
  }
};

using memory_rules = rule_list<zero_size, address_wraps, bad_alignment, cells_too_small, bank_overlap, outside_bank, no_room>;

}  // namespace carveout::standard
