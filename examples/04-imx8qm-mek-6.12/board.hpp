// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>
#include <carveout/route/proofs.hpp>

namespace boards {

using namespace carveout;
using namespace carveout::literals;

/// NXP i.MX 8QuadMax MEK on a mainline 6.12 kernel, over the device tree that Debian ships for it: the same aim as example 02,
/// by pools of the devices and a heap that user space opens. The DMA core stays as it is.
inline constexpr auto imx8qm_mek = board{
    "imx8qm-mek",
    linux_kernel{.version = {6, 12}, .arch = arch::arm64, .page = 4_KiB},
    banks{bank{.name = "low", .base = 0x8000'0000, .size = 2_GiB}, bank{.name = "high", .base = 0x8'8000'0000, .size = 4_GiB}},

    pools{
        // for what nobody depends on
        cma{.label = "linux_cma", .size = 64_MiB, .where = within(0x9600'0000, 0xd200'0000)},

        // drivers that allocate for themselves
        coherent{.label = "vpu_pool", .size = 128_MiB, .where = below(4_GiB)},
        coherent{.label = "jpeg_pool", .size = 32_MiB, .where = below(4_GiB)},

        // frames that programs allocate, and that camera, GPU and display import
        carveout_heap{.label = "video", .size = 128_MiB, .where = at(0xf800'0000)},

        // what the other cores of the SoC own, but for the M4s: their nodes, 0x90000000 to 0x90500000, are in Debian's tree
        firmware{.label = "tfa", .size = 128_KiB, .where = at(0x8000'0000)},
        firmware{.label = "decoder_boot", .size = 32_MiB, .where = at(0x8400'0000)},
        firmware{.label = "encoder_boot", .size = 2_MiB, .where = at(0x8600'0000)},
        firmware{.label = "decoder_rpc", .size = 1_MiB, .where = at(0x9200'0000)},
        firmware{.label = "encoder_rpc", .size = 7_MiB, .where = at(0x9440'0000)},
    },

    // by path: the tree has no labels
    devices{
        // twelve frames of 4K video at 1.5 bytes a pixel, rounded up by the pool to 16 MiB each, do not fit 128 MiB; six do
        device{.name = "vpu",
               .node = "/vpu@2c000000",
               .reach = bits(32),
               .uses = {"vpu_pool"},
               .needs = {{.size = 3840 * 2160 * 3 / 2, .count = 6}, {.size = 1_MiB, .count = 4}}},
        device{.name = "decoder",
               .node = "/vpu@2c000000/vpu-core@2d080000",
               .reach = bits(32),
               .uses = {"decoder_boot", "decoder_rpc"}},
        device{.name = "encoder",
               .node = "/vpu@2c000000/vpu-core@2d090000",
               .reach = bits(32),
               .uses = {"encoder_boot", "encoder_rpc"}},
        device{.name = "jpeg",
               .node = "/bus@58000000/jpegdec@58400000",
               .reach = bits(32),
               .uses = {"jpeg_pool"},
               .needs = {{.size = 8_MiB, .count = 3}}},
        device{.name = "ethernet", .node = "/bus@5b000000/ethernet@5b040000", .reach = bits(32), .needs = {{.size = 4_KiB}}},
    },

    routing::device_pools,
    user_space{.heaps = {"video"}},
};

static_assert(valid<imx8qm_mek>);
static_assert(cma_free<imx8qm_mek>);
static_assert(reaches<imx8qm_mek>);

}  // namespace boards
