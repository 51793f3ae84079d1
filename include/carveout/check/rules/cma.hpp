// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/kernel/zones.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about what the kernel demands of a pool: alignment, flags, defaults, the atomic pool.
namespace carveout::standard {

namespace detail {

/// Base and size of one region against one unit; the finding names what is off and the next better value.
constexpr void judge_alignment(const region& each, bytes unit, findings& out, const auto& write_why, std::string_view way_out) {
  const bool base_fits = each.is_dynamic() || is_aligned(each.range.begin, unit);
  if (base_fits && is_aligned(each.size, unit)) return;
  finding& it = out.add(each);
  put(it.message, subject_of(each), ": ");
  if (!base_fits) put(it.message, "base ", hex{each.range.begin});
  if (!base_fits && !is_aligned(each.size, unit)) put(it.message, " and ");
  if (!is_aligned(each.size, unit)) put(it.message, "size ", human_size{each.size});
  put(it.message, !base_fits && !is_aligned(each.size, unit) ? " are not multiples of " : " is not a multiple of ",
      human_size{unit}, " (");
  write_why(it.message);
  put(it.message, ')');
  put(it.fix, "make it ");
  if (!base_fits) put(it.fix, hex{align_down(each.range.begin, unit)});
  if (!base_fits && !is_aligned(each.size, unit)) put(it.fix, " and ");
  if (!is_aligned(each.size, unit)) put(it.fix, human_size{align_up(each.size, unit)});
  put(it.fix, way_out);
}

}  // namespace detail

struct page_alignment {
  static constexpr std::string_view id = "page-alignment";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Reserved memory is whole pages; a part of a page stays with the system or is lost.";
  static constexpr std::string_view mirrors = "memblock_mark_nomap(), free_low_memory_core_early(), seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "zero-size", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions)
      if (!each.reusable)
        detail::judge_alignment(
            each, plan.kernel.page, out, [&](auto& text) { put(text, "page; ", plan.kernel); }, "");
  }
};

struct cma_alignment {
  static constexpr std::string_view id = "cma-alignment";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Base and size of a CMA region are multiples of what the kernel demands; otherwise it gives the memory back and the "
      "Kconfig default area takes over in silence.";
  static constexpr std::string_view mirrors = "rmem_cma_setup() (kernel/dma/contiguous.c); one pageblock since 5.18";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "zero-size", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const bytes unit = carveout::cma_alignment(plan.kernel);
    for (const region& each : plan.regions)
      if (each.reusable)
        detail::judge_alignment(
            each, unit, out,
            [&](auto& text) {
              put(text, unit == pageblock(plan.kernel) ? "pageblock; " : "largest buddy block; ", plan.kernel);
            },
            ", or drop 'reusable'");
  }
};

struct cma_zone {
  static constexpr std::string_view id = "cma-zone";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A CMA region lies in one zone; one that crosses 4 GiB is not activated, and its devices have none.";
  static constexpr std::string_view mirrors = "cma_activate_area() (mm/cma.c), all versions; seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 2> after{"address-wraps", "outside-bank"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (!each.reusable || !crosses_zones(each.range)) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " crosses the end of the 32-bit zone, ", hex{zone_boundary});
      put(it.fix, "place it below(4_GiB), or wholly above");
    }
  }
};

struct reusable_no_map {
  static constexpr std::string_view id = "reusable-no-map";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A pool is reusable or no-map, never both: no handler takes it, and from 5.4 on its memory is given back, unprotected.";
  static constexpr std::string_view mirrors =
      "rmem_cma_setup(), rmem_dma_setup(); __reserved_mem_init_node() frees it, seen on 6.1, 6.12";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (!each.reusable || !each.no_map) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is both reusable and no-map");
      put(it.fix, "drop one: reusable lends the pages to the system, no-map keeps everybody out");
    }
  }
};

struct one_default {
  static constexpr std::string_view id = "one-default";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "One default CMA area and one atomic pool: of two linux,cma-default nodes the last or highest wins, without a message.";
  static constexpr std::string_view mirrors = "rmem_cma_setup() (kernel/dma/contiguous.c), seen on 6.1 and 6.12";

  constexpr void check(const memory_plan& plan, findings& out) const {
    const region* first = plan.default_cma();
    for (const region& each : plan.regions) {
      if (!each.cma_default || &each == first) continue;
      finding& it = out.add(*first, each);
      put(it.message, subject_of(*first), " and ", subject_of(each), " are both the system's default CMA area");
      put(it.fix, "make one of them a device_cma");
    }
    if (plan.atomic_pools > 1) {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), " describes ", plan.atomic_pools, " atomic pools");
      put(it.fix, "keep one; coherent_pool= is a single argument");
    }
  }
};

struct atomic_pool_source {
  static constexpr std::string_view id = "atomic-pool-source";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The atomic pool is taken out of the default CMA area at boot and has to fit in it: up to 5.7 there is no pool "
      "otherwise, from 5.9 on ordinary memory is used up instead.";
  static constexpr std::string_view mirrors =
      "dma_atomic_pool_init() (kernel/dma/remap.c), atomic_pool_expand() (kernel/dma/pool.c)";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "unknown-kernel", "one-default"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const region* source = plan.default_cma();
    if (plan.atomic_pool == 0 || source == nullptr) return;
    const atomic_pool_facts facts = atomic_pool(plan.kernel, plan.atomic_pool);
    const bytes needed = facts.pools * facts.chunk;
    if (!facts.from_cma || needed <= source->size) return;
    finding& it = out.add_as(facts.falls_back ? severity::warning : severity::error, *source);
    put(it.message, subject_of(*source), ": coherent_pool=", memparse_size{plan.atomic_pool}, " takes ");
    if (facts.pools > 1) put(it.message, facts.pools, " times ", human_size{facts.chunk}, ", ");
    put(it.message, human_size{needed}, " of its ", human_size{source->size}, " (", plan.kernel, ')');
    if (facts.falls_back) put(it.message, ", and the rest from ordinary memory");
    put(it.fix, "make the CMA area larger than ", human_size{needed}, ", or the atomic pool smaller");
  }
};

struct atomic_pool_clamped {
  static constexpr std::string_view id = "atomic-pool-clamped";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "From 5.8 on coherent_pool= is clamped to one buddy block per zone without a word, and no request above that ever "
      "succeeds; a board that routes everything there cannot work.";
  static constexpr std::string_view mirrors = "atomic_pool_expand() (kernel/dma/pool.c), 5.8; seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const atomic_pool_facts facts = atomic_pool(plan.kernel, plan.atomic_pool);
    if (plan.atomic_pool <= facts.chunk) return;
    const bool fatal = plan.routing.everything_from_atomic_pool;
    finding& it = out.add_as(fatal ? severity::error : level, plan);
    put(it.message, subject_of(plan), ": coherent_pool=", memparse_size{plan.atomic_pool}, " becomes ", facts.pools, " times ",
        human_size{facts.chunk}, ", and no larger request ever succeeds (", plan.kernel, ')');
    if (fatal)
      put(it.fix, "use routing::device_pools or routing::carveout_heaps, or a kernel before 5.8");
    else
      put(it.fix, "make it ", human_size{facts.chunk}, ", and give devices with larger buffers a pool of their own");
  }
};

struct heap_driver {
  static constexpr std::string_view id = "heap-driver";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "A carveout heap needs a driver that knows its compatible; imx-ion-pool is known to NXP's 4.9 and 4.14 trees only.";
  static constexpr std::string_view mirrors = "ion_carveout_heap.c and mxc_ion.c of NXP 4.14 and 4.9; removed upstream in 5.3";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const kernel_version version = plan.kernel.version;
    if (plan.kernel.vendor == vendor::nxp && version < kernel_version{4, 15}) return;
    for (const region& each : plan.regions)
      for (const std::string_view compatible : each.compatible) {
        if (compatible != "imx-ion-pool") continue;
        finding& it = out.add(each);
        put(it.message, subject_of(each), " is an imx-ion-pool, which ", plan.kernel, " has no driver for");
        put(it.fix, "give it the .compatible of a heap driver that this kernel has");
      }
  }
};

struct restricted_pool_kernel {
  static constexpr std::string_view id = "restricted-pool-kernel";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "A restricted-dma-pool confines its devices only from Linux 5.15 on.";
  static constexpr std::string_view mirrors = "rmem_swiotlb_setup() (kernel/dma/swiotlb.c), 5.15";
  static constexpr std::array<std::string_view, 1> after{"incomplete-board"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (look_up(restricted_pool_table, plan.kernel.version).value) return;
    for (const region& each : plan.regions) {
      if (each.kind != pool_kind::restricted) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is a restricted-dma-pool, which ", plan.kernel, " does not know");
      put(it.fix, "use a coherent pool, or Linux ", first_with(restricted_pool_table, true), " or later");
    }
  }
};

using pool_rules = rule_list<page_alignment, cma_alignment, cma_zone, reusable_no_map, one_default, atomic_pool_source,
                             atomic_pool_clamped, heap_driver, restricted_pool_kernel>;

}  // namespace carveout::standard
