// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// CMA_MIN_ALIGNMENT_BYTES is new in 5.19 and absent in 5.17
// MESSAGE: note[unread-kernel]: board 'demo': Linux 5.18 was not read as to what CMA is aligned to; what is known since 4.9 is
//   assumed; look at mm/cma.c:cma_init_reserved_mem(); kernel/dma/contiguous.c:rmem_cma_setup(), or take a version that was
//   read
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {5, 18}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.size = 64_MiB, .where = at(0x9000'0000)}},
};

}  // namespace rule_test
