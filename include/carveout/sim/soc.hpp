// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <carveout/core/growing.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/plan/atomic_pool.hpp>
#include <carveout/plan/default_area.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/route/route.hpp>
#include <carveout/sim/atomic_pools.hpp>
#include <carveout/sim/dma_areas.hpp>
#include <carveout/sim/reached.hpp>

/// A SoC whose devices ask for DMA memory: every allocator on the way of a request at once.
namespace carveout {

/// What a device got. A refusal is part of the answer: `served` is false, and the rest says nothing.
struct dma_answer {
  bool served = false;
  bool is_certain = true;  ///< false: it hangs on addresses that only the kernel knows; taken as served
  memory_source from = memory_source::buddy;
  memory_mapping mapping = memory_mapping::linear;
  std::size_t region = no_index;   ///< where it is one of the plan's
  std::optional<address> where{};  ///< nothing: only the kernel knows
  bytes offset = 0;                ///< in its region or default area
  bytes size = 0;                  ///< as asked
  atomic_pools::grant grant{};     ///< of an atomic pool
};

/// Follows route() through allocators that remember: CMA areas, coherent pools, and the atomic pools with their chunks, which
/// come out of the default CMA area as long as it has room and the zone covers it, then out of ordinary memory.
///
/// What ordinary pages and bounce buffers have to give is not counted: they serve what is not larger than they ever do, at
/// addresses unknown. CMA moves every page out that is in the way, and streaming maps take nothing from restricted pools.
/// Addresses of what boot placed itself are unknown until `learn` is told one.
class simulated_soc {
 public:
  /// As booted. `atomic_pool_size` is what counts as `coherent_pool=`, where the plan's own is not meant. The plan has to stay.
  constexpr explicit simulated_soc(const memory_plan& plan, std::optional<bytes> atomic_pool_size = std::nullopt)
      : plan_{plan}, atomic_{boot(atomic_pool_size)} {}
  simulated_soc(const simulated_soc&) = delete;
  auto operator=(const simulated_soc&) -> simulated_soc& = delete;

  /// Throws no_route. `device` is one of the plan's, or one like it with another mask.
  constexpr auto allocate(const plan_device& device, const dma_request& request) -> dma_answer {
    const dma_route way = route(plan_, device, request);
    for (const route_step& step : way.steps) {
      if (step.outcome == step_outcome::skipped) continue;
      dma_answer answer = ask(step, device, request, way.zone);
      if (!answer.served) continue;
      answer.from = step.from;
      answer.mapping = step.mapping;
      answer.region = step.region;
      answer.size = request.size;
      return answer;
    }
    return {};
  }

  constexpr auto free(const dma_answer& buffer) -> refusal {
    if (!buffer.served) return refusal::outside_pool;
    switch (buffer.from) {
      case memory_source::device_pool:
        return pools_[buffer.region].free(buffer.offset, buffer.size);
      case memory_source::device_cma:
        return areas_[buffer.region].free(buffer.offset, buffer.size);
      case memory_source::restricted_pool:
        return restricted_[buffer.region].free(buffer.offset, buffer.size);
      case memory_source::default_cma:
        return default_.free(buffer.offset, buffer.size);
      case memory_source::atomic_pool:
        return atomic_.free(buffer.grant);
      default:
        return refusal::none;
    }
  }

  /// The kernel refused what was not certain. To be said before anything else is asked.
  constexpr auto take_back(const dma_answer& buffer) -> refusal {
    return buffer.from == memory_source::atomic_pool ? atomic_.take_back(buffer.grant) : free(buffer);
  }

  /// The kernel put it there: what lies around it is known from now on.
  constexpr void learn(const dma_answer& buffer, address where) {
    if (buffer.from == memory_source::atomic_pool) atomic_.learn(buffer.grant, where);
    if (buffer.from == memory_source::default_cma) default_.learn(buffer.offset, where);
  }

  /// Time passes: the worker of the atomic pools has its turn. Returns whether a pool grew.
  constexpr auto settle() -> bool { return atomic_.work(chunk_source{*this}); }

  [[nodiscard]] constexpr auto atomic() const -> const atomic_pools& { return atomic_; }
  [[nodiscard]] constexpr auto default_cma() const -> const simulated_cma& { return default_; }
  [[nodiscard]] constexpr auto cma(std::size_t region) const -> const simulated_cma& { return areas_[region]; }
  [[nodiscard]] constexpr auto coherent_pool(std::size_t region) const -> const simulated_coherent_pool& {
    return pools_[region];
  }

 private:
  /// Everything, and then the atomic pools, which take from it.
  constexpr auto boot(std::optional<bytes> atomic_pool_size) -> atomic_pools {
    const linux_kernel& kernel = plan_.kernel;
    for (const region& each : plan_.regions) {
      simulated_cma& area = areas_.push_back({});
      simulated_coherent_pool& pool = pools_.push_back({});
      simulated_restricted_pool& slots = restricted_.push_back({});
      const std::optional<address> where = each.is_placed() ? std::optional{each.range.begin} : std::nullopt;
      if (each.kind == pool_kind::device_cma) area.make(kernel, each.size, where, kernel.config.cma_alignment);
      if (each.kind == pool_kind::coherent) pool.make(kernel, each.size, where);
      if (each.kind == pool_kind::restricted)
        slots.make(kernel, each.size, where, look_up(restricted_alignment_table, kernel.version).value);
    }
    const default_area area = default_area_of(plan_);
    if (area.size != 0) default_.make(kernel, area.size, area.where, kernel.config.cma_alignment);
    const region* const place = plan_.atomic_place();
    if (place != nullptr && place->is_placed()) return atomic_pools{kernel, place->range};
    return atomic_pools{kernel, atomic_pool_size.value_or(default_pool_size()), chunk_source{*this}};
  }

  /// `coherent_pool=`, or what is taken without it: a share of the RAM that is not reserved. A kernel's own size is left out,
  /// which may make a page too many (totalram_pages() when the pools are set up).
  [[nodiscard]] constexpr auto default_pool_size() const -> bytes {
    if (const bytes told = told_atomic_pool(plan_)) return told;
    bytes ram = plan_.ram();
    for (const region& each : plan_.regions)
      if (!each.reusable) ram -= each.range.size() < ram ? each.range.size() : ram;
    return default_atomic_pool(plan_.kernel, ram);
  }

  /// Where chunks of the atomic pools come from (atomic_pool_expand(), cma_in_zone()).
  struct chunk_source {
    simulated_soc& soc;

    constexpr auto operator()(memory_zone zone, bytes size) const -> chunk_memory {
      const atomic_pool_facts facts = atomic_pool(soc.plan_.kernel, size);
      const std::optional<interval> area = soc.default_.range();
      const bool covers = facts.pools == 1 || !area || area->end <= window_of(soc.plan_, zone).end;
      if (facts.from_cma && soc.default_.exists() && covers) {
        if (const auto got = soc.default_.allocate(size)) return {.where = got->where};
        if (!facts.falls_back) return {.there = false};
      }
      return {.there = size <= largest_buddy_block(soc.plan_.kernel)};
    }
  };

  constexpr auto ask(auto& pool, const plan_device& device, bytes size, bool looks, interval window) -> dma_answer {
    const auto got = pool.allocate(size);
    if (!got) return {};
    const reached answer = looks ? is_reached(plan_, device, got->where, size, window) : reached::yes;
    if (answer != reached::no)
      return {.served = true, .is_certain = answer == reached::yes, .where = got->where, .offset = got->offset};
    (void)pool.free(got->offset, size);
    return {};
  }

  constexpr auto ask(const route_step& step, const plan_device& device, const dma_request& request, memory_zone zone)
      -> dma_answer {
    const interval window = step.region == no_index ? interval::everything() : plan_.regions[step.region].window;
    const bool looks = step.beyond != beyond_reach::not_checked && step.beyond != beyond_reach::not_possible;
    switch (step.from) {
      case memory_source::device_pool:
        return ask(pools_[step.region], device, request.size, looks, window);
      case memory_source::device_cma:
        return ask(areas_[step.region], device, request.size, looks, window);
      case memory_source::default_cma:
        return ask(default_, device, request.size, looks, default_area_of(plan_).window);
      case memory_source::atomic_pool: {
        const auto grant =
            atomic_.allocate(request.size, zone, [&](memory_zone pool, std::optional<address> where, bytes size) {
              return looks ? is_reached(plan_, device, where, size, window_of(plan_, pool)) : reached::yes;
            });
        if (!grant) return {};
        return {.served = true, .is_certain = grant->is_certain, .where = grant->where, .grant = *grant};
      }
      case memory_source::restricted_pool:
        return ask(restricted_[step.region], device, request.size, true, window);
      case memory_source::buddy: {
        if (request.size > largest_buddy_block(plan_.kernel)) return {};
        // out of reach, lower zones are tried: what counts is the lowest
        const reached in_zone = is_reached(plan_, device, {}, request.size, window_of(plan_, memory_zone::dma));
        const reached anywhere = is_reached(plan_, device, {}, request.size);
        if (!looks || anywhere == reached::yes || in_zone == reached::yes) return {.served = true};
        return {.served = anywhere != reached::no, .is_certain = false};
      }
      case memory_source::swiotlb:
        return {.served = request.size <= swiotlb_segment, .is_certain = false};
      case memory_source::scattered_pages:
        return {.served = true};
    }
    return {};
  }

  const memory_plan& plan_;
  growing<simulated_cma> areas_{};  ///< by region; that of the default area is empty
  growing<simulated_coherent_pool> pools_{};
  growing<simulated_restricted_pool> restricted_{};
  simulated_cma default_{};
  atomic_pools atomic_;
};

}  // namespace carveout
