// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <string_view>

/// Which allocator is meant to serve the DMA requests of the board's devices.
namespace carveout {

/// What a routing policy comes to.
struct routing_facts {
  std::string_view id{};
  std::string_view summary{};
  bool everything_from_atomic_pool = false;  ///< sleeping requests of non-coherent devices too
};

template <typename T>
concept routing_policy = requires {
  { T::facts } -> std::convertible_to<routing_facts>;
};

namespace routing {

/// The kernel as it is.
struct stock_policy {
  static constexpr routing_facts facts{.id = "stock", .summary = "the kernel's own order: device pool, CMA, buddy"};
};

/// "Get rid of CMA": every allocation of a non-coherent device comes from the atomic pool. Needs a patched DMA core; from 5.8
/// on one request can be no larger than one chunk of the pool (see kernel/atomic_pool.hpp).
struct atomic_first_policy {
  static constexpr routing_facts facts{.id = "atomic-first",
                                       .summary = "every non-coherent allocation from the atomic pool",
                                       .everything_from_atomic_pool = true};
};

/// Every device that matters has a pool of its own, named by `uses`; no patch.
struct device_pools_policy {
  static constexpr routing_facts facts{.id = "device-pools", .summary = "each device from the pools that it names"};
};

/// User space allocates from carveout heaps and drivers import the buffers; no patch of the DMA core.
struct carveout_heaps_policy {
  static constexpr routing_facts facts{.id = "carveout-heaps", .summary = "user space allocates from carveout heaps"};
};

inline constexpr stock_policy stock{};
inline constexpr atomic_first_policy atomic_first{};
inline constexpr device_pools_policy device_pools{};
inline constexpr carveout_heaps_policy carveout_heaps{};

}  // namespace routing

namespace archetypes {

/// The least that a routing policy is.
struct routing_policy {
  static constexpr routing_facts facts{};
};

}  // namespace archetypes

static_assert(routing_policy<archetypes::routing_policy>);
static_assert(routing_policy<routing::stock_policy> && routing_policy<routing::atomic_first_policy>);
static_assert(routing_policy<routing::device_pools_policy> && routing_policy<routing::carveout_heaps_policy>);

}  // namespace carveout
