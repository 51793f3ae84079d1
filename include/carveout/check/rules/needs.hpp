// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/core/growing.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/buddy.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/plan/atomic_pool.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about what devices ask for (`.needs`), against the pools that serve them.
namespace carveout::standard {

namespace detail {

/// The pool that serves a device before anything else does, or null: its first coherent, restricted or CMA one.
[[nodiscard]] constexpr auto own_pool(const memory_plan& plan, const plan_device& device) -> const region* {
  for (const plan_use& use : plan.uses_of(device)) {
    if (use.region == no_index) continue;
    const region& pool = plan.regions[use.region];
    if (pool.kind == pool_kind::coherent || pool.kind == pool_kind::restricted || pool.kind == pool_kind::device_cma)
      return &pool;
  }
  return nullptr;
}

[[nodiscard]] constexpr auto whole_pages(const memory_plan& plan, bytes size) -> bytes {
  return align_up(size, plan.kernel.page);
}

/// What a request costs in a coherent pool: a power of two of pages (kernel/dma/coherent.c:__dma_alloc_from_coherent()).
[[nodiscard]] constexpr auto in_coherent_pool(const memory_plan& plan, bytes size) -> bytes {
  return round_up_to_power_of_two(whole_pages(plan, size));
}

}  // namespace detail

struct request_too_large {
  static constexpr std::string_view id = "request-too-large";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Every request of a device can succeed in the pool that serves it: a coherent pool takes powers of two, a restricted one "
      "256 KiB at most, the buddy allocator one block, the atomic pool one chunk, of which only the first is sure.";
  static constexpr std::string_view mirrors =
      "__dma_alloc_from_coherent() (kernel/dma/coherent.c), IO_TLB_SEGSIZE (include/linux/swiotlb.h), MAX_PAGE_ORDER, "
      "atomic_pool_expand() (kernel/dma/pool.c)";
  static constexpr std::array<std::string_view, 3> after{"unknown-name", "zero-size", "recipe-chunk-limit"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const region* const area = plan.default_cma();
    for (const plan_device& device : plan.devices)
      for (const dma_request& need : device.needs) judge(plan, area, device, need, out);
  }

 private:
  static constexpr void judge(const memory_plan& plan, const region* area, const plan_device& device, const dma_request& need,
                              findings& out) {
    const bytes block = largest_buddy_block(plan.kernel);
    if (const region* pool = detail::own_pool(plan, device)) {
      bytes most = pool->size;
      bytes cost = need.size;
      const char* why = "";
      if (pool->kind == pool_kind::coherent) {
        cost = detail::in_coherent_pool(plan, need.size);
        why = "counts in powers of two of pages and ";
      } else if (pool->kind == pool_kind::restricted) {
        most = swiotlb_segment < most ? swiotlb_segment : most;
        why = "is a restricted pool and ";
      } else if (block > most) {
        most = block;  // a full CMA area of a device's own falls back to ordinary pages
      }
      if (cost <= most) return;
      finding& it = out.add(device, *pool);
      put(it.message, subject_of(device), " asks for ", human_size{need.size}, " of ", subject_of(*pool), ", which ", why,
          "never has more than ", human_size{most}, " for one request");
      put(it.fix, "make the pool ", human_size{cost}, " or larger, or the request smaller");
      return;
    }
    if (device.coherent || !(need.atomic || plan.routing.everything_from_atomic_pool)) {
      if (need.size <= block || (area != nullptr && need.size <= area->size)) return;
      finding& it = out.add(device);
      put(it.message, subject_of(device), " asks for ", human_size{need.size}, " at once; it has no pool of its own, ",
          area == nullptr ? "there is no CMA" : "the default CMA area is smaller", ", and ordinary memory gives ",
          human_size{block}, " at most (", plan.kernel, ')');
      put(it.fix, "give it a coherent pool of ", human_size{detail::in_coherent_pool(plan, need.size)});
      return;
    }
    const region* const place = plan.atomic_place();
    const atomic_pool_facts pool = atomic_pool(plan.kernel, atomic_pool_size(plan));
    const bytes chunk = place != nullptr ? place->size : pool.chunk;
    if (need.size <= chunk) return;
    // chunks of a pool that grows are larger each time, up to a block
    const bool grows = place == nullptr && pool.grows;
    const bool later = grows && need.size <= block;
    finding& it = out.add(device);
    put(it.message, subject_of(device), " asks for ", human_size{need.size}, " of the atomic pool, which ",
        later ? "before it has grown has no more than " : "never has more than ", human_size{grows && !later ? block : chunk},
        " for one request (", plan.kernel, told_atomic_pool(plan) == 0 && place == nullptr ? ", without coherent_pool=)" : ")");
    put(it.fix, "make the request smaller, ");
    if (later) put(it.fix, "the pool ", human_size{round_up_to_power_of_two(detail::whole_pages(plan, need.size))}, ", ");
    put(it.fix, "or give the device a coherent pool of its own");
  }
};

struct pool_too_small {
  static constexpr std::string_view id = "pool-too-small";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A coherent pool holds everything that its devices ask for at the same time: it is all they have, and each buffer costs "
      "a power of two of pages.";
  static constexpr std::string_view mirrors =
      "dma_alloc_from_dev_coherent() is final (kernel/dma/coherent.c), all versions; a device's own CMA area falls back";
  static constexpr std::array<std::string_view, 3> after{"unknown-name", "zero-size", "request-too-large"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    struct demand {
      bytes size = 0;
      const plan_device* last = nullptr;
    };
    growing<demand> demands;  // by region
    for (const plan_device& device : plan.devices) {
      if (device.needs.empty()) continue;
      const region* const pool = detail::own_pool(plan, device);
      if (pool == nullptr || (pool->kind != pool_kind::coherent && pool->kind != pool_kind::device_cma)) continue;
      while (demands.size() < plan.regions.size()) demands.push_back({});
      demand& sum = demands[static_cast<std::size_t>(pool - plan.regions.data())];
      sum.last = &device;
      for (const dma_request& need : device.needs)
        sum.size += need.count * (pool->kind == pool_kind::coherent ? detail::in_coherent_pool(plan, need.size)
                                                                    : detail::whole_pages(plan, need.size));
    }
    for (std::size_t i = 0; i < demands.size(); ++i) {
      const region& pool = plan.regions[i];
      const auto [sum, last] = demands[i];
      if (last == nullptr || sum <= pool.size) continue;
      const bool falls_back = pool.kind == pool_kind::device_cma;
      finding& it = out.add_as(falls_back ? severity::warning : severity::error, pool, *last);
      put(it.message, subject_of(pool), " holds ", human_size{pool.size}, "; the needs of ", subject_of(*last),
          pool.users > 1 ? " and others" : "", " come to ", human_size{sum},
          falls_back ? ", the rest from ordinary memory" : ", in powers of two of pages");
      put(it.fix, "make it ", human_size{align_up(sum, pool.required_alignment)}, ", or the buffers fewer");
    }
  }
};

struct atomic_pool_too_small {
  static constexpr std::string_view id = "atomic-pool-too-small";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Up to 5.7, or with a place of its own, the atomic pool never grows, and it is all that those have who come to it: it "
      "holds everything that they ask for at the same time.";
  static constexpr std::string_view mirrors =
      "__alloc_from_pool() (arch/arm64/mm/dma-mapping.c), dma_alloc_from_pool() (kernel/dma/remap.c), to 5.7";
  static constexpr std::array<std::string_view, 3> after{"unknown-name", "request-too-large", "routing-needs-pool"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const region* const place = plan.atomic_place();
    const bool grows = place == nullptr && look_up(atomic_pool_table, plan.kernel.version).value.grows;
    if (plan.kernel.arch != arch::arm64 || grows) return;
    const bytes pool = place != nullptr ? place->size : atomic_pool_size(plan);
    bytes sum = 0;
    const plan_device* last = nullptr;
    for (const plan_device& device : plan.devices) {
      const region* const own = detail::own_pool(plan, device);
      if (device.coherent || device.iommu || (own != nullptr && own->kind == pool_kind::coherent)) continue;
      for (const dma_request& need : device.needs) {
        if (!need.atomic && !plan.routing.everything_from_atomic_pool) continue;
        sum += need.count * detail::whole_pages(plan, need.size);
        last = &device;
      }
    }
    if (last == nullptr || sum <= pool) return;
    finding& it = out.add(*last);
    put(it.message, subject_of(*last), ": the atomic pool has ", human_size{pool}, " and never grows (", plan.kernel,
        "), and what is asked of it comes to ", human_size{sum});
    put(it.fix, "make coherent_pool= ", human_size{sum}, " or more, or give devices coherent pools of their own");
  }
};

struct pool_rounding {
  static constexpr std::string_view id = "pool-rounding";
  static constexpr severity level = severity::note;
  static constexpr std::string_view summary =
      "Buffers in a coherent pool cost a power of two of pages each; sizes just above one waste almost half of the pool.";
  static constexpr std::string_view mirrors = "__dma_alloc_from_coherent() (kernel/dma/coherent.c), all versions";
  static constexpr std::array<std::string_view, 3> after{"unknown-name", "request-too-large", "pool-too-small"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const plan_device& device : plan.devices) {
      if (device.needs.empty()) continue;
      const region* pool = detail::own_pool(plan, device);
      if (pool == nullptr || pool->kind != pool_kind::coherent) continue;
      bytes lost = 0;
      for (const dma_request& need : device.needs) lost += need.count * (detail::in_coherent_pool(plan, need.size) - need.size);
      if (lost <= pool->size / 4) continue;
      finding& it = out.add(*pool, device);
      put(it.message, subject_of(*pool), ": buffers of ", subject_of(device), " lose ", human_size{lost}, " of it to rounding");
      put(it.fix, "ask for powers of two, or for several buffers in one request");
    }
  }
};

struct buffer_alignment {
  static constexpr std::string_view id = "buffer-alignment";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A buffer is aligned as its device demands: CMA aligns to its size, but never to more than CONFIG_CMA_ALIGNMENT says, "
      "and a pool only as well as it is aligned itself.";
  static constexpr std::string_view mirrors =
      "cma_alloc_aligned() (kernel/dma/contiguous.c); __dma_alloc_from_coherent() counts from the pool's base";
  static constexpr std::array<std::string_view, 3> after{"unknown-name", "request-too-large", "zero-size"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const bool has_default = plan.default_cma() != nullptr;
    for (const plan_device& device : plan.devices)
      for (const dma_request& need : device.needs) {
        if (need.alignment <= plan.kernel.page) continue;
        const region* pool = detail::own_pool(plan, device);
        bytes best = detail::in_coherent_pool(plan, need.size);
        const bool from_cma = pool != nullptr ? pool->reusable : has_default;
        if (from_cma && cma_buffer_alignment(plan.kernel) < best) best = cma_buffer_alignment(plan.kernel);
        const bool own = pool != nullptr && pool->kind == pool_kind::coherent;
        if (own && pool->is_placed())
          while (!is_aligned(pool->range.begin, best)) best /= 2;
        if (need.alignment <= best) continue;
        finding& it = out.add(device);
        put(it.message, subject_of(device), " needs ", human_size{need.size}, " aligned to ", human_size{need.alignment},
            ", but ",
            own        ? "its pool"
            : from_cma ? "CMA"
                       : "the kernel",
            " aligns it to ", human_size{best}, own ? "" : " only");
        put(it.fix, own ? "align the pool, and ask for a size of at least the alignment"
                        : "give it a coherent pool of that .alignment, and ask for a size of at least the alignment");
      }
  }
};

using need_rules = rule_list<request_too_large, pool_too_small, atomic_pool_too_small, pool_rounding, buffer_alignment>;

}  // namespace carveout::standard
