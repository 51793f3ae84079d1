// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

struct other_pool {
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

constexpr auto good = board{
    "demo",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{other_pool{.reusable = true}},
};

}  // namespace rule_test
