// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/core/spelling.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about devices and their pools, and about waivers that match nothing.
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
      if (!pool.is_placed() || device.iommu || device.reach.contains(pool.range)) continue;
      finding& it = out.add(pool, device);
      put(it.message, subject_of(pool), " is used by ", subject_of(device), ", which reaches ", hex_range{device.reach});
      if (plan.from == front_end::device_tree) {
        put(it.fix, "place it there, or correct the dma-ranges above the device");
        continue;
      }
      put(it.fix, "place it there: .where = ");
      if (device.reach.begin == 0) {
        put(it.fix, "below(", hex{device.reach.end}, ')');
      } else {
        put(it.fix, "within(", hex{device.reach.begin}, ", ", hex{device.reach.end}, ')');
      }
    }
  }
};

struct default_cma_reach {
  static constexpr std::string_view id = "default-cma-reach";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A device without a pool of its own reaches the default CMA area; pages that it cannot reach are put back, and ordinary "
      "memory serves it, or nothing does.";
  static constexpr std::string_view mirrors =
      "__dma_direct_alloc_pages(), dma_coherent_ok() (kernel/dma/direct.c), 5.4 and later";
  static constexpr std::array<std::string_view, 3> after{"unknown-name", "address-wraps", "no-room"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const region* area = plan.default_cma();
    if (area == nullptr || plan.routing.everything_from_atomic_pool) return;
    address end = area->range.end;
    if (area->is_dynamic()) {  // placed downwards from the highest DRAM of its window
      end = 0;
      for (const bank& each : plan.banks) {
        const interval part = each.range().intersection(area->window);
        if (part.end > end) end = part.end;
      }
    }
    for (const plan_device& device : plan.devices) {
      if (device.use_count != 0 || device.iommu || end <= device.reach.end) continue;
      finding& it = out.add(*area, device);
      put(it.message, subject_of(*area), area->is_dynamic() ? " may be placed up to " : " ends at ", hex{end}, "; ",
          subject_of(device), ", which has no pool of its own, reaches ", hex_range{device.reach});
      if (plan.from == front_end::device_tree)
        put(it.fix, "give it alloc-ranges, or a reg, below ", hex{device.reach.end});
      else
        put(it.fix, "give it .where = ", area->is_dynamic() ? "by_kernel{below(" : "below(", hex{device.reach.end},
            area->is_dynamic() ? ")}" : ")");
    }
  }
};

struct second_pool {
  static constexpr std::string_view id = "second-pool";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A device has one coherent pool: a second one is ignored or refused with -EBUSY, depending on the release, unless its "
      "driver maps it itself.";
  static constexpr std::string_view mirrors = "rmem_dma_device_init() (kernel/dma/coherent.c)";
  static constexpr std::array<std::string_view, 1> after{"unknown-name"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const plan_device& device : plan.devices) {
      const region* first = nullptr;
      for (const plan_use& use : plan.uses_of(device)) {
        if (use.region == no_index || plan.regions[use.region].kind != pool_kind::coherent) continue;
        const region& pool = plan.regions[use.region];
        if (first == nullptr) {
          first = &pool;
          continue;
        }
        const bool busy = look_up(second_pool_table, plan.kernel.version).value == second_pool_result::busy;
        // the usual case in trees is a remote processor, whose driver maps all but the first by itself
        finding& it = out.add_as(plan.from == front_end::device_tree ? severity::note : level, device, pool);
        put(it.message, subject_of(device), " allocates from '", subject_of(*first).name, "'; ", subject_of(pool),
            " is a second pool, and ", busy ? "attaching it fails with -EBUSY" : "attaching it does nothing", " (Linux ",
            plan.kernel.version, ')');
        put(it.fix, "make one pool of both, ",
            plan.wording("or make it firmware if the driver maps it itself", "unless the driver maps it itself"));
      }
    }
  }
};

struct inert_use {
  static constexpr std::string_view id = "inert-use";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "memory-region works only for drivers that ask for it; for others it is a comment, and they allocate from CMA.";
  static constexpr std::string_view mirrors =
      "of_reserved_mem_device_init() (drivers/of/of_reserved_mem.c) is called by drivers, never by the driver core";
  static constexpr std::array<std::string_view, 1> after{"unknown-name"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const plan_use& use : plan.uses) {
      if (use.region == no_index || plan.devices[use.device].attaches) continue;
      const region& pool = plan.regions[use.region];
      if (pool.kind != pool_kind::coherent && pool.kind != pool_kind::device_cma) continue;
      finding& it = out.add(plan.devices[use.device], pool);
      put(it.message, subject_of(plan.devices[use.device]), " names ", subject_of(pool), ", but its driver does not attach it");
      put(it.fix, "call of_reserved_mem_device_init() in the driver's probe, and set .attaches");
    }
  }
};

struct unused_pool {
  static constexpr std::string_view id = "unused-pool";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A pool for devices has a device; memory that nobody uses is missed by everybody.";
  static constexpr std::string_view mirrors = "carveout";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.devices.empty()) return;  // the board says nothing about who uses what
    for (const plan_use& use : plan.uses)
      if (use.region == no_index) return;  // a name to correct first: unknown-name
    for (const region& each : plan.regions) {
      const bool for_devices =
          each.kind == pool_kind::device_cma || each.kind == pool_kind::coherent || each.kind == pool_kind::restricted;
      if (!for_devices || each.users != 0) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), ": no device uses its ", human_size{each.size});
      put(it.fix,
          plan.wording("name it in the .uses of a device, or drop it", "name it in the memory-region of a device, or drop it"));
    }
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

/// Runs after all others, those of the board included.
struct unknown_rule {
  static constexpr std::string_view id = "unknown-rule";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary = "A change of severity names a rule that there is; otherwise nothing changes.";
  static constexpr std::string_view mirrors = "carveout";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const judge& each : plan.severities) {
      if (out.has_run(each.rule)) continue;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), " changes the severity of ", safely_quoted{each.rule}, ", which is no rule");
      put(it.fix, "correct its name; 'carveout rules' lists all");
    }
  }
};

using device_rules = rule_list<dma_reach, default_cma_reach, second_pool, inert_use, unused_pool>;

}  // namespace carveout::standard
