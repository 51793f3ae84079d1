// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include <carveout/core/interval.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/kernel/zones.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/route/memory_of.hpp>

/// What becomes of a buffer that is there already and that a driver maps for DMA: dma_map_single(), dma_map_page(). arm64.
namespace carveout {

enum class streaming_outcome : std::uint8_t { in_place, bounced, refused };

[[nodiscard]] constexpr auto name_of(streaming_outcome value) -> std::string_view {
  return value == streaming_outcome::in_place  ? "mapped where it lies"
         : value == streaming_outcome::bounced ? "copied through the bounce buffer"
                                               : "refused";
}

struct streaming_map {
  streaming_outcome outcome = streaming_outcome::in_place;
  const char* reason = "";
  const char* source = "";  ///< file:function() that decides
  bytes most = 0;           ///< that one mapping can have; 0: as much as there is
};

namespace detail {

[[nodiscard]] constexpr auto swiotlb_says(const memory_plan& plan, std::string_view word) -> bool {
  const auto asked = find_argument(plan.extra_bootargs, "swiotlb");
  return asked &&
         (asked->value == word || (asked->value.ends_with(word) && asked->value[asked->value.size() - word.size() - 1] == ','));
}

}  // namespace detail

/// A bounce buffer exists on the plan's kernel.
[[nodiscard]] constexpr auto has_bounce_buffer(const memory_plan& plan) -> bool {
  if (detail::swiotlb_says(plan, "noforce")) return false;
  const address dma_end = end_of_dma_zone(plan);
  return detail::swiotlb_says(plan, "force") || look_up(bounce_buffer_always_table, plan.kernel.version).value ||
         span_of_ram(plan).end > (dma_end != 0 ? dma_end : zone_boundary);
}

/// How a device sees the memory of `buffer`. A bounce copy takes 256 KiB at most (IO_TLB_SEGSIZE), counted from the slot that
/// the buffer begins in; and it reads through the linear map, so memory of a no-map region must be within reach.
[[nodiscard]] constexpr auto map_streaming(const memory_plan& plan, const plan_device& device, interval buffer)
    -> streaming_map {
  if (device.iommu)
    return {streaming_outcome::in_place, "the IOMMU translates", "drivers/iommu/dma-iommu.c:iommu_dma_map_page()", 0};
  const auto limited = [&](const char* reason, const char* source) -> streaming_map {
    if (buffer.size() > swiotlb_segment)
      return {streaming_outcome::refused, "a bounce buffer has no room for that much at once",
              "kernel/dma/swiotlb.c:swiotlb_tbl_map_single()", swiotlb_segment};
    return {streaming_outcome::bounced, reason, source, swiotlb_segment};
  };
  if (look_up(restricted_pool_table, plan.kernel.version).value)
    for (const plan_use& use : plan.uses_of(device))
      if (use.region != no_index && plan.regions[use.region].kind == pool_kind::restricted)
        return limited("the device is confined to its restricted pool", "kernel/dma/swiotlb.c:rmem_swiotlb_device_init()");
  if (detail::swiotlb_says(plan, "force")) return limited("swiotlb=force", "kernel/dma/direct.h:dma_direct_map_page()");
  if (device.reach.contains(buffer))
    return {streaming_outcome::in_place, "the device reaches it", "include/linux/dma-direct.h:dma_capable()", 0};
  if (!has_bounce_buffer(plan))
    return {streaming_outcome::refused, "the device does not reach it, and there is no bounce buffer",
            "kernel/dma/direct.h:dma_direct_map_page()", 0};
  return limited("the device does not reach it", "kernel/dma/direct.h:dma_direct_map_page()");
}

}  // namespace carveout
