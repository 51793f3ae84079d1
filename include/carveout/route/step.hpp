// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <carveout/core/vector.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/plan/zone.hpp>

/// What a route is made of: who is asked, what comes of it, and how the memory then is.
namespace carveout {

enum class memory_source : std::uint8_t {
  device_pool,      ///< the coherent pool that the device's `memory-region` names
  restricted_pool,  ///< its restricted-dma-pool
  atomic_pool,      ///< `coherent_pool=`
  device_cma,       ///< a CMA area of its own
  default_cma,
  buddy,            ///< ordinary pages
  swiotlb,          ///< the bounce buffers
  scattered_pages,  ///< single pages that an IOMMU makes contiguous
};

[[nodiscard]] constexpr auto name_of(memory_source value) -> std::string_view {
  switch (value) {
    case memory_source::device_pool:
      return "device pool";
    case memory_source::restricted_pool:
      return "restricted pool";
    case memory_source::atomic_pool:
      return "atomic pool";
    case memory_source::device_cma:
      return "device CMA";
    case memory_source::default_cma:
      return "CMA";
    case memory_source::buddy:
      return "buddy";
    case memory_source::swiotlb:
      return "SWIOTLB";
    case memory_source::scattered_pages:
      return "scattered pages";
  }
  return "unknown";
}

[[nodiscard]] constexpr auto is_cma(memory_source value) -> bool {
  return value == memory_source::device_cma || value == memory_source::default_cma;
}

/// How the CPU sees the buffer.
enum class memory_mapping : std::uint8_t {
  linear,       ///< the kernel's own mapping, cacheable
  remapped,     ///< in vmalloc space, Normal non-cacheable, made for each buffer
  pool,         ///< in vmalloc space, Normal non-cacheable, made once for the pool
  device_pool,  ///< write-combining, which is Normal non-cacheable on arm64, made when the driver attached the pool
  none,         ///< the driver gets pages as a cookie; the linear mapping stays behind them
  iommu,        ///< in vmalloc space; cacheable where the device is coherent
};

[[nodiscard]] constexpr auto name_of(memory_mapping value) -> std::string_view {
  switch (value) {
    case memory_mapping::linear:
      return "linear map, cacheable";
    case memory_mapping::remapped:
      return "remapped, non-cacheable";
    case memory_mapping::pool:
      return "mapped with the pool, non-cacheable";
    case memory_mapping::device_pool:
      return "mapped with the device, non-cacheable";
    case memory_mapping::none:
      return "not mapped";
    case memory_mapping::iommu:
      return "remapped page by page";
  }
  return "unknown";
}

enum class step_outcome : std::uint8_t {
  skipped,
  falls_through,  ///< asked; when it has nothing, the next one is
  last            ///< asked; when it has nothing, the request fails
};

/// What happens to memory that an allocator found but the device does not reach.
enum class beyond_reach : std::uint8_t {
  not_checked,  ///< handed out: the device then reads and writes elsewhere
  next,         ///< given back, and the next allocator is asked
  next_pool,    ///< given back, and the atomic pool of the next lower zone is asked
  lower_zone,   ///< given back, and pages of ZONE_DMA32, then of ZONE_DMA, are asked for
  not_possible  ///< the IOMMU translates
};

[[nodiscard]] constexpr auto name_of(beyond_reach value) -> std::string_view {
  switch (value) {
    case beyond_reach::not_checked:
      return "handed out unseen";
    case beyond_reach::next:
      return "given back, the next is asked";
    case beyond_reach::next_pool:
      return "given back, the pool of the next lower zone is asked";
    case beyond_reach::lower_zone:
      return "given back, lower zones are asked";
    case beyond_reach::not_possible:
      return "the IOMMU translates";
  }
  return "unknown";
}

/// One allocator on the way.
struct route_step {
  memory_source from = memory_source::buddy;
  step_outcome outcome = step_outcome::skipped;
  memory_mapping mapping = memory_mapping::linear;  ///< of what it gives
  beyond_reach beyond = beyond_reach::not_checked;
  const char* reason = "";
  const char* source = "";        ///< file:function() that decides
  const char* freed_by = "";      ///< file:function() that takes the buffer back
  std::size_t region = no_index;  ///< of `plan.regions`, where it is one of them
  bytes most = 0;                 ///< that it ever gives to one request; 0: as much as there is

  [[nodiscard]] constexpr auto can_serve(bytes size) const -> bool { return most == 0 || size <= most; }
};

/// The way of a request.
struct dma_route {
  fixed_vector<route_step, 8> steps{};
  memory_zone zone = memory_zone::normal;  ///< where ordinary pages are searched at first
  bool was_read = true;                    ///< false: the version lies between two that were read

  /// The allocator that is asked first.
  [[nodiscard]] constexpr auto first() const -> const route_step& {
    for (const route_step& each : steps)
      if (each.outcome != step_outcome::skipped) return each;
    return steps[0];
  }
  /// Whether it may come to that allocator.
  [[nodiscard]] constexpr auto reaches(memory_source from) const -> bool {
    for (const route_step& each : steps)
      if (each.from == from && each.outcome != step_outcome::skipped) return true;
    return false;
  }
  [[nodiscard]] constexpr auto reaches_cma() const -> bool {
    return reaches(memory_source::device_cma) || reaches(memory_source::default_cma);
  }
};

}  // namespace carveout
