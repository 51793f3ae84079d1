// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <carveout/core/sink.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Under which names the heaps of a plan appear in /dev/dma_heap.
namespace carveout {

/// Its driver, which the recipe carveout-heap brings, calls the heap after its node without unit address.
[[nodiscard]] constexpr auto is_dma_heap(const region& value) -> bool { return value.is_compatible("carveout,dma-heap"); }

/// Its driver, which the recipe ion-carveout brings, makes it a heap of ION.
[[nodiscard]] constexpr auto is_ion_heap(const region& value) -> bool { return value.is_compatible("carveout,ion-heap"); }

/// Whether the region becomes a heap there. Drivers from outside call theirs after its node.
[[nodiscard]] constexpr auto appears_as_heap(const region& value, cma_heap_name naming) -> bool {
  if (naming == cma_heap_name::none) return false;
  if (value.kind == pool_kind::heap) return !is_ion_heap(value) && !value.is_compatible("imx-ion-pool");
  return value.reusable && (naming == cma_heap_name::fixed_and_each || (naming == cma_heap_name::area && value.cma_default));
}

template <text_sink Sink>
constexpr void write_heap_name(Sink& sink, const region& value) {
  is_dma_heap(value) ? write_base_name(sink, value) : write_node_name(sink, value);
}

/// Whether there is a heap of a default area that the plan has no node for: its name, or nothing.
[[nodiscard]] constexpr auto nameless_cma_heap(const memory_plan& plan, cma_heap_name naming) -> std::string_view {
  if (naming == cma_heap_name::none) return {};
  if (naming != cma_heap_name::area) return fixed_cma_heap;
  return plan.default_cma() == nullptr ? unnamed_cma_area : "";
}

}  // namespace carveout
