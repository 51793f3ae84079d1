// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace boards {

using namespace carveout;
using namespace carveout::literals;

/// QEMU's virt machine with 2 GiB, Debian's 6.1 kernel. One pool of each kind that this kernel knows.
inline constexpr auto qemu_virt = board{
    "qemu-virt",
    linux_kernel{.version = {6, 1}, .arch = arch::arm64, .page = 4_KiB},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{cma{.label = "linux_cma", .size = 64_MiB}, device_cma{.label = "camera", .size = 32_MiB, .where = at(0x6000'0000)},
          coherent{.label = "dsp", .size = 16_MiB, .where = below(0x8000'0000)}, atomic{.size = 2_MiB},
          firmware{.label = "secure_world", .size = 2_MiB, .where = at(0x7000'0000)},
          firmware{.label = "crash_log",
                   .node = "ramoops",
                   .size = 1_MiB,
                   .where = within(0x5000'0000, 0x5800'0000),
                   .compatible = "ramoops",
                   .no_map = false,
                   .properties = {cells("record-size", {0x20000}), cells("console-size", {0x40000})}}},
    // QEMU's tree has no labels, so nodes are named by path
    devices{device{.name = "camera0", .node = "/virtio_mmio@a000000", .reach = bits(32), .uses = {"camera"}},
            device{.name = "dsp0", .node = "/virtio_mmio@a000200", .reach = bits(32), .uses = {{"dsp", "shared"}}}},
};

static_assert(valid<qemu_virt>);

}  // namespace boards
