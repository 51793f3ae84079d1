// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/interval.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/kernel/zones.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/route/step.hpp>
#include <carveout/route/zone.hpp>

/// Where the memory of each allocator on a route lies.
namespace carveout {
namespace detail {

/// From the first byte of DRAM to behind the last; nothing for a tree whose memory node firmware fills in.
[[nodiscard]] constexpr auto span_of_ram(const memory_plan& plan) -> interval {
  interval span{};
  for (const bank& each : plan.banks) {
    const interval range = interval::at(each.base, each.size);
    if (span.empty() || range.begin < span.begin) span.begin = range.begin;
    if (range.end > span.end) span.end = range.end;
  }
  return span;
}

/// The default area: of the tree, fixed by `cma=`, or searched by the kernel below the end of its zone for DMA.
[[nodiscard]] constexpr auto span_of_default_cma(const memory_plan& plan, std::size_t node) -> interval {
  if (node != no_index) return plan.regions[node].is_placed() ? plan.regions[node].range : plan.regions[node].window;
  if (const auto asked = find_argument(plan.extra_bootargs, "cma")) {
    const cma_argument cma = parse_cma(asked->value);
    if (cma.limit != 0) return {cma.base, cma.limit};
  }
  return {0, default_cma_ceiling};
}

}  // namespace detail

/// The addresses that memory of that step can have, cut by DRAM where the plan knows it. Of ordinary pages this is the zone
/// that the search begins in, and those below.
[[nodiscard]] constexpr auto memory_of(const memory_plan& plan, const dma_route& way, const route_step& step) -> interval {
  if (step.from == memory_source::default_cma) return detail::span_of_default_cma(plan, step.region);
  if (step.region != no_index) {
    const region& pool = plan.regions[step.region];
    return pool.is_placed() ? pool.range : pool.window;
  }
  const dma_zone_facts zones = look_up(dma_zone_table, plan.kernel.version).value;
  address end = max_address;
  switch (step.from) {
    case memory_source::buddy:
      if (way.zone == memory_zone::dma) end = end_of_dma_zone(plan);
      if (way.zone == memory_zone::dma32) end = zone_boundary;
      break;
    case memory_source::swiotlb:  // memblock_alloc_low()
    case memory_source::atomic_pool:
      // one pool up to 5.7, from the zone for DMA; later the caller looks at what each pool gives
      if (zones.has_dma32 || end_of_dma_zone(plan) != 0) end = zone_boundary;
      break;
    default:
      break;
  }
  const interval ram = detail::span_of_ram(plan);
  const interval range{0, end};
  return ram.empty() ? range : range.intersection(ram);
}

}  // namespace carveout
