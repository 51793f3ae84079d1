// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about `coherent_pool=`, and about sending every allocation there.
namespace carveout::standard {

namespace detail {

/// Whether the recipe pool-unclamp can give the atomic pool a place of its own.
[[nodiscard]] constexpr auto takes_place(const linux_kernel& kernel) -> bool {
  return kernel.arch == arch::arm64 && kernel.version >= kernel_version{5, 10};
}

}  // namespace detail

struct routing_needs_pool {
  static constexpr std::string_view id = "routing-needs-pool";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Routing every allocation to the atomic pool needs an atomic pool of a known size.";
  static constexpr std::string_view mirrors =
      "__dma_alloc() (arch/arm64/mm/dma-mapping.c), dma_direct_use_pool() (kernel/dma/direct.c)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (!plan.routing.everything_from_atomic_pool || plan.atomic_pools != 0 || plan.atomic_place() != nullptr) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), " routes every allocation to the atomic pool but describes none");
    put(it.fix, "add atomic{.size = ...} to its pools, or use routing::stock");
  }
};

struct atomic_pool_source {
  static constexpr std::string_view id = "atomic-pool-source";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The atomic pool is taken out of the default CMA area at boot and has to fit in it: up to 5.7 there is no pool "
      "otherwise, from 5.9 on ordinary memory is used up instead. Without any CMA one buddy block is the most.";
  static constexpr std::string_view mirrors =
      "dma_atomic_pool_init() (kernel/dma/remap.c), atomic_pool_expand() (kernel/dma/pool.c); seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "unknown-kernel", "one-default"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const region* source = plan.default_cma();
    if (plan.atomic_pool == 0) return;
    const atomic_pool_facts facts = atomic_pool(plan.kernel, plan.atomic_pool);
    if (source == nullptr) {
      const bytes block = largest_buddy_block(plan.kernel);
      if (facts.chunk <= block || !has_no_cma(plan)) return;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": coherent_pool=", memparse_size{plan.atomic_pool},
          " without CMA is more than one buddy block, ", human_size{block}, " (", plan.kernel,
          "), so there will be no pool at all");
      put(it.fix, "make it ", human_size{block}, ", or add a cma{} that is larger");
      return;
    }
    const bytes needed = facts.pools * facts.chunk;
    if (!facts.from_cma || needed <= source->size) return;
    finding& it = out.add_as(facts.falls_back ? severity::warning : severity::error, *source);
    put(it.message, subject_of(*source), ": coherent_pool=", memparse_size{plan.atomic_pool}, " takes ");
    if (facts.pools > 1) put(it.message, facts.pools, " times ", human_size{facts.chunk}, ", ");
    put(it.message, human_size{needed}, " of its ", human_size{source->size}, " (", plan.kernel, ')');
    put(it.message, facts.falls_back ? ", and the rest from ordinary memory" : ", so there will be no pool at all");
    put(it.fix, "make the CMA area larger than ", human_size{needed}, ", or the atomic pool smaller");
  }

 private:
  /// As far as the board says: neither cma= nor Kconfig makes an area.
  static constexpr auto has_no_cma(const memory_plan& plan) -> bool {
    if (const auto asked = find_argument(plan.extra_bootargs, "cma")) return parse_cma(asked->value).size == 0;
    return plan.kernel.config.default_cma == bytes{0};
  }
};

struct recipe_chunk_limit {
  static constexpr std::string_view id = "recipe-chunk-limit";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "\"Every allocation from the atomic pool\" serves, from 5.8 on, no request above one chunk of the pool, which is one "
      "buddy block however large coherent_pool= is; frame buffers then never get memory.";
  static constexpr std::string_view mirrors =
      "atomic_pool_expand() (kernel/dma/pool.c), 5.8; with the patch 8 MiB requests were seen to fail on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (!plan.routing.everything_from_atomic_pool || plan.atomic_pools == 0 || plan.atomic_place() != nullptr) return;
    const atomic_pool_facts facts = atomic_pool(plan.kernel, plan.atomic_pool);
    if (plan.atomic_pool > facts.chunk) {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan),
          " routes every allocation to the atomic pool, and coherent_pool=", memparse_size{plan.atomic_pool}, " becomes ",
          facts.pools, " times ", human_size{facts.chunk}, ": no larger request ever succeeds (", plan.kernel, ')');
      put(it.fix, "use routing::device_pools or routing::carveout_heaps, ",
          detail::takes_place(plan.kernel) ? "or give the pool a .where, which recipe pool-unclamp serves"
                                           : "or a kernel before 5.8");
      return;
    }
    for (const plan_device& device : plan.devices) {
      if (device.coherent || device.use_count != 0) continue;
      for (const dma_request& need : device.needs) {
        if (need.size <= facts.chunk) continue;
        finding& it = out.add(device);
        put(it.message, subject_of(device), " asks for ", human_size{need.size}, " of the atomic pool, whose first chunk is ",
            human_size{facts.chunk}, " (", plan.kernel, ')');
        put(it.fix, "give it a coherent pool of its own");
      }
    }
  }
};

struct atomic_pool_clamped {
  static constexpr std::string_view id = "atomic-pool-clamped";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "From 5.8 on coherent_pool= is clamped to one buddy block per zone without a word; what is above it is only a mark up to "
      "which the pools grow at run time, taking memory that they never give back.";
  static constexpr std::string_view mirrors =
      "atomic_pool_expand(), atomic_pool_work_fn() (kernel/dma/pool.c), 5.8; 64M seen to become 3 times 4 MiB on 6.1 and "
      "6.12, and to grow to 200 MiB on 6.1";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "unknown-kernel", "recipe-chunk-limit"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const atomic_pool_facts facts = atomic_pool(plan.kernel, plan.atomic_pool);
    if (plan.atomic_pool <= facts.chunk) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), ": coherent_pool=", memparse_size{plan.atomic_pool}, " becomes ", facts.pools, " times ",
        human_size{facts.chunk}, " at boot, no larger request ever succeeds, and use makes each pool grow until ",
        human_size{plan.atomic_pool}, " are free in it (", plan.kernel, ')');
    put(it.fix, "make it ", human_size{facts.chunk}, ", and give devices with larger buffers a pool of their own");
  }
};

struct atomic_pool_rounded {
  static constexpr std::string_view id = "atomic-pool-rounded";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "From 5.8 on coherent_pool= is rounded up to a power of two, once per zone; what is added is taken without being asked "
      "for.";
  static constexpr std::string_view mirrors =
      "atomic_pool_expand() (kernel/dma/pool.c), 5.8; 3M seen to become 3 times 4 MiB on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const atomic_pool_facts facts = atomic_pool(plan.kernel, plan.atomic_pool);
    if (plan.atomic_pool == 0 || plan.atomic_pool >= facts.chunk) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), ": coherent_pool=", memparse_size{plan.atomic_pool}, " becomes ", facts.pools, " times ",
        human_size{facts.chunk}, ", a power of two (", plan.kernel, ')');
    put(it.fix, "make it ", human_size{facts.chunk}, " or ", human_size{facts.chunk / 2});
  }
};

struct atomic_pool_cost {
  static constexpr std::string_view id = "atomic-pool-cost";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "From 5.8 on coherent_pool= is paid once per zone; together the pools stay below a sixteenth of RAM.";
  static constexpr std::string_view mirrors = "dma_atomic_pool_init() (kernel/dma/pool.c), 5.8; seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 4> after{"incomplete-board", "unknown-kernel", "atomic-pool-source",
                                                         "recipe-chunk-limit"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const atomic_pool_facts facts = atomic_pool(plan.kernel, plan.atomic_pool);
    if (plan.atomic_pool == 0 || facts.pools == 1 || facts.pools * facts.chunk <= plan.ram() / 16) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), ": coherent_pool=", memparse_size{plan.atomic_pool}, " is paid ", facts.pools, " times, ",
        human_size{facts.pools * facts.chunk}, " of ", human_size{plan.ram()}, " (", plan.kernel, ')');
    put(it.fix, "make it smaller, and give devices with large buffers a pool of their own");
  }
};

struct atomic_pool_place {
  static constexpr std::string_view id = "atomic-pool-place";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "An atomic pool with a place of its own is for kernels from 5.10 on with recipe pool-unclamp, and every device that it "
      "serves reaches all of it.";
  static constexpr std::string_view mirrors =
      "recipe pool-unclamp; dma_coherent_ok() (kernel/dma/direct.c), which gives back what a device does not reach";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "unknown-kernel", "no-room"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const region* const place = plan.atomic_place();
    if (place == nullptr) return;
    if (!detail::takes_place(plan.kernel)) {
      finding& it = out.add(*place);
      put(it.message, subject_of(*place), " is a place for the atomic pool, and nothing looks for it (", plan.kernel, ')');
      const bool whole = atomic_pool(plan.kernel, place->size).pools == 1;
      put(it.fix,
          whole ? "drop .where: the pool comes out of CMA in one piece" : "use pools of devices, or arm64 from 5.10 on");
      return;
    }
    for (const plan_device& device : plan.devices) {
      bool served = plan.routing.everything_from_atomic_pool;
      for (const dma_request& need : device.needs) served = served || need.atomic;
      if (!served || device.coherent || device.iommu || device.use_count != 0) continue;
      if (device.reach.begin <= place->range.begin && place->range.end <= device.reach.end) continue;
      finding& it = out.add(*place, device);
      put(it.message, subject_of(*place), " is the atomic pool, and ", subject_of(device), " reaches ",
          hex_range{device.reach});
      put(it.fix, "give it .where = below(", hex{device.reach.end}, "), or the device a pool of its own");
    }
  }
};

using atomic_pool_rules = rule_list<routing_needs_pool, atomic_pool_source, recipe_chunk_limit, atomic_pool_clamped,
                                    atomic_pool_rounded, atomic_pool_cost, atomic_pool_place>;

}  // namespace carveout::standard
