// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>

#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/coherent.hpp>
#include <carveout/alloc/swiotlb.hpp>
#include <carveout/kernel/target.hpp>

/// The allocators of a plan's regions, for a simulation: those of CMA areas, of coherent and of restricted pools.
namespace carveout {

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
