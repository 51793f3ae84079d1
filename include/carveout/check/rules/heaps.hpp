// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/core/spelling.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about the heaps that user space allocates from.
namespace carveout::standard {

struct ion_carveout_removed {
  static constexpr std::string_view id = "ion-carveout-removed";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "ION lost its carveout heap in 5.3 and left the kernel in 5.11; a region for it is memory that nobody can open.";
  static constexpr std::string_view mirrors =
      "commit eadbf7a34e44 removed drivers/staging/android/ion/ion_carveout_heap.c; present in 5.2, absent in 5.3";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const heap_facts facts = look_up(heap_table, plan.kernel.version).value;
    if (facts.ion_carveout) return;
    for (const region& each : plan.regions) {
      if (!each.is_compatible("imx-ion-pool")) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is an imx-ion-pool, and Linux ", plan.kernel.version, " has no ION",
          facts.ion ? " carveout heap" : "");
      put(it.fix,
          "give it the compatible of a dma-buf heap driver, or make it a device_cma, whose area is a heap from 6.19 on");
    }
  }
};

struct heap_driver {
  static constexpr std::string_view id = "heap-driver";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A carveout heap needs a driver that knows its compatible; imx-ion-pool is known to NXP's 4.9 and 4.14 trees only.";
  static constexpr std::string_view mirrors =
      "ion_carveout_heap.c and mxc_ion.c of NXP 4.14 and 4.9; mainline never creates one";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "unknown-kernel", "ion-carveout-removed"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const kernel_version version = plan.kernel.version;
    if (plan.kernel.vendor == vendor::nxp && version < kernel_version{4, 15}) return;
    if (!look_up(heap_table, version).value.ion_carveout) return;  // ion-carveout-removed
    for (const region& each : plan.regions) {
      if (!each.is_compatible("imx-ion-pool")) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is an imx-ion-pool, which ", plan.kernel, " has no driver for");
      put(it.fix, "give it the .compatible of a heap driver that this kernel has");
    }
  }
};

struct ion_no_map {
  static constexpr std::string_view id = "ion-no-map";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "ION clears its buffers through the pages' kernel mapping, so the region of its carveout heap may not be no-map.";
  static constexpr std::string_view mirrors =
      "ion_carveout_heap_create(), ion_heap_pages_zero() (drivers/staging/android/ion), to 5.2";
  static constexpr std::array<std::string_view, 2> after{"ion-carveout-removed", "heap-driver"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (!each.no_map || !each.is_compatible("imx-ion-pool")) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is an imx-ion-pool with no-map, which ION cannot clear");
      put(it.fix, plan.wording("drop .no_map", "drop no-map"));
    }
  }
};

struct heap_kernel {
  static constexpr std::string_view id = "heap-kernel";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "Programs that open /dev/dma_heap need Linux 5.6 or later.";
  static constexpr std::string_view mirrors = "drivers/dma-buf/dma-heap.c, 5.6";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.heaps.empty() || look_up(heap_table, plan.kernel.version).value.dmabuf) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), ": programs open /dev/dma_heap/", plan.heaps[0], ", and Linux ", plan.kernel.version,
        " has no /dev/dma_heap");
    put(it.fix, "use ION there, or Linux 5.6 or later");
  }
};

struct heap_name {
  static constexpr std::string_view id = "heap-name";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The heaps that programs open exist under that name: a CMA heap is called after its node up to 6.16, `reserved` when the "
      "area comes from cma= or Kconfig, and default_cma_region from 6.17 on.";
  static constexpr std::string_view mirrors =
      "add_cma_heaps() (drivers/dma-buf/heaps/cma_heap.c); Documentation/userspace-api/dma-buf-heaps.rst; names seen on 6.1 "
      "and 6.12";
  static constexpr std::array<std::string_view, 2> after{"heap-kernel", "one-default"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const cma_heap_name naming = look_up(cma_heap_name_table, plan.kernel.version).value;
    if (naming == cma_heap_name::none) return;
    for (const std::string_view opened : plan.heaps) {
      if (opened == "system" || is_there(plan, naming, opened)) continue;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": programs open /dev/dma_heap/", safely_quoted{opened}, "; Linux ",
          plan.kernel.version, " has system");
      if (naming != cma_heap_name::area) put(it.message, ", ", fixed_cma_heap);
      if (naming == cma_heap_name::area && plan.default_cma() == nullptr) put(it.message, ", ", unnamed_cma_area);
      for (const region& each : plan.regions) {
        if (!is_heap(each, naming)) continue;
        put(it.message, ", ");
        write_node_name(it.message, each);
      }
      put(it.fix, "open one of those, or name the pool's .node as the programs expect");
    }
  }

 private:
  static constexpr auto is_heap(const region& value, cma_heap_name naming) -> bool {
    if (value.kind == pool_kind::heap) return true;  // by a driver from outside, named after its node
    return value.reusable && (naming == cma_heap_name::fixed_and_each || (naming == cma_heap_name::area && value.cma_default));
  }
  static constexpr auto is_there(const memory_plan& plan, cma_heap_name naming, std::string_view name) -> bool {
    if (naming != cma_heap_name::area && name == fixed_cma_heap) return true;
    if (naming == cma_heap_name::area && plan.default_cma() == nullptr && name == unnamed_cma_area) return true;
    for (const region& each : plan.regions) {
      if (!is_heap(each, naming)) continue;
      text_buffer full;
      write_node_name(full, each);
      if (full.view() == name || (each.kind == pool_kind::heap && (name == each.label || name == each.node))) return true;
    }
    return false;
  }
};

using heap_rules = rule_list<ion_carveout_removed, heap_driver, ion_no_map, heap_kernel, heap_name>;

}  // namespace carveout::standard
