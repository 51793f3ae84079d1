// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <carveout/core/units.hpp>
#include <carveout/core/vector.hpp>

/// What the rest of the system needs from a memory plan.
namespace carveout {

/// Memory that must be left for Linux and its programs, pools that keep their pages to themselves taken off.
struct budget {
  bytes free_ram = 0;
};

/// A smaller or larger fitting of the same board, by the sum of its DRAM: banks are filled in their order.
struct ram_variant {
  std::string_view name{};
  bytes size = 0;
};

/// `ram_variants{ram_variant{.name = "1g", .size = 1_GiB}}`
struct ram_variants : fixed_vector<ram_variant, 6> {
  using fixed_vector::fixed_vector;
};

/// What programs open to get buffers: the names under /dev/dma_heap.
struct user_space {
  fixed_vector<std::string_view, 6> heaps{};
};

/// Further lines of the Kconfig fragment, one symbol each: `kconfig{"CONFIG_CMA_DEBUGFS=y"}`.
struct kconfig : fixed_vector<std::string_view, 16> {
  using fixed_vector::fixed_vector;
};

/// The text of a kernel's final `.config`: facts are read from it, and the plan is judged by it.
struct dot_config {
  std::string_view text{};
  constexpr explicit dot_config(std::string_view file) : text(file) {}
};

}  // namespace carveout
