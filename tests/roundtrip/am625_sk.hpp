// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace boards {

using namespace carveout;
using namespace carveout::literals;

/// TI's AM62 starter kit, whose tree in Debian's 6.1 already reserves memory below 0xa0000000: an overlay has to join it.
inline constexpr auto am625_sk = board{
    "am625-sk",
    linux_kernel{.version = {6, 1}},
    banks{bank{.name = "dram", .base = 0x8000'0000, .size = 2_GiB}},
    pools{cma{.size = 128_MiB, .where = within(0xa000'0000, 0x1'0000'0000)},
          device_cma{.label = "display_pool", .size = 32_MiB, .where = at(0xb000'0000)},
          device_cma{.label = "video_pool", .size = 16_MiB, .where = by_kernel{within(0xc000'0000, 0xe000'0000)}},
          coherent{.label = "ethernet_pool", .size = 4_MiB, .where = at(0x9000'0000)},
          restricted{.label = "wifi_pool", .size = 8_MiB, .where = by_kernel{}},
          firmware{.label = "m4_memory",
                   .node = "m4f-memory",
                   .size = 15_MiB,
                   .where = at(0x9cc0'0000),
                   .compatible = {"vendor,m4-memory", "vendor,memory"},
                   .properties = {flag("vendor,keep"), cells("vendor,window", {0x1, 0xffffffff})}}},
    devices{device{.name = "ethernet",
                   .node = "/bus@f0000/ethernet@8000000",
                   .reach = bits(48),
                   .uses = {{"ethernet_pool", "rings"}, {"display_pool", "buffers"}}},
            device{.name = "wifi", .node = "/bus@f0000/mmc@fa10000", .reach = bits(36), .uses = {"wifi_pool"}}},
};

static_assert(valid<am625_sk>);

}  // namespace boards
