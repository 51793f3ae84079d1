// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <carveout/alloc/allocator.hpp>
#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/coherent.hpp>
#include <carveout/alloc/gen_pool.hpp>

#include "kernel_side.h"

/// The same pool twice: the kernel's, and carveout's.
namespace placement {

using carveout::bytes;

static_assert(std::is_same_v<bytes, kernel_bytes>);

struct policy {
  std::string_view name;
  kernel_policy algorithm;
  bool at = false;  ///< requests say where
};

inline constexpr policy policies[] = {
    {"cma", KERNEL_CMA},
    {"cma-dma", KERNEL_CMA_DMA},
    {"coherent", KERNEL_COHERENT},
    {"first_fit", KERNEL_FIRST_FIT},
    {"best_fit", KERNEL_BEST_FIT},
    {"first_fit_align", KERNEL_FIRST_FIT_ALIGN},
    {"first_fit_order_align", KERNEL_FIRST_FIT_ORDER_ALIGN},
    {"fixed_alloc", KERNEL_FIRST_FIT, true},
};

[[nodiscard]] inline auto find_policy(std::string_view name) -> const policy* {
  for (const policy& each : policies)
    if (each.name == name) return &each;
  return nullptr;
}

[[nodiscard]] constexpr auto is_gen_pool(const policy& which) -> bool { return which.algorithm >= KERNEL_FIRST_FIT; }

struct pool_setup {
  const policy* what = nullptr;
  bytes base = 0;
  bytes size = 0;
  unsigned option = 0;  ///< order_per_bit of cma, CONFIG_CMA_ALIGNMENT of cma-dma, min_alloc_order of a gen_pool

  [[nodiscard]] auto granule() const -> bytes { return is_gen_pool(*what) ? bytes{1} << option : 4096; }
};

class kernel_side {
 public:
  explicit kernel_side(const pool_setup& setup)
      : pool_{kernel_pool_create(setup.what->algorithm, setup.base, setup.size, setup.option)} {}

  void add_chunk(bytes size) { kernel_pool_add_chunk(pool_.get(), size); }
  auto allocate(bytes size, bytes alignment) -> bytes { return kernel_pool_allocate(pool_.get(), size, alignment); }
  auto allocate_at(bytes offset, bytes size) -> bytes { return kernel_pool_allocate_at(pool_.get(), offset, size); }
  void free(bytes offset, bytes size) { kernel_pool_free(pool_.get(), offset, size); }
  auto free_space(bytes& total, bytes& largest) -> bool { return kernel_pool_free_space(pool_.get(), &total, &largest) != 0; }

 private:
  struct destroy {
    void operator()(kernel_pool* pool) const { kernel_pool_destroy(pool); }
  };
  std::unique_ptr<kernel_pool, destroy> pool_;
};

/// Calls `run` with carveout's pool, whose type depends on the policy.
template <typename Run>
auto with_carveout(const pool_setup& setup, Run&& run) {
  using namespace carveout;
  const arena memory{setup.base, setup.size, setup.granule()};
  const auto go = [&]<typename Model, typename... Options>(std::type_identity<Model>, const Options&... options) {
    basic_allocator<Model> pool{memory, options...};
    return run(pool);
  };
  switch (setup.what->algorithm) {
    case KERNEL_CMA:
      return go(std::type_identity<cma_area<>>{}, setup.option);
    case KERNEL_CMA_DMA:
      return go(std::type_identity<dma_contiguous<>>{}, setup.option);
    case KERNEL_COHERENT:
      return go(std::type_identity<coherent_pool<>>{});
    case KERNEL_FIRST_FIT:
      return go(std::type_identity<gen_pool<first_fit>>{});
    case KERNEL_BEST_FIT:
      return go(std::type_identity<gen_pool<best_fit>>{});
    case KERNEL_FIRST_FIT_ALIGN:
      return go(std::type_identity<gen_pool<first_fit_align>>{});
    case KERNEL_FIRST_FIT_ORDER_ALIGN:
      return go(std::type_identity<gen_pool<first_fit_order_align>>{});
  }
  std::abort();
}

/// Only a gen_pool can do the first two; no policy without them asks for it.
template <typename Pool>
void add_chunk(Pool& pool, bytes size) {
  if constexpr (requires { pool.model().add_chunk(size); }) pool.model().add_chunk(size);
}

template <typename Pool>
auto allocate_at(Pool& pool, bytes offset, bytes size) -> carveout::allocation {
  if constexpr (requires { pool.model().allocate_at(offset, size); }) return pool.model().allocate_at(offset, size);
  return carveout::refusal::no_hole;
}

[[nodiscard]] inline auto answer_of(const carveout::allocation& result) -> bytes { return result ? *result : KERNEL_REFUSED; }

}  // namespace placement
