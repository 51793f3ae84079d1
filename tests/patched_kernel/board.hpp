// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>
#include <carveout/route/proofs.hpp>

namespace boards {

using namespace carveout;
using namespace carveout::literals;

/// QEMU's virt machine with 512 MiB and the devices of board-devices.dts, none of which ever depends on CMA.
inline constexpr auto probes = board{
    "probes",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 512_MiB}},
    pools{cma{.label = "linux_cma", .size = 32_MiB}, coherent{.label = "isp_pool", .size = 32_MiB},
          atomic{.size = 36_MiB, .where = below(4_GiB)}, carveout_heap{.label = "camera", .size = 64_MiB, .no_map = true},
          carveout_heap{.label = "video", .size = 64_MiB}},
    devices{device{.name = "gpu", .node = "/gpu", .reach = bits(32), .needs = {{.size = 32_MiB}}},
            device{.name = "isp", .node = "/isp", .reach = bits(32), .uses = {"isp_pool"}, .needs = {{.size = 32_MiB}}}},
    user_space{.heaps = {"camera", "video"}},
    routing::atomic_first,
};

static_assert(valid<probes>);
static_assert(cma_free<probes>);

}  // namespace boards
