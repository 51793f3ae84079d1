// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>

#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/coherent.hpp>
#include <carveout/alloc/swiotlb.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/route/route.hpp>

/// The allocators of a plan's regions, for a simulation: those of CMA areas, of coherent and of restricted pools.
namespace carveout {

/// The default CMA area that a kernel ends up with, as far as the plan says.
struct default_area {
  bytes size = 0;                  ///< 0: there is none
  std::optional<address> where{};  ///< nothing: the kernel looked for a place
  std::size_t region = no_index;   ///< where it is one of the plan's
};

/// From the tree, `cma=` or CMA_SIZE_MBYTES, whoever wins on that kernel (kernel/dma/contiguous.c:dma_contiguous_reserve(),
/// rmem_cma_setup()); rounded up to what the kernel aligns sizes to.
[[nodiscard]] constexpr auto default_area_of(const memory_plan& plan) -> default_area {
  if (!detail::has_default_cma(plan)) return {};
  const auto asked = find_argument(plan.extra_bootargs, "cma");
  const bool tree_wins = !asked || look_up(cma_winner_table, plan.kernel.version).value == cma_winner::tree;
  if (const region* const area = plan.default_cma(); area != nullptr && tree_wins)
    return {area->size, area->is_placed() ? std::optional{area->range.begin} : std::nullopt,
            static_cast<std::size_t>(area - plan.regions.data())};
  const cma_argument argument = asked ? parse_cma(asked->value) : cma_argument{.size = *plan.kernel.config.default_cma};
  return {align_up(argument.size, cma_alignment(plan.kernel)), argument.is_fixed ? std::optional{argument.base} : std::nullopt};
}

/// Memory that one allocator hands out, somewhere.
template <typename Model>
class placed_pool {
 public:
  constexpr placed_pool() = default;

  template <typename... Options>
  constexpr void make(const linux_kernel& kernel, bytes size, std::optional<address> where, const Options&... options) {
    where_ = where;
    // where nobody knows the base, it is aligned to more than any buffer is
    places_.emplace(arena{.base = where.value_or(0), .size = size, .granule = kernel.page}, options...);
  }

  struct buffer {
    bytes offset = 0;
    std::optional<address> where{};
  };
  constexpr auto allocate(bytes size) -> std::optional<buffer> {
    if (!places_ || size == 0) return std::nullopt;
    const allocation got = places_->allocate(size, 1);
    if (!got) return std::nullopt;
    return buffer{*got, where_ ? std::optional{*where_ + *got} : std::nullopt};
  }
  constexpr auto free(bytes offset, bytes size) -> refusal {
    return places_ && size != 0 ? places_->free(offset, size) : refusal::outside_pool;
  }
  constexpr void learn(bytes offset, address where) { where_ = where - offset; }

  [[nodiscard]] constexpr auto exists() const -> bool { return places_.has_value(); }
  [[nodiscard]] constexpr auto size() const -> bytes { return places_ ? places_->size() : 0; }
  [[nodiscard]] constexpr auto free_total() const -> bytes { return places_ ? places_->free_total() : 0; }
  [[nodiscard]] constexpr auto range() const -> std::optional<interval> {
    return where_ ? std::optional{interval::at(*where_, size())} : std::nullopt;
  }

 private:
  std::optional<Model> places_{};
  std::optional<address> where_{};
};

using simulated_cma = placed_pool<dma_contiguous<>>;
using simulated_coherent_pool = placed_pool<coherent_pool<>>;
using simulated_restricted_pool = placed_pool<swiotlb_pool<>>;

}  // namespace carveout
