// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>
#include <vector>

#include "recipe.hpp"
#include "recipes/carveout_heap.hpp"
#include "recipes/dma_from_pool.hpp"
#include "recipes/gst_ion_carveout.hpp"
#include "recipes/ion_carveout.hpp"
#include "recipes/max_order_prompt.hpp"
#include "recipes/pool_unclamp.hpp"

/// All recipes, in the order in which a tree gets them.
namespace carveout::patch {

[[nodiscard]] inline auto recipes() -> const std::vector<recipe>& {
  static const std::vector<recipe> list{dma_from_pool(),    pool_unclamp(), carveout_heap_driver(),
                                        max_order_prompt(), ion_carveout(), gst_ion_carveout()};
  return list;
}

[[nodiscard]] inline auto find_recipe(std::string_view id) -> const recipe* {
  for (const recipe& each : recipes())
    if (each.id == id) return &each;
  return nullptr;
}

}  // namespace carveout::patch
