// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>
#include <carveout/route/proofs.hpp>

namespace boards {

using namespace carveout;
using namespace carveout::literals;

/// The board of example 02, with nothing changed but the kernel: mainline 6.12 in place of NXP's 4.14. It does not compile.
inline constexpr auto imx8qm_mek_moved = board{
    "imx8qm-mek",
    linux_kernel{.version = {6, 12}, .arch = arch::arm64, .page = 4_KiB},
    banks{bank{.name = "low", .base = 0x8000'0000, .size = 2_GiB}, bank{.name = "high", .base = 0x8'8000'0000, .size = 4_GiB}},

    pools{
        cma{.label = "linux_cma", .size = 512_MiB, .where = within(0x9600'0000, 0xd200'0000)},
        atomic{.size = 384_MiB},
        carveout_heap{.label = "carveout_region",
                      .node = "imx_ion",
                      .size = 128_MiB,
                      .where = at(0xf800'0000),
                      .compatible = "imx-ion-pool"},
        firmware{.label = "tfa", .size = 128_KiB, .where = at(0x8000'0000)},
        firmware{.label = "decoder_boot", .size = 32_MiB, .where = at(0x8400'0000)},
        firmware{.label = "encoder_boot", .size = 4_MiB, .where = at(0x8600'0000)},
        firmware{.label = "decoder_rpc", .size = 2_MiB, .where = at(0x9200'0000)},
        firmware{.label = "encoder_rpc", .size = 2_MiB, .where = at(0x9220'0000)},
    },

    devices{
        device{.name = "gpu0", .node = "&gpu_3d0", .reach = bits(32), .needs = {{.size = 8_MiB, .count = 4}}},
        device{.name = "decoder", .node = "&vpu_decoder", .reach = bits(32), .uses = {"decoder_boot", "decoder_rpc"}},
        device{.name = "encoder", .node = "&vpu_encoder", .reach = bits(32), .uses = {"encoder_boot", "encoder_rpc"}},
        device{.name = "camera", .node = "&isi_0", .reach = bits(32), .needs = {{.size = 3_MiB, .count = 8}}},
    },

    routing::atomic_first,
};

static_assert(valid<imx8qm_mek_moved>);

}  // namespace boards
