// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/kernel/zones.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about alignment, and about CMA areas: zones, defaults, number, share of memory.
namespace carveout::standard {

namespace detail {

/// Base and size of one region against one unit; the finding names what is off and the next better value.
constexpr void judge_alignment(const region& each, bytes unit, severity as, findings& out, const auto& write_why,
                               std::string_view way_out) {
  const bool base_fits = each.is_dynamic() || is_aligned(each.range.begin, unit);
  if (base_fits && is_aligned(each.size, unit)) return;
  finding& it = out.add_as(as, each);
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
    // trees reserve tables of a few hundred bytes, and what is lost there is the rest of a page
    const severity as = plan.from == front_end::device_tree ? severity::warning : level;
    for (const region& each : plan.regions)
      if (!each.reusable)
        detail::judge_alignment(
            each, plan.kernel.page, as, out, [&](auto& text) { put(text, "page; ", plan.kernel); }, "");
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
            each, unit, level, out,
            [&](auto& text) {
              put(text, unit == pageblock(plan.kernel) ? "pageblock; " : "largest buddy block; ", plan.kernel, "; ",
                  each.cma_default ? "the Kconfig default area takes over in silence"
                  : look_up(refused_node_table, plan.kernel.version).value == refused_node::given_back
                      ? "its memory is given back"
                      : "its memory is lost");
            },
            ", or drop 'reusable'");
  }
};

struct pool_alignment {
  static constexpr std::string_view id = "pool-alignment";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A pinned pool begins at a multiple of the .alignment that it asks for; its address is taken as it is, by us and the "
      "kernel.";
  static constexpr std::string_view mirrors = "reserved-memory.yaml: alignment goes with size, not with reg";
  static constexpr std::array<std::string_view, 3> after{"bad-alignment", "cma-alignment", "page-alignment"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (each.where.by != chosen_by::description || !is_power_of_two(each.alignment)) continue;
      if (is_aligned(each.range.begin, each.alignment)) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), ": base ", hex{each.range.begin}, " is not a multiple of its own alignment, ",
          human_size{each.alignment});
      put(it.fix, "move it to ", hex{align_down(each.range.begin, each.alignment)}, ", or ask for less");
    }
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
      put(it.message, subject_of(each), " crosses the end of the 32-bit zone, ", hex{zone_boundary},
          "; Linux says it \"could not be activated\"");
      put(it.fix, "place it ", plan.wording("below(4_GiB)", "below 4 GiB"), ", or wholly above");
    }
  }
};

struct lowmem_boundary {
  static constexpr std::string_view id = "lowmem-boundary";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "On 32-bit arm a CMA region lies wholly in the first 768 MiB of DRAM, which the kernel always maps, or wholly above.";
  static constexpr std::string_view mirrors =
      "cma_declare_contiguous_nid(), cma_activate_area() (mm/cma.c); adjust_lowmem_bounds() (arch/arm/mm/mmu.c), 3G/1G split, "
      "vmalloc of 240 MiB";
  static constexpr std::array<std::string_view, 3> after{"address-wraps", "outside-bank", "incomplete-board"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.kernel.arch != arch::arm || plan.banks.empty()) return;
    address lowest = max_address;
    for (const bank& each : plan.banks) lowest = each.base < lowest ? each.base : lowest;
    const address boundary = lowest + arm_lowmem;
    for (const region& each : plan.regions) {
      if (!each.reusable || each.range.begin >= boundary || each.range.end <= boundary) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " crosses the end of lowmem, ", hex{boundary}, ", where two zones meet");
      put(it.fix, "place it wholly below ", hex{boundary}, ", or wholly above");
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
      if (!each.cma_default || !each.reusable || &each == first) continue;
      finding& it = out.add(*first, each);
      put(it.message, subject_of(*first), " and ", subject_of(each), " are both the system's default CMA area; Linux ",
          plan.kernel.version, " takes ",
          look_up(default_of_two_table, plan.kernel.version).value == default_of_two::last_in_tree ? "the last one in the tree"
                                                                                                   : "the highest",
          " without a message");
      put(it.fix, "make one of them a device_cma");
    }
    if (plan.atomic_pools > 1) {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), " describes ", plan.atomic_pools, " atomic pools");
      put(it.fix, "keep one; coherent_pool= is a single argument");
    }
  }
};

struct cma_areas {
  static constexpr std::string_view id = "cma-areas";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A kernel has room for a fixed number of CMA areas; those beyond are given back, and the default area may be among them.";
  static constexpr std::string_view mirrors =
      "CMA_AREAS (mm/Kconfig), MAX_CMA_AREAS (include/linux/cma.h); 20 seen to work on Debian's 6.1 and 6.12";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    std::size_t count = 0;
    for (const region& each : plan.regions) count += each.reusable ? 1 : 0;
    const std::size_t most = carveout::cma_areas(plan.kernel);
    if (count <= most) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), " describes ", count, " CMA areas, and Linux ", plan.kernel.version, " has room for ",
        most, ": \"Not enough slots for CMA reserved regions!\"");
    put(it.fix, "set CONFIG_CMA_AREAS=", count, ", or join areas");
  }
};

struct cma_share {
  static constexpr std::string_view id = "cma-share";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "CMA stays below half of RAM: pages that cannot move have to live outside it, and when it is most of memory they end up "
      "where they block it.";
  static constexpr std::string_view mirrors =
      "gfp_to_alloc_flags_cma(), __rmqueue() (mm/page_alloc.c): half is where balancing sets in";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "outside-bank"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    bytes sum = 0;
    for (const region& each : plan.regions) sum += each.reusable ? each.size : 0;
    if (plan.banks.empty() || sum <= plan.ram() / 2) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), " gives ", human_size{sum}, " of its ", human_size{plan.ram()}, " of DRAM to CMA");
    put(it.fix, "keep CMA to ", human_size{plan.ram() / 2}, ", and give critical devices pools of their own");
  }
};

using cma_rules =
    rule_list<page_alignment, cma_alignment, pool_alignment, cma_zone, lowmem_boundary, one_default, cma_areas, cma_share>;

}  // namespace carveout::standard
