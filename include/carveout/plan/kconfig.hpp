// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include <carveout/kernel/heaps.hpp>
#include <carveout/kernel/kconfig.hpp>
#include <carveout/plan/memory_plan.hpp>

/// What a plan needs of the kernel's configuration.
namespace carveout {

/// A symbol and what it has to be.
struct wanted_symbol {
  enum class form : std::uint8_t {
    on,
    off,
    at_least,  ///< a number
    zero       ///< better so, but nothing fails otherwise
  };
  std::string_view name{};  ///< without CONFIG_
  std::string_view because{};
  form is = form::on;
  unsigned number = 0;
};

/// Calls `look` with every symbol, those before that others need.
constexpr void for_each_wanted_symbol(const memory_plan& plan, const auto& look) {
  using form = wanted_symbol::form;
  unsigned areas = 0;
  bool restricted = false, ramoops = false, any_heap = false;
  bool imx_heap = false, ion_heap = false, dma_heap = false;  // by the driver that they need
  for (const region& each : plan.regions) {
    areas += each.reusable ? 1 : 0;
    restricted = restricted || each.kind == pool_kind::restricted;
    any_heap = any_heap || each.kind == pool_kind::heap;
    imx_heap = imx_heap || each.is_compatible("imx-ion-pool");
    ion_heap = ion_heap || each.is_compatible("carveout,ion-heap");
    dma_heap = dma_heap || each.is_compatible("carveout,dma-heap");
    ramoops = ramoops || each.is_compatible("ramoops");
  }
  const heap_facts heaps = look_up(heap_table, plan.kernel.version).value;
  if (!plan.regions.empty()) look(wanted_symbol{"OF_RESERVED_MEM", "every pool"});
  if (areas > 0) {
    look(wanted_symbol{"CMA", "reusable pools"});
    look(wanted_symbol{"DMA_CMA", "reusable pools"});
  }
  // the plan names the default area, or wants none: when the kernel refuses a node, nothing is to take its place in silence
  // (kernel/dma/contiguous.c:dma_contiguous_reserve())
  look(wanted_symbol{"CMA_SIZE_SEL_MBYTES", "the size of the default area", form::zero});
  look(wanted_symbol{"CMA_SIZE_MBYTES", "the size of the default area", form::zero});
  constexpr unsigned default_areas = 7;  // mm/Kconfig:CMA_AREAS
  if (areas > default_areas) look(wanted_symbol{"CMA_AREAS", "that many reusable pools", form::at_least, areas});
  if (restricted) look(wanted_symbol{"DMA_RESTRICTED_POOL", "restricted pools"});
  if ((plan.atomic_pool != 0 || plan.atomic_place() != nullptr) && plan.kernel.arch == arch::arm64) {
    if (find_symbol("DMA_DIRECT_REMAP", plan.kernel.version)->state != symbol_state::absent)
      look(wanted_symbol{"DMA_DIRECT_REMAP", "the atomic pool"});
    if (find_symbol("DMA_COHERENT_POOL", plan.kernel.version)->state != symbol_state::absent)
      look(wanted_symbol{"DMA_COHERENT_POOL", "the atomic pool"});
  }
  const bool imx_driver = imx_heap && heaps.ion_carveout;
  const bool ion_driver = ion_heap && find_symbol("ION_CARVEOUT_POOL", plan.kernel.version)->state != symbol_state::absent;
  if (imx_driver || ion_driver) {
    for (const char* const name : {"STAGING", "ANDROID", "ION"}) look(wanted_symbol{name, "the heap of ION"});
    if (imx_driver) look(wanted_symbol{"ION_CARVEOUT_HEAP", "the heap of ION"});
    if (ion_driver) look(wanted_symbol{"ION_CARVEOUT_POOL", "the heap of ION, by the recipe ion-carveout"});
    look(wanted_symbol{"ION_CMA_HEAP", "buffers of ION never come from CMA", form::off});
  }
  if (ramoops) {
    look(wanted_symbol{"PSTORE", "ramoops"});
    look(wanted_symbol{"PSTORE_RAM", "ramoops"});
  }
  if (heaps.dmabuf && (dma_heap || !plan.heaps.empty())) {
    bool system = false, other = false;
    for (const std::string_view name : plan.heaps) (name == "system" ? system : other) = true;
    look(wanted_symbol{"DMABUF_HEAPS", "the heaps that programs open"});
    if (system) look(wanted_symbol{"DMABUF_HEAPS_SYSTEM", "the heap 'system'"});
    if (dma_heap) look(wanted_symbol{"DMABUF_HEAPS_CARVEOUT_POOL", "the carveout heaps, by the recipe carveout-heap"});
    if (other && !any_heap) look(wanted_symbol{"DMABUF_HEAPS_CMA", "the heaps that programs open"});
  }
}

}  // namespace carveout
