// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/hana/tuple.hpp>

#include <carveout/core/units.hpp>
#include <carveout/model/placement.hpp>
#include <carveout/model/property.hpp>

/// The kinds of memory pool. Each is an aggregate to fill in, and answers with the flat facts that the tree needs.
namespace carveout {

enum class pool_kind : std::uint8_t { system_cma, device_cma, coherent, restricted, atomic, heap, firmware };

/// What a pool comes to, whatever its kind.
struct pool_facts {
  pool_kind kind = pool_kind::firmware;
  std::string_view label{};  ///< the device-tree label, and the name that everything else refers to
  std::string_view node{};   ///< the node's name without unit address; empty: the label with '-' for '_'
  bytes size = 0;
  bytes alignment = 0;  ///< asked for; what the kernel demands comes on top
  placement where{};
  bool no_map = false;       ///< not in the linear map: the CPU cannot touch it by accident
  bool reusable = false;     ///< lent to movable pages while no driver needs it: CMA
  bool cma_default = false;  ///< the area of every device that has none of its own
  compatible_list compatible{};
  const property_list* properties = nullptr;  ///< further ones; lives in the board

  // what only a tree that somebody else wrote has
  bool enabled = true;                             ///< its `status`
  fixed_vector<interval, 3> more_ranges{};         ///< what `reg` names beyond the first
  std::optional<std::string_view> unit_address{};  ///< behind the '@' of its name, where that is not its address; empty: no '@'
  bool verbatim = false;                           ///< written with the alignment and window that it has, and no better ones

  [[nodiscard]] constexpr auto has_property(std::string_view name) const -> bool {
    if (properties != nullptr)
      for (const property& each : *properties)
        if (each.name == name) return true;
    return false;
  }
  [[nodiscard]] constexpr auto is_compatible(std::string_view name) const -> bool {
    for (const std::string_view each : compatible)
      if (each == name) return true;
    return false;
  }
};

/// A pool kind: anything with the facts of a pool. A board team may write its own.
template <typename T>
concept pool_policy = requires(const T& pool) {
  { pool.facts() } -> std::same_as<pool_facts>;
};

namespace detail {

/// The facts that every kind with a node in the tree has under the same names.
template <typename Pool>
[[nodiscard]] constexpr auto facts_of(const Pool& pool, pool_kind kind, compatible_list compatible) -> pool_facts {
  return {.kind = kind,
          .label = pool.label,
          .node = pool.node,
          .size = pool.size,
          .alignment = pool.alignment,
          .where = pool.where,
          .compatible = compatible};
}

}  // namespace detail

/// The default CMA area of the system (`linux,cma-default`): pages that movable allocations borrow until a driver asks.
struct cma {
  std::string_view label = "linux_cma";
  std::string_view node = "linux,cma";
  bytes size = 0;
  placement where{};
  bytes alignment = 0;
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    pool_facts all = detail::facts_of(*this, pool_kind::system_cma, "shared-dma-pool");
    all.reusable = all.cma_default = true;
    return all;
  }
};

/// A CMA area of its own for the devices that name it. When it is full the kernel falls back to ordinary pages.
struct device_cma {
  std::string_view label{};
  std::string_view node{};
  bytes size = 0;
  placement where{};
  bytes alignment = 0;
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    pool_facts all = detail::facts_of(*this, pool_kind::device_cma, "shared-dma-pool");
    all.reusable = true;
    return all;
  }
};

/// Memory that belongs to its devices alone (`shared-dma-pool` + `no-map`): never lent, never migrated, no fall-back.
struct coherent {
  std::string_view label{};
  std::string_view node{};
  bytes size = 0;
  placement where{};
  bytes alignment = 0;
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    pool_facts all = detail::facts_of(*this, pool_kind::coherent, "shared-dma-pool");
    all.no_map = true;
    return all;
  }
};

/// A bounce buffer that confines untrusted devices (`restricted-dma-pool`, Linux 5.15 and later).
struct restricted {
  std::string_view label{};
  std::string_view node{};
  bytes size = 0;
  placement where{};
  bytes alignment = 0;
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    return detail::facts_of(*this, pool_kind::restricted, "restricted-dma-pool");
  }
};

/// The atomic pool, that is `coherent_pool=`: taken by the kernel at boot, no node in the tree. See kernel/atomic_pool.hpp for
/// what each kernel makes of the size.
///
/// With a place of its own it is a node instead (`carveout,atomic-pool`), one piece of exactly that size: for kernels from 5.10
/// on that the recipe `pool-unclamp` was applied to.
struct atomic {
  bytes size = 0;
  std::optional<placement> where{};
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    pool_facts all{.kind = pool_kind::atomic, .label = "coherent_pool", .size = size};
    if (!where) return all;
    all.node = "atomic-pool";
    all.where = *where;
    all.no_map = true;  // no second, cacheable mapping
    all.compatible = "carveout,atomic-pool";
    return all;
  }
};

/// A heap that user space opens (ION carveout, dma-buf heap), reserved for it alone. `compatible` is what the heap's driver
/// looks for; left out, lowering takes the one that fits the kernel (kernel/heaps.hpp).
struct carveout_heap {
  std::string_view label{};
  std::string_view node{};
  bytes size = 0;
  placement where{};
  bytes alignment = 0;
  compatible_list compatible{};
  /// ION clears its pages through the linear map, so they have to be in it. A dma-buf heap is cached when mapped, else
  /// uncached.
  bool no_map = false;
  property_list properties{};
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    pool_facts all = detail::facts_of(*this, pool_kind::heap, compatible);
    all.no_map = no_map;
    all.properties = &properties;
    return all;
  }
};

/// Anything else that owns memory: remote processors, OP-TEE, ramoops, display hand-over. carveout keeps everybody out and
/// writes down what it is told.
struct firmware {
  std::string_view label{};
  std::string_view node{};
  bytes size = 0;
  placement where{};
  bytes alignment = 0;
  compatible_list compatible{};
  bool no_map = true;
  bool reusable = false;
  property_list properties{};
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    pool_facts all = detail::facts_of(*this, pool_kind::firmware, compatible);
    all.no_map = no_map;
    all.reusable = reusable;
    all.properties = &properties;
    return all;
  }
};

/// What a node of /reserved-memory is to the kernel: rmem_cma_setup(), rmem_dma_setup(), rmem_swiotlb_setup(), and to drivers
/// that the recipes bring.
[[nodiscard]] constexpr auto kind_of_node(const pool_facts& node) -> pool_kind {
  if (node.is_compatible("restricted-dma-pool")) return pool_kind::restricted;
  if (node.is_compatible("shared-dma-pool")) {
    if (!node.reusable) return pool_kind::coherent;
    return node.cma_default ? pool_kind::system_cma : pool_kind::device_cma;
  }
  if (node.is_compatible("carveout,atomic-pool")) return pool_kind::atomic;
  for (const char* const heap : {"imx-ion-pool", "carveout,ion-heap", "carveout,dma-heap"})
    if (node.is_compatible(heap)) return pool_kind::heap;
  return pool_kind::firmware;
}

/// A node exactly as a tree by somebody else has it, where none of the kinds above says the same: disabled, of several ranges,
/// oddly named, with flags that contradict each other.
struct foreign_node {
  std::string_view label{};
  std::string_view node{};
  bytes size = 0;
  placement where{};
  bytes alignment = 0;
  compatible_list compatible{};
  bool no_map = false;
  bool reusable = false;
  bool cma_default = false;
  bool enabled = true;
  fixed_vector<interval, 3> more_ranges{};
  std::optional<std::string_view> unit_address{};
  property_list properties{};
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    pool_facts all = detail::facts_of(*this, pool_kind::firmware, compatible);
    all.no_map = no_map;
    all.reusable = reusable;
    all.cma_default = cma_default;
    all.enabled = enabled;
    all.more_ranges = more_ranges;
    all.unit_address = unit_address;
    all.verbatim = true;
    all.properties = &properties;
    all.kind = kind_of_node(all);
    return all;
  }
};

namespace archetypes {

/// The least that a pool kind is.
struct pool_policy {
  [[nodiscard]] constexpr auto facts() const -> pool_facts { return {}; }
};

}  // namespace archetypes

static_assert(pool_policy<archetypes::pool_policy>);
static_assert(pool_policy<cma> && pool_policy<device_cma> && pool_policy<coherent> && pool_policy<restricted>);
static_assert(pool_policy<atomic> && pool_policy<carveout_heap> && pool_policy<firmware> && pool_policy<foreign_node>);

/// The pools of a board, of any mix of kinds: `pools{cma{...}, atomic{...}, my_kind{...}}`.
template <pool_policy... Pools>
struct pools {
  boost::hana::tuple<Pools...> list;
  constexpr explicit pools(const Pools&... values) : list{values...} {}
};

}  // namespace carveout
