// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace boards {

using namespace carveout;
using namespace carveout::literals;

/// NXP i.MX 8M Mini EVK on a mainline 6.1 kernel: decoder and camera own their memory, CMA serves the rest, and the DMA core
/// stays as it is.
inline constexpr auto imx8mm_evk = board{
    "imx8mm-evk",
    linux_kernel{.version = {6, 1}, .arch = arch::arm64, .page = 4_KiB},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},

    pools{
        cma{.label = "linux_cma", .size = 256_MiB, .where = within(0x4000'0000, 0xa000'0000)},
        coherent{.label = "vpu_pool", .size = 128_MiB, .where = below(0xb800'0000)},
        coherent{.label = "camera_pool", .size = 64_MiB, .where = below(0xb800'0000)},
        atomic{.size = 4_MiB},

        // OP-TEE: 30 MiB of its own and 2 MiB that it shares with Linux, where TF-A and U-Boot expect it
        firmware{.label = "optee", .size = 32_MiB, .where = at(0xbe00'0000)},

        // the Cortex-M4 and its mailboxes; remoteproc finds them by these node names
        firmware{.label = "vdev0vring0", .size = 32_KiB, .where = at(0xb800'0000)},
        firmware{.label = "vdev0vring1", .size = 32_KiB, .where = at(0xb800'8000)},
        firmware{.label = "rsc_table", .node = "rsc-table", .size = 4_KiB, .where = at(0xb80f'f000)},
        coherent{.label = "vdev0buffer", .size = 1_MiB, .where = at(0xb840'0000)},

        firmware{
            .label = "crash_log",
            .node = "ramoops",
            .size = 1_MiB,
            .where = within(0x8000'0000, 0xb800'0000),
            .compatible = "ramoops",
            .no_map = false,
            .properties = {cells("record-size", {0x20000}), cells("console-size", {0x40000}), cells("pmsg-size", {0x20000})}},
    },

    // upstream trees are built without labels, so nodes are named by path
    devices{
        device{.name = "decoder_g1", .node = "/soc@0/video-codec@38300000", .reach = bits(32), .uses = {"vpu_pool"}},
        device{.name = "decoder_g2", .node = "/soc@0/video-codec@38310000", .reach = bits(32), .uses = {"vpu_pool"}},
        device{.name = "camera", .node = "/soc@0/bus@32c00000/csi@32e20000", .reach = bits(32), .uses = {"camera_pool"}},
        device{.name = "gpu_3d", .node = "/soc@0/gpu@38000000", .reach = bits(32)},
        device{.name = "ethernet", .node = "/soc@0/bus@30800000/ethernet@30be0000", .reach = bits(32)},
    },

    routing::device_pools,
    waivers{waive{.rule = "unused-pool",
                  .on = "vdev0buffer",
                  .reason = "remoteproc of the Cortex-M4 uses it; Debian's tree has no node for that"}},
};

static_assert(valid<imx8mm_evk>);

}  // namespace boards
