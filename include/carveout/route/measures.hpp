// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <carveout/core/vector.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/plan/heap_names.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/route/route.hpp>

/// What a board's intent (its routing policy and its pools) takes on its kernel: which recipes of `carveout patch`, and why;
/// what still comes to CMA then. The board's choice is respected; `advice` says where another would need less.
namespace carveout {

/// A recipe, in the order in which a tree gets them, and why it is taken or left.
struct measure {
  std::string_view recipe{};
  bool taken = false;
  std::string_view why{};
};

struct measures {
  fixed_vector<measure, 6> recipes{};
  std::string_view advice{};  ///< empty: the board does what carveout would

  [[nodiscard]] constexpr auto takes(std::string_view recipe) const -> bool {
    for (const measure& each : recipes)
      if (each.recipe == recipe) return each.taken;
    return false;
  }
  [[nodiscard]] constexpr auto takes_any() const -> bool {
    for (const measure& each : recipes)
      if (each.taken) return true;
    return false;
  }
};

namespace detail {

/// Since 5.8 the atomic pool comes in pieces, and patching the DMA core is not enough.
[[nodiscard]] constexpr auto pool_is_pieces(const memory_plan& plan) -> bool {
  return plan.kernel.arch != arch::arm && plan.kernel.version >= kernel_version{5, 8};
}

[[nodiscard]] constexpr auto dma_from_pool(const memory_plan& plan) -> measure {
  measure it{.recipe = "dma-from-pool", .taken = plan.routing.everything_from_atomic_pool};
  if (it.taken)
    it.why = pool_is_pieces(plan) ? "the board asks for it: every request of a non-coherent device goes to the atomic pool"
                                  : "every request of a non-coherent device goes to the atomic pool, which is one piece of the "
                                    "size asked for on this kernel";
  else if (plan.routing.id == "device-pools")
    it.why = "each device is served by the pool that it names; the DMA core stays as it is";
  else if (plan.routing.id == "carveout-heaps")
    it.why = "user space allocates from carveout heaps and drivers import; the DMA core stays as it is";
  else
    it.why = "the board does not ask for it";
  return it;
}

[[nodiscard]] constexpr auto pool_unclamp(const memory_plan& plan) -> measure {
  measure it{.recipe = "pool-unclamp"};
  const bool placed = plan.atomic_place() != nullptr;
  const bool possible = plan.kernel.arch == arch::arm64 && plan.kernel.version >= kernel_version{5, 10};
  it.taken = possible && (placed || (plan.routing.everything_from_atomic_pool && plan.atomic_pool != 0));
  if (placed && it.taken)
    it.why = "the atomic pool has a place of its own, which no kernel looks for by itself";
  else if (it.taken)
    it.why = "without it the pool is several pieces of at most one buddy block, and no larger request succeeds";
  else if (!pool_is_pieces(plan))
    it.why = "on this kernel the pool is one piece of the size asked for";
  else if (!possible)
    it.why = "it is for arm64, from 5.10 on";
  else
    it.why = "only requests that must not wait come to the pool, and its pieces are large enough for them";
  return it;
}

[[nodiscard]] constexpr auto any_region(const memory_plan& plan, const auto& is) -> bool {
  for (const region& each : plan.regions)
    if (is(each)) return true;
  return false;
}

[[nodiscard]] constexpr auto is_imx_heap(const region& each) -> bool { return each.is_compatible("imx-ion-pool"); }

[[nodiscard]] constexpr auto ion_carveout(const memory_plan& plan) -> measure {
  const heap_driver_facts& driver = *find_heap_driver("carveout,ion-heap");
  if (any_region(plan, is_ion_heap))
    return serves(driver, plan.kernel) ? measure{"ion-carveout", true, "nothing in this kernel makes a heap of ION from a node"}
                                       : measure{"ion-carveout", false, "it has no form for this kernel"};
  if (any_region(plan, is_imx_heap)) return {"ion-carveout", false, "NXP's kernel has the driver of imx-ion-pool"};
  return {"ion-carveout", false, "no pool is a heap of ION"};
}

[[nodiscard]] constexpr auto carveout_heap_driver(const memory_plan& plan) -> measure {
  const heap_driver_facts& driver = *find_heap_driver("carveout,dma-heap");
  if (!any_region(plan, is_dma_heap)) return {"carveout-heap", false, "no pool is a carveout,dma-heap"};
  if (!serves(driver, plan.kernel)) return {"carveout-heap", false, "it has no form for this kernel"};
  return {"carveout-heap", true, "no kernel has a dma-buf heap for a node of /reserved-memory by itself"};
}

[[nodiscard]] constexpr auto gst_ion_carveout(const memory_plan& plan) -> measure {
  measure it{.recipe = "gst-ion-carveout"};
  const kernel_version version = plan.kernel.version;
  if (!any_region(plan, is_imx_heap) && !any_region(plan, is_ion_heap))
    it.why = "no pool is a heap of ION";
  else if (plan.kernel.vendor != vendor::nxp)
    it.why = "the plug-in is part of NXP's BSP";
  else if (version < kernel_version{4, 14})
    it.why = "there the plug-in takes the heap that its property heap-id names";
  else if (version >= kernel_version{5, 10})
    it.why = "from 5.10 on NXP's plug-in opens /dev/dma_heap/linux,cma first";
  else {
    it.taken = true;
    it.why = "NXP's plug-in asks heaps of type DMA only, which are CMA";
  }
  return it;
}

}  // namespace detail

[[nodiscard]] constexpr auto measures_of(const memory_plan& plan) -> measures {
  measures out;
  out.recipes.push_back(detail::dma_from_pool(plan));
  out.recipes.push_back(detail::pool_unclamp(plan));
  out.recipes.push_back(
      {"max-order-prompt", false, "no pool needs larger buddy blocks, and CMA alignment would grow with them"});
  out.recipes.push_back(detail::ion_carveout(plan));
  out.recipes.push_back(detail::carveout_heap_driver(plan));
  out.recipes.push_back(detail::gst_ion_carveout(plan));
  if (plan.routing.everything_from_atomic_pool && detail::pool_is_pieces(plan))
    out.advice =
        "from 5.8 on a coherent pool for each device, or a carveout heap, keeps it from CMA as well, and leaves the DMA core "
        "as "
        "it is: routing::device_pools, routing::carveout_heaps";
  else if (plan.routing.id.empty() || plan.routing.id == "stock")
    out.advice = "the board has no routing policy that keeps devices from CMA";
  return out;
}

/// A request that may come to CMA. `declared`: by `.needs`; otherwise 1 MiB stands for what a device may ask.
struct cma_request {
  const plan_device* device = nullptr;
  dma_request need{};
  bool declared = false;
  route_step step{};
};

/// Calls `look` with every request that may still come to CMA with the plan's policy, once for each. arm64 only.
constexpr void for_each_cma_request(const memory_plan& plan, const auto& look) {
  constexpr dma_request usual{.size = 1024 * 1024};
  for (const plan_device& device : plan.devices) {
    const bool declared = !device.needs.empty();
    for (const dma_request& need : declared ? device.needs : std::span{&usual, 1}) {
      if (why_no_route(plan, need) != nullptr) continue;
      for (const route_step& step : route(plan, device, need).steps) {
        if (step.outcome == step_outcome::skipped || !is_cma(step.from)) continue;
        look(cma_request{&device, need, declared, step});
        break;
      }
    }
  }
}

}  // namespace carveout
