// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/kernel/zones.hpp>
#include <carveout/plan/memory_plan.hpp>

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
        put(it.fix, "give it .where = by_kernel{below(4_GiB)}");
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
    const region* first = nullptr;
    for (const region& each : plan.regions) {
      if (!each.is_dynamic()) continue;
      if (first == nullptr || !first->window.overlaps(each.window)) {
        if (first == nullptr) first = &each;
        continue;
      }
      finding& it = out.add(*first, each);
      put(it.message, subject_of(*first), " and ", subject_of(each),
          " are dynamic and share a window; which one comes first is "
          "an accident of Linux ",
          plan.kernel.version);
      put(it.fix, "give them windows of their own, or addresses");
      return;
    }
  }
};

using dynamic_rules = rule_list<dynamic_zone, dynamic_order>;

}  // namespace carveout::standard
