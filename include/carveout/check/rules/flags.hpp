// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about flags that exclude, need or ignore each other.
namespace carveout::standard {

namespace detail {

/// What becomes of a node that no handler takes.
[[nodiscard]] constexpr auto fate_of_refused(const memory_plan& plan) -> const char* {
  return look_up(refused_node_table, plan.kernel.version).value == refused_node::given_back
             ? "no handler takes it, and its memory is given back, unprotected"
             : "no handler takes it, and its memory is lost";
}

}  // namespace detail

struct reusable_no_map {
  static constexpr std::string_view id = "reusable-no-map";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A pool is reusable or no-map, never both: no handler takes it, and from 5.4 on its memory is given back, unprotected.";
  static constexpr std::string_view mirrors =
      "rmem_cma_setup(), rmem_dma_setup(); __reserved_mem_init_node() frees it, seen on 6.1 and 6.12";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (!each.reusable || !each.no_map) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is both reusable and no-map (", detail::fate_of_refused(plan), ')');
      put(it.fix, "drop one: reusable lends the pages to the system, no-map keeps everybody out");
    }
  }
};

struct coherent_mapped {
  static constexpr std::string_view id = "coherent-mapped";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A shared-dma-pool that is not reusable is no-map: arm refuses it at boot, arm64 when the first device attaches.";
  static constexpr std::string_view mirrors =
      "rmem_dma_setup(), dma_init_coherent_memory() (kernel/dma/coherent.c), all versions";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (each.no_map || each.reusable || !each.is_compatible("shared-dma-pool")) continue;
      // a tree's node that nobody uses yet does no harm on arm64
      const bool harmless = plan.from == front_end::device_tree && plan.kernel.arch != arch::arm && each.users == 0;
      finding& it = out.add_as(harmless ? severity::warning : level, each);
      put(it.message, subject_of(each), " is a shared-dma-pool with neither reusable nor no-map (",
          plan.kernel.arch == arch::arm ? "arm refuses it: \"regions without no-map are not yet supported\""
                                        : "its driver fails with -EINVAL: \"memremap attempted on ram\"",
          ')');
      put(it.fix, "add no-map for a pool of its devices' own, or reusable for CMA");
    }
  }
};

struct cma_default_ignored {
  static constexpr std::string_view id = "cma-default-ignored";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Only a reusable shared-dma-pool becomes the default CMA area; on another node linux,cma-default does nothing, and the "
      "Kconfig default takes over.";
  static constexpr std::string_view mirrors = "rmem_cma_setup() (kernel/dma/contiguous.c), all versions; seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 1> after{"reusable-no-map"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (!each.cma_default || (each.reusable && each.is_compatible("shared-dma-pool"))) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is linux,cma-default, but ", each.reusable ? "no shared-dma-pool" : "not reusable",
          "; the kernel takes its Kconfig default area instead");
      put(it.fix, "make it a reusable shared-dma-pool, or drop linux,cma-default");
    }
  }
};

struct dma_default_ignored {
  static constexpr std::string_view id = "dma-default-ignored";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "linux,dma-default makes a pool that serves every device only on arm and a few others; arm64 and riscv64 ignore it.";
  static constexpr std::string_view mirrors =
      "rmem_dma_setup() under CONFIG_ARM (up to 5.14) or CONFIG_DMA_GLOBAL_POOL (kernel/dma/coherent.c)";
  static constexpr std::array<std::string_view, 1> after{"restricted-flags"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.kernel.arch == arch::arm) return;
    for (const region& each : plan.regions) {
      if (!each.has_property("linux,dma-default")) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is linux,dma-default, which ", name_of(plan.kernel.arch), " ignores");
      put(it.fix, "name the pool in the memory-region of each device that should use it");
    }
  }
};

struct restricted_flags {
  static constexpr std::string_view id = "restricted-flags";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A restricted-dma-pool is mapped, kept and private: the kernel refuses it with reusable, no-map, linux,cma-default or "
      "linux,dma-default.";
  static constexpr std::string_view mirrors = "rmem_swiotlb_setup() (kernel/dma/swiotlb.c), 5.15 and later; seen on 6.1";
  static constexpr std::array<std::string_view, 2> after{"reusable-no-map", "cma-default-ignored"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (!each.is_compatible("restricted-dma-pool")) continue;
      const char* flag = each.no_map                              ? "no-map"
                         : each.reusable                          ? "reusable"
                         : each.has_property("linux,dma-default") ? "linux,dma-default"
                                                                  : nullptr;
      if (flag == nullptr) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is a restricted-dma-pool with ", flag, " (", detail::fate_of_refused(plan), ')');
      put(it.fix, "drop ", flag);
    }
  }
};

struct restricted_pool_kernel {
  static constexpr std::string_view id = "restricted-pool-kernel";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "A restricted-dma-pool confines its devices only from Linux 5.15 on.";
  static constexpr std::string_view mirrors = "rmem_swiotlb_setup() (kernel/dma/swiotlb.c), 5.15";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "restricted-flags"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (look_up(restricted_pool_table, plan.kernel.version).value) return;
    for (const region& each : plan.regions) {
      if (!each.is_compatible("restricted-dma-pool")) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is a restricted-dma-pool, which ", plan.kernel, " does not know");
      put(it.fix, "use a coherent pool, or Linux ", first_with(restricted_pool_table, true), " or later");
    }
  }
};

using flag_rules = rule_list<reusable_no_map, coherent_mapped, cma_default_ignored, restricted_flags, dma_default_ignored,
                             restricted_pool_kernel>;

}  // namespace carveout::standard
