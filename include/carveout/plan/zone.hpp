// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include <carveout/core/interval.hpp>
#include <carveout/kernel/zones.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Which zone the search for ordinary pages begins in. arm64; searches go on into lower zones, never into higher ones.
namespace carveout {

enum class memory_zone : std::uint8_t { dma, dma32, normal };

[[nodiscard]] constexpr auto name_of(memory_zone value) -> std::string_view {
  return value == memory_zone::dma ? "ZONE_DMA" : value == memory_zone::dma32 ? "ZONE_DMA32" : "ZONE_NORMAL";
}

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

/// Where ZONE_DMA ends; 0 where the kernel has none. From 5.10 on it holds what the narrowest `dma-ranges` of the tree lets
/// through, and at most 4 GiB (arch/arm64/mm/init.c:zone_sizes_init(), max_zone_phys()). Only the devices of the plan are
/// looked at: one elsewhere in the tree can make it narrower.
[[nodiscard]] constexpr auto end_of_dma_zone(const memory_plan& plan) -> address {
  const dma_zone_facts zones = look_up(dma_zone_table, plan.kernel.version).value;
  if (!plan.kernel.config.zone_dma || std::string_view{zones.zone} != "ZONE_DMA") return 0;
  if (!zones.narrows_with_dma_ranges) return zone_boundary;
  address end = zone_boundary;
  for (const plan_device& each : plan.devices)
    if (!each.bus.empty() && each.bus.end < end) end = each.bus.end;
  if (zones.ends_at_power_of_two) end = std::bit_ceil(end);
  // without any DRAM in it, it is made wider
  const address start = span_of_ram(plan).begin;
  return start < end ? end : start < zone_boundary ? zone_boundary : max_address;
}

[[nodiscard]] constexpr auto has_dma32_zone(const memory_plan& plan) -> bool {
  return look_up(dma_zone_table, plan.kernel.version).value.has_dma32 && plan.kernel.config.zone_dma32;
}

/// The addresses that memory of a zone can have: searches go on into lower zones, so each begins at 0.
[[nodiscard]] constexpr auto window_of(const memory_plan& plan, memory_zone zone) -> interval {
  const address dma_end = end_of_dma_zone(plan);
  if (zone == memory_zone::dma && dma_end != 0) return {0, dma_end};
  return zone == memory_zone::normal ? interval::everything() : interval{0, zone_boundary};
}

/// What is not of the tree is searched downwards from here, and nothing is taken beyond (kernel/dma/contiguous.c:
/// dma_contiguous_reserve(), called with arm64_dma_phys_limit; of other architectures only that it is below 4 GiB).
[[nodiscard]] constexpr auto default_cma_limit(const memory_plan& plan) -> address {
  if (plan.kernel.arch != arch::arm64) return zone_boundary;
  if (const address dma_end = end_of_dma_zone(plan)) return dma_end;
  return has_dma32_zone(plan) ? zone_boundary : max_address;
}

/// The zone that the pages of a device come from at first: the highest that it reaches all of (kernel/dma/direct.c:
/// dma_direct_optimal_gfp_mask(), __dma_direct_optimal_gfp_mask(); up to 4.14 arch/arm64/mm/dma-mapping.c:
/// __dma_alloc_coherent()).
[[nodiscard]] constexpr auto first_zone(const memory_plan& plan, const plan_device& device) -> memory_zone {
  const address dma_end = end_of_dma_zone(plan);
  if (device.reach.end <= dma_end) return memory_zone::dma;
  return has_dma32_zone(plan) && device.reach.end <= zone_boundary ? memory_zone::dma32 : memory_zone::normal;
}

/// Whether dma_set_mask() takes that mask, or fails with -EIO and the old one stays. One below 32 bits has to reach the last
/// page of ZONE_DMA, or of DRAM where that ends before, and `dma-ranges` has to let it through (kernel/dma/direct.c:
/// dma_direct_supported(); seen on 6.1, known from 5.10 on).
[[nodiscard]] constexpr auto takes_mask(const memory_plan& plan, const plan_device& device, unsigned bits_of_mask) -> bool {
  if (bits_of_mask >= 32) return true;
  address end = span_of_ram(plan).end;
  if (const address zone = end_of_dma_zone(plan); zone != 0 && zone < end) end = zone;
  const interval last_page{end - (end < plan.kernel.page ? end : plan.kernel.page), end};
  return device.bus.contains(last_page) && bits(bits_of_mask).window.contains(last_page);
}

}  // namespace carveout
