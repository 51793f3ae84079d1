// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about memory that has two owners.
namespace carveout::standard {

struct duplicate_region {
  static constexpr std::string_view id = "duplicate-region";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Memory is described once; the second node of the same range is refused, or two drivers take themselves for its owner.";
  static constexpr std::string_view mirrors =
      "early_init_dt_reserve_memory() gives -EBUSY for no-map over reserved memory (drivers/of/of_reserved_mem.c, fdt.c)";
  static constexpr std::array<std::string_view, 2> after{"address-wraps", "duplicate-name"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (std::size_t i = 1; i < plan.by_address.size(); ++i) {
      const region& first = plan.regions[plan.by_address[i - 1]];
      const region& second = plan.regions[plan.by_address[i]];
      if (!second.is_placed()) break;
      if (first.range != second.range) continue;
      finding& it = out.add(first, second);
      put(it.message, subject_of(first), " and ", subject_of(second), " are the same memory");
      put(it.fix, "keep one of them");
    }
  }
};

struct region_overlap {
  static constexpr std::string_view id = "region-overlap";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "No two pools share memory. The kernel only prints OVERLAP DETECTED, and only for neighbours; two owners then write.";
  static constexpr std::string_view mirrors =
      "__rmem_check_for_overlap() (drivers/of/of_reserved_mem.c), all versions; CMA over CMA panics on 6.1, corrupts on 6.12";
  static constexpr std::array<std::string_view, 2> after{"address-wraps", "duplicate-name"};

  /// All pairs: in address order only those that begin before the first one ends can overlap it.
  constexpr void check(const memory_plan& plan, findings& out) const {
    for (std::size_t i = 0; i < plan.by_address.size(); ++i) {
      const region& first = plan.regions[plan.by_address[i]];
      for (std::size_t j = i + 1; j < plan.by_address.size(); ++j) {
        const region& second = plan.regions[plan.by_address[j]];
        if (!first.range.overlaps(second.range)) break;
        if (first.range == second.range) continue;  // duplicate-region
        finding& it = out.add(first, second);
        put(it.message, subject_of(first), " overlaps ", subject_of(second), " by ",
            human_size{first.range.intersection(second.range).size()}, " (", consequence(plan, first, second), ')');
        const region& movable = second.range.begin == first.range.begin && second.size > first.size ? first : second;
        const region& other = &movable == &first ? second : first;
        put(it.fix, "move '", subject_of(movable).name, "' to ", hex{align_up(other.range.end, movable.required_alignment)},
            " or above, or make one of them smaller");
      }
    }
  }

 private:
  static constexpr auto consequence(const memory_plan& plan, const region& first, const region& second) -> const char* {
    if (first.reusable && second.reusable)
      return look_up(overlapping_cma_table, plan.kernel.version).value == overlapping_cma::panics
                 ? "the kernel panics: both CMA areas free the same pages"
                 : "bad pages: both CMA areas free the same pages";
    if (first.reusable != second.reusable && (first.no_map || second.no_map))
      return "CMA lends out pages that nobody may touch, or no-map is refused";
    return "the kernel prints OVERLAP DETECTED and goes on";
  }
};

struct memreserve_overlap {
  static constexpr std::string_view id = "memreserve-overlap";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A /memreserve/ entry and a pool are different memory: up to 6.1 a no-map node over one is refused, and from 6.12 on a "
      "dynamic node may be placed over one.";
  static constexpr std::string_view mirrors = "early_init_fdt_scan_reserved_mem() (drivers/of/fdt.c)";
  static constexpr std::array<std::string_view, 1> after{"address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.memreserves.empty()) return;
    const memreserve_order order = look_up(memreserve_table, plan.kernel.version).value;
    for (const memreserve& entry : plan.memreserves)
      for (const region& each : plan.regions) {
        const subject reserved{"/memreserve/", "entry", entry.range()};
        if (each.no_map && order == memreserve_order::before_all && each.range.overlaps(entry.range())) {
          finding& it = out.add(each, reserved);
          put(it.message, subject_of(each), " overlaps ", reserved, "; Linux ", plan.kernel.version,
              " says \"failed to reserve memory\" and leaves it in the linear map");
          put(it.fix, "drop the /memreserve/ entry; the node is enough");
        } else if (each.is_dynamic() && order == memreserve_order::after_all && each.expected.overlaps(entry.range())) {
          finding& it = out.add_as(severity::warning, each, reserved);
          put(it.message, subject_of(each), " may be placed over ", reserved, ", which Linux ", plan.kernel.version,
              " looks at last");
          put(it.fix, "describe that memory as a node of /reserved-memory, or narrow the pool's window");
        }
      }
  }
};

using overlap_rules = rule_list<duplicate_region, region_overlap, memreserve_overlap>;

}  // namespace carveout::standard
