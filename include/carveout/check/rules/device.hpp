// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/core/spelling.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about devices and their pools, and about how requests are routed.
namespace carveout::standard {

struct dma_reach {
  static constexpr std::string_view id = "dma-reach";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A device reaches every byte of its pools; what lies above its mask is refused, or wraps onto somebody else's memory.";
  static constexpr std::string_view mirrors =
      "dma_coherent_ok() (kernel/dma/direct.c); rmem_dma_device_init() (kernel/dma/coherent.c)";
  static constexpr std::array<std::string_view, 2> after{"unknown-name", "address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const plan_use& use : plan.uses) {
      if (use.region == no_index) continue;
      const region& pool = plan.regions[use.region];
      const plan_device& device = plan.devices[use.device];
      if (!pool.is_placed() || device.reach.contains(pool.range)) continue;
      finding& it = out.add(pool, device);
      put(it.message, subject_of(pool), " is used by ", subject_of(device), ", which reaches ", hex_range{device.reach});
      put(it.fix, "place it there: .where = ");
      if (device.reach.begin == 0) {
        put(it.fix, "below(", hex{device.reach.end}, ')');
      } else {
        put(it.fix, "within(", hex{device.reach.begin}, ", ", hex{device.reach.end}, ')');
      }
    }
  }
};

struct routing_needs_pool {
  static constexpr std::string_view id = "routing-needs-pool";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Routing every allocation to the atomic pool needs an atomic pool of a known size.";
  static constexpr std::string_view mirrors =
      "__dma_alloc() (arch/arm64/mm/dma-mapping.c), dma_direct_use_pool() (kernel/dma/direct.c)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (!plan.routing.everything_from_atomic_pool || plan.atomic_pools != 0) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), " routes every allocation to the atomic pool but describes none");
    put(it.fix, "add atomic{.size = ...} to its pools, or use routing::stock");
  }
};

/// Runs after all others, those of the board included.
struct unused_waiver {
  static constexpr std::string_view id = "unused-waiver";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary = "A waiver accepts something; one that matches nothing hides the next mistake.";
  static constexpr std::string_view mirrors = "carveout";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const waive& each : plan.waivers) {
      bool used = false;
      for (const finding& candidate : out.list())
        if (candidate.rule == each.rule && candidate.is_about(each.on)) used = true;
      if (used) continue;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), " waives ", safely_quoted{each.rule}, " on ", safely_quoted{each.on},
          ", where it finds nothing");
      put(it.fix, "remove the waiver, or correct its rule or name");
    }
  }
};

using device_rules = rule_list<dma_reach, routing_needs_pool>;

}  // namespace carveout::standard
