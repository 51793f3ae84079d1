// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace boards {

using namespace carveout;
using namespace carveout::literals;

/// Something of everything that a recent kernel needs a recipe for.
inline constexpr auto camera_box = board{
    "camera-box",
    linux_kernel{.version = {6, 12}},
    bootargs{"cma=0"},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{atomic{.size = 64_MiB, .where = at(0xb000'0000)},
          coherent{.label = "isp_pool", .size = 32_MiB, .where = at(0xae00'0000)},
          carveout_heap{.label = "video", .size = 128_MiB, .where = at(0xa000'0000)},
          carveout_heap{.label = "display", .size = 32_MiB, .where = at(0x9e00'0000), .no_map = true}},
    devices{
        device{.name = "gpu", .node = "&gpu", .reach = bits(32), .needs = {{.size = 32_MiB}}},
        device{.name = "isp", .node = "&isp", .reach = bits(32), .uses = {"isp_pool"}, .needs = {{.size = 8_MiB, .count = 4}}},
        device{.name = "usb", .node = "&usb", .reach = bits(32), .coherent = true}},
    user_space{.heaps = {"video", "display"}},
    routing::atomic_first,
};

static_assert(valid<camera_box>);

}  // namespace boards
