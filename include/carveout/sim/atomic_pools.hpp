// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <carveout/alloc/gen_pool.hpp>
#include <carveout/core/growing.hpp>
#include <carveout/core/units.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/buddy.hpp>
#include <carveout/plan/zone.hpp>
#include <carveout/sim/reached.hpp>

/// The atomic pools of a running kernel: which of them serves a request, where, and how they grow.
namespace carveout {

/// What a chunk is made of.
struct chunk_memory {
  bool there = true;               ///< false: there is no memory of that size
  std::optional<address> where{};  ///< nothing: only the kernel knows
};

/// Memory without end, and nobody knows where.
struct memory_somewhere {
  constexpr auto operator()(memory_zone /*zone*/, bytes /*size*/) const -> chunk_memory { return {}; }
};

/// arm64's atomic pools, from what boot makes of `coherent_pool=` on.
///
/// Up to 5.7 one pool of that size. From 5.8 on one for each zone, of one chunk each; after a request was served, a worker adds
/// one chunk to every pool that has less than `coherent_pool=` free: as large as the pool already is, at most a buddy block
/// (atomic_pool_resize()). Chunks are never given back, and no buffer crosses from one into the next.
///
/// Chunks come from `memory(zone, size)`, in the kernel's order: at boot those of normal, DMA and DMA32 memory, then the
/// worker's of DMA, DMA32 and normal memory. What it does not have is tried in halves.
class atomic_pools {
 public:
  struct grant {
    memory_zone pool = memory_zone::normal;
    bytes offset = 0;                ///< counted through the chunks of the pool
    bytes size = 0;                  ///< whole pages
    std::optional<address> where{};  ///< nothing: only the kernel knows
    bool is_certain = true;          ///< false: it is served if the device reaches it
    bool called_worker = false;
  };

  /// `asked` is coherent_pool=, or default_atomic_pool().
  template <typename Memory = memory_somewhere>
  constexpr atomic_pools(const linux_kernel& kernel, bytes asked, Memory&& memory = Memory{})
      : kernel_{kernel},
        low_water_{asked},
        facts_{atomic_pool(kernel, asked)},
        order_{look_up(pool_order_table, kernel.version).value} {
    if (!only_) expand(memory_zone::normal, facts_.chunk, memory);
    if (only_ || kernel.config.zone_dma) expand(memory_zone::dma, facts_.chunk, memory);
    if (!only_ && kernel.config.zone_dma32) expand(memory_zone::dma32, facts_.chunk, memory);
  }

  /// A kernel that the recipe pool-unclamp was applied to: one pool, the kernel's for normal memory, of exactly that place,
  /// which never grows.
  constexpr atomic_pools(const linux_kernel& kernel, interval place)
      : kernel_{kernel},
        low_water_{0},
        facts_{.pools = 1, .chunk = place.size(), .from_cma = false, .falls_back = false, .grows = false},
        order_{look_up(pool_order_table, kernel.version).value},
        only_{memory_zone::normal} {
    zone_pool& only = pools_[static_cast<std::size_t>(*only_)];
    only.places.emplace(arena{.size = place.size(), .granule = kernel.page});
    only.chunks.push_back({0, place.size(), place.begin});
  }

  /// Bytes of all chunks of a pool; 0 where there is none.
  [[nodiscard]] constexpr auto size(memory_zone of) const -> bytes {
    const auto& pool = pools_[static_cast<std::size_t>(of)].places;
    return pool ? pool->size() : 0;
  }
  [[nodiscard]] constexpr auto available(memory_zone of) const -> bytes {
    const auto& pool = pools_[static_cast<std::size_t>(of)].places;
    return pool ? pool->free_total() : 0;
  }
  [[nodiscard]] constexpr auto size() const -> bytes {
    return size(memory_zone::dma) + size(memory_zone::dma32) + size(memory_zone::normal);
  }

  /// For a device whose pages are searched in that zone first. Nothing: the request fails, whatever the worker does later.
  /// `reaches(pool, where, size)` tells what the device reaches; what it does not goes back, though another chunk of that pool
  /// might do, and the pool of the next lower zone is asked. (clang wants this definition before its use below.)
  constexpr auto allocate(bytes size, memory_zone first, const auto& reaches) -> std::optional<grant> {
    const bytes rounded = align_up(size, kernel_.page);
    for (std::optional<memory_zone> zone = first_pool(first); zone; zone = pool_after(*zone)) {
      zone_pool& asked = pools_[static_cast<std::size_t>(*zone)];
      if (!asked.places) continue;
      const allocation got = asked.places->allocate(rounded, kernel_.page);
      if (!got) continue;
      const std::optional<address> where = asked.where(*got);
      const reached answer = reaches(*zone, where, rounded);
      if (answer == reached::no) {
        (void)asked.places->free(*got, rounded);
        continue;
      }
      const bool calls = facts_.grows && !needs_work_ && asked.places->free_total() < low_water_;
      needs_work_ = needs_work_ || calls;
      return grant{*zone, *got, rounded, where, answer == reached::yes, calls};
    }
    return std::nullopt;
  }

  /// The same where nobody looks at that.
  constexpr auto allocate(bytes size, memory_zone first) -> std::optional<grant> {
    return allocate(size, first, [](memory_zone, std::optional<address>, bytes) { return reached::yes; });
  }

  constexpr auto free(const grant& buffer) -> refusal {
    auto& pool = pools_[static_cast<std::size_t>(buffer.pool)].places;
    return pool ? pool->free(buffer.offset, buffer.size) : refusal::outside_pool;
  }

  /// The kernel did not serve it after all: as if it had not been asked for.
  constexpr auto take_back(const grant& buffer) -> refusal {
    if (buffer.called_worker) needs_work_ = false;
    return free(buffer);
  }

  /// The kernel said where a buffer is, and so where its chunk is.
  constexpr void learn(const grant& buffer, address where) {
    for (chunk& each : pools_[static_cast<std::size_t>(buffer.pool)].chunks)
      if (buffer.offset >= each.offset && buffer.offset - each.offset < each.size)
        each.where = where - (buffer.offset - each.offset);
  }

  /// The worker runs once, if a request called for it (atomic_pool_work_fn()). Returns whether a pool grew.
  template <typename Memory = memory_somewhere>
  constexpr auto work(Memory&& memory = Memory{}) -> bool {
    if (!needs_work_) return false;
    needs_work_ = false;
    bool grew = false;
    for (const memory_zone zone : {memory_zone::dma, memory_zone::dma32, memory_zone::normal}) {
      const auto& places = pools_[static_cast<std::size_t>(zone)].places;
      if (!places || places->free_total() >= low_water_) continue;
      const bytes block = largest_buddy_block(kernel_);
      grew = expand(zone, places->size() < block ? round_up_to_power_of_two(places->size()) : block, memory) || grew;
    }
    return grew;
  }

 private:
  struct chunk {
    bytes offset = 0;
    bytes size = 0;
    std::optional<address> where{};
  };
  struct zone_pool {
    std::optional<gen_pool<first_fit_order_align>> places;
    growing<chunk> chunks;

    [[nodiscard]] constexpr auto where(bytes offset) const -> std::optional<address> {
      for (const chunk& each : chunks)
        if (each.where && offset >= each.offset && offset - each.offset < each.size)
          return *each.where + (offset - each.offset);
      return std::nullopt;
    }
  };

  /// One chunk more, smaller if there is no memory for it; not where it has to be of that size.
  constexpr auto expand(memory_zone zone, bytes size, auto& memory) -> bool {
    chunk_memory got = memory(zone, size);
    for (; !got.there && !only_ && size > kernel_.page; got = memory(zone, size)) size /= 2;
    if (!got.there) return false;
    zone_pool& to = pools_[static_cast<std::size_t>(zone)];
    to.chunks.push_back({to.places ? to.places->size() : 0, size, got.where});
    if (to.places)
      to.places->add_chunk(size);
    else
      to.places.emplace(arena{.size = size, .granule = kernel_.page});
    return true;
  }

  [[nodiscard]] constexpr auto has(memory_zone zone) const -> bool {
    return pools_[static_cast<std::size_t>(zone)].places.has_value();
  }

  [[nodiscard]] constexpr auto first_pool(memory_zone zone) const -> std::optional<memory_zone> {
    if (only_ || has(zone)) return only_ ? *only_ : zone;
    if (zone == memory_zone::dma)
      return order_.dma_then_dma32 && has(memory_zone::dma32) ? memory_zone::dma32 : memory_zone::normal;
    if (zone == memory_zone::dma32 && !order_.dma32_then_others) return std::nullopt;
    return has(memory_zone::dma) ? memory_zone::dma : memory_zone::normal;
  }
  [[nodiscard]] constexpr auto pool_after(memory_zone zone) const -> std::optional<memory_zone> {
    if (only_ || zone == memory_zone::dma) return std::nullopt;
    if (zone == memory_zone::normal && has(memory_zone::dma32)) return memory_zone::dma32;
    return memory_zone::dma;
  }

  linux_kernel kernel_;
  bytes low_water_;
  atomic_pool_facts facts_;
  pool_order_facts order_;
  /// Where there is one pool only: whose it counts as.
  std::optional<memory_zone> only_ =
      look_up(atomic_pool_table, kernel_.version).value.pools == 1 ? std::optional{memory_zone::dma} : std::nullopt;
  std::array<zone_pool, 3> pools_{};  ///< by memory_zone
  bool needs_work_ = false;
};

}  // namespace carveout
