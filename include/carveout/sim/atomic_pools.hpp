// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <carveout/alloc/gen_pool.hpp>
#include <carveout/core/units.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/buddy.hpp>
#include <carveout/route/zone.hpp>

/// The atomic pools of a running kernel: which of them serves a request, and how they grow.
namespace carveout {

/// arm64's atomic pools, from what boot makes of `coherent_pool=` on.
///
/// Up to 5.7 one pool of that size. From 5.8 on one for each zone, of one chunk each; after a request was served, a worker adds
/// one chunk to every pool that has less than `coherent_pool=` free: as large as the pool already is, at most a buddy block
/// (atomic_pool_resize()). Chunks are never given back, and no buffer crosses from one into the next. Where a chunk lies is
/// not modelled, nor that memory for it may end; offsets count through the chunks of a pool.
class atomic_pools {
 public:
  struct grant {
    memory_zone pool = memory_zone::normal;
    bytes offset = 0;
    bytes size = 0;
  };

  /// `asked` is coherent_pool=, or default_atomic_pool().
  constexpr atomic_pools(const linux_kernel& kernel, bytes asked)
      : kernel_{kernel},
        low_water_{asked},
        facts_{atomic_pool(kernel, asked)},
        order_{look_up(pool_order_table, kernel.version).value} {
    const std::array there{is_single_ || kernel.config.zone_dma, !is_single_ && kernel.config.zone_dma32, !is_single_};
    for (std::size_t i = 0; i < pools_.size(); ++i)
      if (there[i]) pools_[i].emplace(arena{.size = facts_.chunk, .granule = kernel.page});
  }

  /// Bytes of all chunks of a pool; 0 where there is none.
  [[nodiscard]] constexpr auto size(memory_zone of) const -> bytes {
    const auto& pool = pools_[static_cast<std::size_t>(of)];
    return pool ? pool->size() : 0;
  }
  [[nodiscard]] constexpr auto available(memory_zone of) const -> bytes {
    const auto& pool = pools_[static_cast<std::size_t>(of)];
    return pool ? pool->free_total() : 0;
  }
  [[nodiscard]] constexpr auto size() const -> bytes {
    return size(memory_zone::dma) + size(memory_zone::dma32) + size(memory_zone::normal);
  }

  /// For a device whose pages are searched in that zone first. Nothing: the request fails, whatever the worker does later.
  constexpr auto allocate(bytes size, memory_zone first) -> std::optional<grant> {
    const bytes rounded = align_up(size, kernel_.page);
    for (std::optional<memory_zone> zone = first_pool(first); zone; zone = pool_after(*zone)) {
      auto& pool = pools_[static_cast<std::size_t>(*zone)];
      if (!pool) continue;
      const allocation got = pool->allocate(rounded, kernel_.page);
      if (!got) continue;
      needs_work_ = needs_work_ || (facts_.grows && pool->free_total() < low_water_);
      return grant{*zone, *got, rounded};
    }
    return std::nullopt;
  }

  constexpr auto free(const grant& buffer) -> refusal {
    auto& pool = pools_[static_cast<std::size_t>(buffer.pool)];
    return pool ? pool->free(buffer.offset, buffer.size) : refusal::outside_pool;
  }

  /// The worker runs once, if a request called for it (atomic_pool_work_fn()). Returns whether a pool grew.
  constexpr auto work() -> bool {
    if (!needs_work_) return false;
    needs_work_ = false;
    bool grew = false;
    for (auto& pool : pools_) {
      if (!pool || pool->free_total() >= low_water_) continue;
      const bytes block = largest_buddy_block(kernel_);
      pool->add_chunk(pool->size() < block ? round_up_to_power_of_two(pool->size()) : block);
      grew = true;
    }
    return grew;
  }

 private:
  [[nodiscard]] constexpr auto has(memory_zone zone) const -> bool {
    return pools_[static_cast<std::size_t>(zone)].has_value();
  }

  [[nodiscard]] constexpr auto first_pool(memory_zone zone) const -> std::optional<memory_zone> {
    if (is_single_ || has(zone)) return is_single_ ? memory_zone::dma : zone;
    if (zone == memory_zone::dma)
      return order_.dma_then_dma32 && has(memory_zone::dma32) ? memory_zone::dma32 : memory_zone::normal;
    if (zone == memory_zone::dma32 && !order_.dma32_then_others) return std::nullopt;
    return has(memory_zone::dma) ? memory_zone::dma : memory_zone::normal;
  }
  [[nodiscard]] constexpr auto pool_after(memory_zone zone) const -> std::optional<memory_zone> {
    if (is_single_ || zone == memory_zone::dma) return std::nullopt;
    if (zone == memory_zone::normal && has(memory_zone::dma32)) return memory_zone::dma32;
    return memory_zone::dma;
  }

  linux_kernel kernel_;
  bytes low_water_;
  atomic_pool_facts facts_;
  pool_order_facts order_;
  bool is_single_ = look_up(atomic_pool_table, kernel_.version).value.pools == 1;
  std::array<std::optional<gen_pool<first_fit_order_align>>, 3> pools_{};  ///< by memory_zone
  bool needs_work_ = false;
};

}  // namespace carveout
