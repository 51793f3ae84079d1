// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>
#include <carveout/route/proofs.hpp>

namespace boards {

using namespace carveout;
using namespace carveout::literals;

/// NXP i.MX 8QuadMax MEK, NXP's Android 4.14 kernel: GPU, VPU and camera never wait for CMA.
///
/// Every allocation of a non-coherent device is served by the atomic pool (coherent_pool=, with the patched __dma_alloc()),
/// and user space gets its video buffers from an ION carveout. CMA is left as the place that the atomic pool is cut from.
inline constexpr auto imx8qm_mek = board{
    "imx8qm-mek",
    linux_kernel{.version = {4, 14, 98}, .arch = arch::arm64, .page = 4_KiB, .vendor = vendor::nxp},

    // as the boot loader reports it
    banks{bank{.name = "low", .base = 0x8000'0000, .size = 2_GiB}, bank{.name = "high", .base = 0x8'8000'0000, .size = 4_GiB}},

    pools{
        // the window that NXP's own tree gives to CMA; 512 MiB of its 960
        cma{.label = "linux_cma", .size = 512_MiB, .where = within(0x9600'0000, 0xd200'0000)},
        atomic{.size = 384_MiB},
        carveout_heap{.label = "carveout_region", .node = "imx_ion", .size = 128_MiB, .where = at(0xf800'0000)},

        // what the other cores of the SoC own
        firmware{.label = "tfa", .size = 128_KiB, .where = at(0x8000'0000)},
        firmware{.label = "decoder_boot", .size = 32_MiB, .where = at(0x8400'0000)},
        firmware{.label = "encoder_boot", .size = 4_MiB, .where = at(0x8600'0000)},
        firmware{.label = "m4", .size = 128_MiB, .where = at(0x8800'0000)},
        firmware{.label = "rpmsg_reserved", .node = "rpmsg", .size = 4_MiB, .where = at(0x9000'0000)},
        coherent{.label = "rpmsg_dma_reserved", .node = "rpmsg_dma", .size = 28_MiB, .where = at(0x9040'0000)},
        firmware{.label = "decoder_rpc", .size = 2_MiB, .where = at(0x9200'0000)},
        firmware{.label = "encoder_rpc", .size = 2_MiB, .where = at(0x9220'0000)},
        firmware{.label = "dsp_reserved", .size = 32_MiB, .where = at(0x9240'0000)},
        firmware{.label = "encoder_reserved", .size = 8_MiB, .where = at(0x9440'0000)},
    },

    devices{
        // four full-HD frames of 4 bytes a pixel; the camera has eight of 1.5
        device{.name = "gpu0", .node = "&gpu_3d0", .reach = bits(32), .needs = {{.size = 8_MiB, .count = 4}}},
        device{.name = "gpu1", .node = "&gpu_3d1", .reach = bits(32), .needs = {{.size = 8_MiB, .count = 4}}},
        device{.name = "decoder", .node = "&vpu_decoder", .reach = bits(32), .uses = {"decoder_boot", "decoder_rpc"}},
        device{.name = "encoder",
               .node = "&vpu_encoder",
               .reach = bits(32),
               .uses = {"encoder_boot", "encoder_rpc", "encoder_reserved"}},
        device{.name = "camera", .node = "&isi_0", .reach = bits(32), .needs = {{.size = 3_MiB, .count = 8}}},
        device{.name = "audio", .node = "&dsp", .reach = bits(32), .uses = {"dsp_reserved"}},
        device{.name = "m4_link", .node = "&rpmsg", .reach = bits(32), .uses = {"rpmsg_dma_reserved"}},
        device{.name = "usb", .node = "&usbotg1", .reach = bits(32)},
        device{.name = "ethernet", .node = "&fec1", .reach = bits(32)},
    },

    routing::atomic_first,
};

static_assert(valid<imx8qm_mek>);
static_assert(cma_free<imx8qm_mek>);  // no request that is declared above comes to CMA

}  // namespace boards
