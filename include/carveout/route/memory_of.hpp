// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/interval.hpp>
#include <carveout/kernel/zones.hpp>
#include <carveout/plan/default_area.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/plan/zone.hpp>
#include <carveout/route/step.hpp>

/// Where the memory of each allocator on a route lies.
namespace carveout {

/// The addresses that memory of that step can have, cut by DRAM where the plan knows it. Of ordinary pages this is the zone
/// that the search begins in, and those below.
[[nodiscard]] constexpr auto memory_of(const memory_plan& plan, const dma_route& way, const route_step& step) -> interval {
  if (step.region != no_index) {
    const region& pool = plan.regions[step.region];
    return pool.is_placed() ? pool.range : pool.window;
  }
  interval range = interval::everything();
  const bool is_low = step.from == memory_source::swiotlb || step.from == memory_source::atomic_pool;
  if (step.from == memory_source::default_cma) range = default_area_of(plan).window;
  if (step.from == memory_source::buddy) range = window_of(plan, way.zone);
  // memblock_alloc_low(); and of pools there is one up to 5.7, from the zone for DMA, and later one looks at what each gives
  if (is_low && (has_dma32_zone(plan) || end_of_dma_zone(plan) != 0)) range = {0, zone_boundary};
  const interval ram = span_of_ram(plan);
  return ram.empty() ? range : range.intersection(ram);
}

}  // namespace carveout
