// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>

#include <carveout/core/interval.hpp>
#include <carveout/core/units.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/plan/zone.hpp>

/// Which default CMA area a plan's kernel ends up with.
namespace carveout {

/// Where an area that is not of the tree may lie.
[[nodiscard]] constexpr auto window_of(const memory_plan& plan, const cma_argument& asked) -> interval {
  const address limit = default_cma_limit(plan);
  return {asked.base, asked.limit != 0 && asked.limit < limit ? asked.limit : limit};
}

/// The area, as far as the plan says.
struct default_area {
  bytes size = 0;                  ///< as the kernel rounds it; 0: there is none
  std::size_t region = no_index;   ///< where it is one of the plan's
  std::optional<address> where{};  ///< nothing: the kernel looks for a place
  interval window{};               ///< where it lies, or may lie
};

/// From the tree, `cma=` or CMA_SIZE_MBYTES, whoever wins on that kernel (kernel/dma/contiguous.c:dma_contiguous_reserve(),
/// rmem_cma_setup()).
[[nodiscard]] constexpr auto default_area_of(const memory_plan& plan) -> default_area {
  const auto asked = find_argument(plan.extra_bootargs, "cma");
  const bool tree_wins = !asked || look_up(cma_winner_table, plan.kernel.version).value == cma_winner::tree;
  if (const region* const area = plan.default_cma(); area != nullptr && tree_wins) {
    const auto region = static_cast<std::size_t>(area - plan.regions.data());
    if (!area->is_placed()) return {.size = area->size, .region = region, .window = area->window};
    return {.size = area->size, .region = region, .where = area->range.begin, .window = area->range};
  }
  const cma_argument argument =
      asked ? parse_cma(asked->value) : cma_argument{.size = plan.kernel.config.default_cma.value_or(0)};
  if (argument.size == 0) return {};
  default_area found{.size = align_up(argument.size, cma_alignment(plan.kernel)), .window = window_of(plan, argument)};
  if (argument.is_fixed) {
    found.where = argument.base;
    found.window = interval::at(argument.base, found.size);
  }
  return found;
}

}  // namespace carveout
