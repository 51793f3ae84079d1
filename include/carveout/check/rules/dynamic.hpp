// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/check/boot_ranges.hpp>
#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/core/growing.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/kernel/zones.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/plan/place.hpp>

/// Rules about dynamic nodes, whose address the kernel chooses at boot.
namespace carveout::standard {

struct dynamic_zone {
  static constexpr std::string_view id = "dynamic-zone";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A dynamic CMA node has a window on one side of 4 GiB: the kernel searches downwards and may put it across, where it "
      "cannot be activated.";
  static constexpr std::string_view mirrors =
      "__reserved_mem_alloc_size() (drivers/of/of_reserved_mem.c), cma_activate_area() (mm/cma.c), all versions";
  static constexpr std::array<std::string_view, 3> after{"address-wraps", "no-room", "bank-overlap"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (!each.is_dynamic() || !each.reusable) continue;
      for (const bank& dram : plan.banks) {
        if (!crosses_zones(dram.range().intersection(each.window))) continue;
        finding& it = out.add(each, dram);
        put(it.message, subject_of(each), " may be placed across ", hex{zone_boundary}, " in ", subject_of(dram),
            ", and is then not activated");
        put(it.fix, "give it ", plan.wording(".where = by_kernel{below(4_GiB)}", "alloc-ranges below 4 GiB"));
      }
    }
  }
};

struct dynamic_order {
  static constexpr std::string_view id = "dynamic-order";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "Up to 6.1 dynamic nodes are placed in the order of an unstable sort, later in the order of the tree: addresses of "
      "nodes that share a window change with the kernel, and with every node added.";
  static constexpr std::string_view mirrors =
      "__rmem_cmp(), sort() in fdt_init_reserved_mem() (drivers/of/of_reserved_mem.c); differing addresses seen on 6.1 and "
      "6.12";
  static constexpr std::array<std::string_view, 1> after{"no-room"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (look_up(dynamic_order_table, plan.kernel.version).value == carveout::dynamic_order::tree) return;
    growing<const region*> before;
    for (const region& each : plan.regions) {
      if (!each.is_dynamic()) continue;
      for (const region* const first : before) {
        if (!first->window.overlaps(each.window)) continue;
        finding& it = out.add(*first, each);
        put(it.message, subject_of(*first), " and ", subject_of(each),
            " are dynamic and share a window; which one comes first is an accident of Linux ", plan.kernel.version);
        put(it.fix, "give them windows of their own, or addresses");
        return;
      }
      before.push_back(&each);
    }
  }
};

struct dynamic_window {
  static constexpr std::string_view id = "dynamic-window";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A dynamic node finds its place around the boot files too: kernel, device tree and initrd are reserved before it, and "
      "one "
      "in the middle of its window leaves two halves.";
  static constexpr std::string_view mirrors =
      "arm64_memblock_init() (arch/arm64/mm/init.c) reserves them first, all versions; boot_relocate_fdt() (U-Boot "
      "boot/image-fdt.c) moves the tree to the top of bootm_mapsize";
  static constexpr std::array<std::string_view, 4> after{"incomplete-board", "zero-size", "no-room", "bank-overlap"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.boot == nullptr) return;
    carveout::detail::free_space free{plan.banks};
    const auto take = [&](interval range) {
      if (!range.empty()) free.take(range);
    };
    for (const region& each : plan.regions) take(each.range);
    take(kernel_range(plan));
    // U-Boot moves the tree to the end of its window, and the initrd to below that
    address top = plan.boot->loader.boot_window.end;
    const auto take_file = [&](const boot_file& file, bool in_place) {
      const bool moves = !in_place && file.size <= top;
      if (moves) top = align_down(top - file.size, 4096);
      take(moves ? interval::at(top, file.size) : file.range());
    };
    take_file(plan.boot->fdt, plan.boot->fdt_in_place);
    take_file(plan.boot->initrd, plan.boot->initrd_in_place);
    for (const region& each : plan.regions) {
      if (!each.is_dynamic()) continue;
      const interval place = free.highest(each);
      take(place);
      if (!place.empty()) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), ": ", human_size{each.size}, " do not fit in ", hex_range{each.window},
          " once kernel, device tree and initrd are there; the largest free range is ", human_size{free.largest(each.window)});
      put(it.fix, "widen its window, or load those files elsewhere (fdt_high, initrd_high, bootm_mapsize)");
    }
  }
};

using dynamic_rules = rule_list<dynamic_zone, dynamic_order, dynamic_window>;

}  // namespace carveout::standard
