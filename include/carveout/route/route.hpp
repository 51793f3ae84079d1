// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <exception>

#include <carveout/kernel/buddy.hpp>
#include <carveout/kernel/dma_path.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/plan/atomic_pool.hpp>
#include <carveout/plan/default_area.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/plan/zone.hpp>
#include <carveout/route/step.hpp>

/// Which allocators a DMA request is passed through, in which order and why: arm64's dma_alloc_attrs() as a table of steps.
namespace carveout {

/// Thrown by route() for what has no answer; in constant evaluation the throw stops the build.
class no_route : public std::exception {
 public:
  explicit no_route(const char* why) : why_{why} {}
  [[nodiscard]] auto what() const noexcept -> const char* override { return why_; }

 private:
  const char* why_;
};

namespace detail {

/// Builds a route, step by step.
class router {
 public:
  constexpr router(const memory_plan& plan, const plan_device& device, const dma_request& request)
      : plan_{plan}, device_{device}, request_{request}, area_{default_area_of(plan)} {}

  constexpr auto run() -> dma_route {
    made_.zone = device_.iommu ? memory_zone::normal : first_zone(plan_, device_);
    device_pool();
    if (!ended_) device_.iommu ? behind_iommu() : direct();
    return made_;
  }

 private:
  using from = memory_source;
  using how = memory_mapping;

  template <typename Value, std::size_t Rows>
  constexpr auto ask(const row<Value> (&table)[Rows]) -> fact<Value> {
    const fact<Value> found = look_up(table, plan_.kernel.version);
    made_.was_read = made_.was_read && found.was_read;
    return found;
  }

  constexpr void skip(memory_source source, const char* reason, const char* decided, std::size_t region = no_index) {
    if (!ended_) made_.steps.push_back({.from = source, .reason = reason, .source = decided, .region = region});
  }
  constexpr void take(memory_source source, step_outcome outcome, memory_mapping mapping, const char* reason,
                      const char* decided, std::size_t region = no_index) {
    if (ended_) return;
    made_.steps.push_back(
        {source, outcome, mapping, beyond(source), reason, decided, freed_by(source), region, most(source, region)});
    ended_ = outcome == step_outcome::last;
  }

  /// A pool of that kind that the device names, and why its driver does not attach it, if so.
  struct named_pool {
    std::size_t region = no_index;
    const char* unattached = nullptr;
  };

  /// The one that is attached, or else the first. Of several areas the last one counts, of several pools the first.
  [[nodiscard]] constexpr auto own(pool_kind kind) const -> named_pool {
    named_pool found;
    bool is_first_entry = true;
    for (const plan_use& use : plan_.uses_of(device_)) {
      const bool attached = device_.attaches && (device_.attaches_all || is_first_entry);
      is_first_entry = false;
      if (use.region == no_index || plan_.regions[use.region].kind != kind) continue;
      if (attached && (kind == pool_kind::device_cma || found.region == no_index || found.unattached != nullptr))
        found = {use.region, nullptr};
      else if (!attached && found.region == no_index)
        found = {use.region, device_.attaches ? "its driver attaches only the first entry of memory-region"
                                              : "its driver does not attach it"};
    }
    return found;
  }

  [[nodiscard]] constexpr auto beyond(memory_source source) const -> beyond_reach {
    if (device_.iommu) return source == from::device_pool ? beyond_reach::not_checked : beyond_reach::not_possible;
    const kernel_version version = plan_.kernel.version;
    switch (source) {
      case from::atomic_pool:
        return look_up(pool_test_table, version).value.checks_reach ? beyond_reach::next_pool : beyond_reach::not_checked;
      case from::device_cma:
      case from::default_cma:
        return look_up(cma_path_table, version).value.checks_reach ? beyond_reach::next : beyond_reach::not_checked;
      case from::buddy:
        return look_up(cma_path_table, version).value.checks_reach ? beyond_reach::lower_zone : beyond_reach::next;
      default:
        return beyond_reach::not_checked;
    }
  }

  [[nodiscard]] constexpr auto freed_by(memory_source source) const -> const char* {
    const free_path_facts path = look_up(free_path_table, plan_.kernel.version).value;
    if (source == from::device_pool) return path.device_pool;
    if (device_.iommu) return look_up(iommu_path_table, plan_.kernel.version).value.free;
    if (source == from::atomic_pool) return path.atomic_pool;
    return source == from::swiotlb || source == from::restricted_pool ? path.bounce : path.pages;
  }

  /// What that allocator ever gives to one request.
  [[nodiscard]] constexpr auto most(memory_source source, std::size_t region) const -> bytes {
    const bytes size = region == no_index ? 0 : plan_.regions[region].size;
    switch (source) {
      case from::device_pool:
        return std::bit_floor(size);
      case from::restricted_pool:
        return size < swiotlb_segment ? size : swiotlb_segment;
      case from::atomic_pool: {
        if (region != no_index) return size;
        // where it grows, later chunks can be larger than the first
        const atomic_pool_facts pool = atomic_pool(plan_.kernel, atomic_pool_size(plan_));
        return pool.grows ? largest_buddy_block(plan_.kernel) : pool.chunk;
      }
      case from::default_cma:
        return area_.size;
      case from::buddy:
        return largest_buddy_block(plan_.kernel);
      case from::swiotlb:
        return swiotlb_segment;
      default:
        return size;
    }
  }

  /// What is mapped for a buffer of ordinary or CMA pages.
  [[nodiscard]] constexpr auto page_mapping() const -> memory_mapping {
    if (request_.pages) return how::linear;
    if (passes_unmapped_) return how::none;
    return device_.coherent ? how::linear : how::remapped;
  }

  constexpr void device_pool() {
    constexpr const char* decided = "kernel/dma/coherent.c:dma_alloc_from_dev_coherent()";
    const auto [pool, unattached] = own(pool_kind::coherent);
    if (pool == no_index)
      skip(from::device_pool, "the device names no coherent pool", decided);
    else if (unattached != nullptr)
      skip(from::device_pool, unattached, "drivers/of/of_reserved_mem.c:of_reserved_mem_device_init()", pool);
    else if (request_.pages)
      skip(from::device_pool, "dma_alloc_pages() does not look at it", "kernel/dma/mapping.c:__dma_alloc_pages()", pool);
    else
      take(from::device_pool, step_outcome::last, how::device_pool, "the device's own pool comes first, and is all it has",
           decided, pool);
  }

  constexpr void behind_iommu() {
    const char* const decided = ask(iommu_path_table).source;
    if (request_.pages) return pages();
    if (!request_.atomic) {
      skip(from::atomic_pool, "the request may wait", decided);
      return take(from::scattered_pages, step_outcome::last, how::iommu, "the IOMMU makes single pages contiguous", decided);
    }
    skip(from::scattered_pages, "the request must not wait", decided);
    if (!device_.coherent)
      return take(from::atomic_pool, step_outcome::last, how::pool, "the device is not coherent and the request must not wait",
                  decided, atomic_place());
    skip(from::atomic_pool, "the device is coherent", decided);
    pages();
  }

  constexpr void direct() {
    const fact<pool_test_facts> test = ask(pool_test_table);
    restricted_pool();
    if (ended_) return;
    passes_unmapped_ = request_.no_kernel_mapping && test.value.no_kernel_mapping_passes && !request_.pages;
    if (request_.pages)
      skip(from::atomic_pool, "dma_alloc_pages() does not ask it", "kernel/dma/direct.c:dma_direct_alloc_pages()");
    else if (device_.coherent)
      skip(from::atomic_pool, "the device is coherent", test.source);
    else if (passes_unmapped_)
      skip(from::atomic_pool, "without a kernel mapping there is nothing to prepare", test.source);
    else if (request_.atomic)
      take(from::atomic_pool, step_outcome::last, how::pool, "the device is not coherent and the request must not wait",
           test.source, atomic_place());
    else if (plan_.routing.everything_from_atomic_pool)
      take(from::atomic_pool, step_outcome::last, how::pool, "the patched kernel sends every non-coherent request here",
           test.source, atomic_place());
    else
      skip(from::atomic_pool, "the request may wait", test.source);
    pages();
  }

  /// The bus attaches it before the driver is asked, whichever entry it is (drivers/of/device.c:
  /// of_dma_set_restricted_buffer()).
  constexpr void restricted_pool() {
    const std::size_t pool = own(pool_kind::restricted).region;
    if (pool == no_index) return;
    const fact<bool> driver = ask(restricted_pool_table);
    if (!driver.value) return skip(from::restricted_pool, "this kernel has no driver for it", driver.source, pool);
    if (!plan_.kernel.config.restricted_pool)
      return skip(from::restricted_pool, "DMA_RESTRICTED_POOL is off", driver.source, pool);
    take(from::restricted_pool, step_outcome::last, device_.coherent || request_.pages ? how::linear : how::remapped,
         "the device may use nothing else", "kernel/dma/direct.c:dma_direct_alloc_swiotlb()", pool);
  }

  /// CMA, then ordinary pages, then, in old kernels, the bounce buffers.
  constexpr void pages() {
    const fact<cma_path_facts> path = ask(cma_path_table);
    const step_outcome then = path.value.is_final ? step_outcome::last : step_outcome::falls_through;
    auto [own_area, unattached] = own(pool_kind::device_cma);
    if (unattached != nullptr) {
      skip(from::device_cma, unattached, "drivers/of/of_reserved_mem.c:of_reserved_mem_device_init()", own_area);
      own_area = no_index;
    }
    if (own_area != no_index) {
      if (request_.atomic)
        skip(from::device_cma, "the request must not wait", path.source, own_area);
      else
        take(from::device_cma, then, page_mapping(), "the device has an area of its own", path.source, own_area);
    } else if (area_.size == 0) {
      skip(from::default_cma, "there is no default area", path.source);
    } else if (request_.atomic) {
      skip(from::default_cma, "the request must not wait", path.source);
    } else if (request_.size <= plan_.kernel.page && !path.value.single_pages) {
      skip(from::default_cma, "a single page is not worth it", path.source);
    } else {
      take(from::default_cma, then, page_mapping(), "the request may wait", path.source, area_.region);
    }
    const bool bounces = path.value.bounces && !device_.iommu;
    take(from::buddy, bounces ? step_outcome::falls_through : step_outcome::last, page_mapping(), "pages are what is left",
         path.value.pages);
    if (bounces)
      take(from::swiotlb, step_outcome::last, page_mapping(), "no contiguous pages, or none that the device reaches",
           "lib/swiotlb.c:swiotlb_alloc_coherent(), 4.19 kernel/dma/swiotlb.c:swiotlb_alloc_buffer()");
  }

  /// The region that a patched kernel makes its only atomic pool of.
  [[nodiscard]] constexpr auto atomic_place() const -> std::size_t {
    const region* const place = plan_.atomic_place();
    return place == nullptr ? no_index : static_cast<std::size_t>(place - plan_.regions.data());
  }

  const memory_plan& plan_;
  const plan_device& device_;
  const dma_request& request_;
  default_area area_;
  dma_route made_{};
  bool ended_ = false;            ///< what was asked last has the last word
  bool passes_unmapped_ = false;  ///< DMA_ATTR_NO_KERNEL_MAPPING has an effect
};

}  // namespace detail

/// Why a request has no route, or nothing.
[[nodiscard]] constexpr auto why_no_route(const memory_plan& plan, const dma_request& request) -> const char* {
  if (request.size == 0) return "a request of no bytes has no route";
  if (const bytes ram = plan.ram(); ram != 0 && request.size > ram) return "a request for more than all of DRAM has no route";
  if (plan.kernel.arch != arch::arm64) return "routes are known for arm64 only";
  if (request.pages && !look_up(dma_alloc_pages_table, plan.kernel.version).value)
    return "dma_alloc_pages() is there from Linux 5.10 on";
  return nullptr;
}

/// The way of one request of a device, on the plan's kernel and with its routing policy. Throws no_route.
[[nodiscard]] constexpr auto route(const memory_plan& plan, const plan_device& device, const dma_request& request)
    -> dma_route {
  if (const char* const why = why_no_route(plan, request)) throw no_route{why};
  return detail::router{plan, device, request}.run();
}

}  // namespace carveout
