// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

struct odd_pool {
  bool reusable = true;
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    return {.kind = pool_kind::system_cma,
            .label = "area",
            .size = 64_MiB,
            .where = at(0x5000'0000),
            .no_map = !reusable,
            .reusable = reusable,
            .cma_default = true,
            .compatible = "shared-dma-pool"};
  }
};

// the recorded boots of g4_cmadefault_notreusable: a DMA pool, and the default area from Kconfig
// MESSAGE: error[cma-default-ignored]: pool 'area' [0x50000000..0x54000000) is linux,cma-default, but not reusable; the kernel
//   takes its Kconfig default area instead; make it a reusable shared-dma-pool, or drop linux,cma-default
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{odd_pool{.reusable = false}},
};

}  // namespace rule_test
