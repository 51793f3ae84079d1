// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/core/spelling.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/plan/heap_names.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about the heaps that user space allocates from.
namespace carveout::standard {

namespace detail {

/// The compatible of which there is a driver for this kernel.
constexpr void write_heap_fix(finding& it, const memory_plan& plan) {
  const heap_driver_facts& driver = *find_heap_driver(heap_compatible(plan.kernel));
  if (!serves(driver, plan.kernel)) {
    put(it.fix, "give it the compatible of a heap driver that this kernel has");
  } else {
    put(it.fix, plan.wording("drop .compatible: it becomes ", "make it compatible with "), driver.compatible);
    if (!driver.recipe.empty()) put(it.fix, ", whose driver recipe ", driver.recipe, " brings");
  }
}

}  // namespace detail

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
      detail::write_heap_fix(it, plan);
    }
  }
};

struct heap_driver {
  static constexpr std::string_view id = "heap-driver";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A carveout heap needs a driver that knows its compatible: imx-ion-pool is known to NXP's 4.9 and 4.14 trees only, "
      "carveout,ion-heap to 4.14 to 5.10 and carveout,dma-heap to 5.6 and later, with the recipes that bring them.";
  static constexpr std::string_view mirrors =
      "ion_carveout_heap.c and mxc_ion.c of NXP 4.14 and 4.9; mainline never creates one; recipes ion-carveout, carveout-heap";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "unknown-kernel", "ion-carveout-removed"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      const heap_driver_facts* known = nullptr;
      bool served = each.compatible.empty();
      for (const std::string_view name : each.compatible) {
        const heap_driver_facts* const driver = find_heap_driver(name);
        served = served || (driver != nullptr && serves(*driver, plan.kernel));
        if (driver != nullptr && known == nullptr) known = driver;
      }
      if (known == nullptr || served) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), known->recipe.empty() ? " is an " : " is a ", known->compatible, ", which ",
          plan.kernel, " has no driver for");
      if (!known->recipe.empty())
        put(it.message, ", and recipe ", known->recipe, " makes one for ", known->first, " to ", known->last);
      detail::write_heap_fix(it, plan);
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
      const bool imx = each.is_compatible("imx-ion-pool");
      if (!each.no_map || !(imx || each.is_compatible("carveout,ion-heap"))) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is ", imx ? "an imx-ion-pool" : "a carveout,ion-heap",
          " with no-map, which ION cannot clear");
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
      if (const std::string_view nameless = nameless_cma_heap(plan, naming); !nameless.empty()) put(it.message, ", ", nameless);
      for (const region& each : plan.regions) {
        if (!appears_as_heap(each, naming)) continue;
        put(it.message, ", ");
        write_heap_name(it.message, each);
      }
      put(it.fix, "open one of those, or name the pool's .node as the programs expect");
    }
  }

 private:
  static constexpr auto is_there(const memory_plan& plan, cma_heap_name naming, std::string_view name) -> bool {
    if (name == nameless_cma_heap(plan, naming)) return true;
    for (const region& each : plan.regions) {
      if (!appears_as_heap(each, naming)) continue;
      text_buffer full;
      write_heap_name(full, each);
      if (full.view() == name) return true;
      if (each.kind == pool_kind::heap && !is_dma_heap(each) && (name == each.label || name == each.node)) return true;
    }
    return false;
  }
};

struct heap_name_taken {
  static constexpr std::string_view id = "heap-name-taken";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Every heap has a name of its own: a carveout,dma-heap is called after its node without unit address, and the second of "
      "a "
      "name is not made.";
  static constexpr std::string_view mirrors = "dma_heap_add() (drivers/dma-buf/dma-heap.c), 5.6 and later";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "unknown-kernel", "heap-driver"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const cma_heap_name naming = look_up(cma_heap_name_table, plan.kernel.version).value;
    if (naming == cma_heap_name::none) return;
    for (const region& each : plan.regions) {
      if (!is_dma_heap(each)) continue;
      text_buffer name;
      write_heap_name(name, each);
      const auto say = [&](finding& it, const auto& whose) {
        put(it.message, subject_of(each), " becomes the heap '", name.view(), "', the name of ", whose);
        put(it.fix, "give it another node name");
      };
      if (name.view() == "system") say(out.add(each), "the kernel's own heap");
      if (name.view() == nameless_cma_heap(plan, naming)) say(out.add(each), "the heap of the default CMA area");
      bool before = true;
      for (const region& other : plan.regions) {
        before = before && &other != &each;
        if (!appears_as_heap(other, naming) || (is_dma_heap(other) && !before)) continue;
        text_buffer taken;
        write_heap_name(taken, other);
        if (name.view() == taken.view()) say(out.add(each, other), subject_of(other));
      }
    }
  }
};

using heap_rules = rule_list<ion_carveout_removed, heap_driver, ion_no_map, heap_kernel, heap_name, heap_name_taken>;

}  // namespace carveout::standard
