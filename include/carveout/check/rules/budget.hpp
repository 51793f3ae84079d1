// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about what is left for everybody else, on every fitting of the board.
namespace carveout::standard {

struct ram_floor {
  static constexpr std::string_view id = "ram-floor";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "What pools keep to themselves leaves Linux the memory that the board's budget promises it.";
  static constexpr std::string_view mirrors = "carveout (budget{.free_ram})";
  static constexpr std::array<std::string_view, 4> after{"incomplete-board", "outside-bank", "region-overlap", "no-room"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.free_ram == 0) return;
    bytes kept = 0;
    for (const region& each : plan.regions) {
      if (each.reusable) continue;  // lent to the system
      if (each.is_dynamic()) kept += each.size;
      for (const bank& dram : plan.banks) kept += dram.range().intersection(each.range).size();
    }
    const atomic_pool_facts pool = atomic_pool(plan.kernel, plan.atomic_pool);
    kept += plan.atomic_pool == 0 ? 0 : pool.pools * pool.chunk;
    const bytes ram = plan.ram();
    const bytes left = ram > kept ? ram - kept : 0;
    if (left >= plan.free_ram) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), ": pools keep ", human_size{kept}, " of ", human_size{ram}, " and leave ",
        human_size{left}, ", less than the ", human_size{plan.free_ram}, " of its budget");
    put(it.fix, "make pools smaller by ", human_size{plan.free_ram - left}, ", or lend them (device_cma)");
  }
};

struct ram_variant_fit {
  static constexpr std::string_view id = "ram-variant";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Every pool lies in DRAM on every fitting of the board; on a smaller one CMA outside DRAM panics, and others are lost.";
  static constexpr std::string_view mirrors =
      "cma_init_reserved_areas() (mm/cma.c); the boot loader shrinks /memory to what is there, the regions stay";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "outside-bank", "bank-overlap"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const ram_variant& fitting : plan.variants)
      for (const region& each : plan.regions) {
        if (!each.is_placed()) continue;
        bytes left = fitting.size, full = 0, here = 0;
        for (const bank& dram : plan.banks) {
          const bytes size = dram.size < left ? dram.size : left;
          left -= size;
          full += dram.range().intersection(each.range).size();
          here += interval::at(dram.base, size).intersection(each.range).size();
        }
        if (here >= full) continue;
        finding& it = out.add(each);
        put(it.message, subject_of(each), " is outside the DRAM of variant '", fitting.name, "' (", human_size{fitting.size},
            ')', each.reusable ? ", where the kernel panics in cma_init_reserved_areas()" : "");
        put(it.fix, "place it lower, or give that variant a board of its own");
      }
  }
};

using budget_rules = rule_list<ram_floor, ram_variant_fit>;

}  // namespace carveout::standard
