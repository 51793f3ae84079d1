// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/model/board.hpp>
#include <carveout/plan/lower.hpp>

namespace testing {

using namespace carveout::literals;
using carveout::at, carveout::atomic, carveout::below, carveout::bank, carveout::banks, carveout::by_kernel, carveout::cells;
using carveout::device, carveout::devices, carveout::pools;

/// Every pool kind once, in two banks, one of them above 4 GiB. All but two pools are pinned, not in address order.
inline constexpr carveout::board tiny{
    "tiny",
    carveout::linux_kernel{.version = {6, 1}},
    carveout::bootargs{"console=ttyLP0"},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}, bank{.name = "high", .base = 0x8'8000'0000, .size = 1_GiB}},
    pools{carveout::cma{.size = 64_MiB, .where = at(0x6000'0000)},
          carveout::device_cma{.label = "vpu_cma", .size = 16_MiB, .where = at(0x5000'0000)},
          carveout::coherent{.label = "gpu_mem", .size = 1_MiB, .where = at(0x8'8000'0000)},
          carveout::coherent{.label = "late", .size = 1_MiB, .where = by_kernel{below(0x8000'0000)}},
          // the highest place below 2 GiB is the end of the first bank: 0x80000000 - 4 MiB = 0x7fc00000
          carveout::restricted{.label = "wifi_bounce", .size = 4_MiB, .where = below(0x8000'0000)}, atomic{.size = 1_MiB},
          carveout::carveout_heap{.label = "ion_heap", .size = 8_MiB, .where = at(0x4800'0000), .compatible = "vendor,heap"},
          carveout::firmware{.label = "ramoops",
                             .size = 128_KiB,
                             .where = at(0x4700'0000),
                             .compatible = "ramoops",
                             .no_map = false,
                             .properties = {cells("record-size", {0x20000}), carveout::flag("unbuffered"),
                                            carveout::strings("pinctrl-names", {"default", "sleep"})}},
          carveout::firmware{.label = "optee", .node = "optee_core", .size = 2_MiB, .where = at(0x4600'0000)}},
    devices{device{.name = "gpu", .node = "&gpu", .uses = {{"gpu_mem", "mem"}}},
            device{.name = "vpu", .node = "/soc@0/vpu@2c000000", .reach = carveout::bits(32), .uses = {"vpu_cma", "late"}},
            device{.name = "idle", .node = "&idle"}}};

inline constexpr carveout::memory_plan tiny_plan = carveout::plan_of<tiny>;

}  // namespace testing
