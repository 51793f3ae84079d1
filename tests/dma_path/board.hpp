// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/model/board.hpp>
#include <carveout/plan/lower.hpp>

/// The machine of board.dtso: QEMU's virt with 2 GiB, who asks for memory there, and what each can come to.
namespace dma_path {

using namespace carveout;
using namespace carveout::literals;

/// `narrow`: one bus reaches less than the others, so ZONE_DMA ends with it. `far`: the default area lies behind that.
[[nodiscard]] constexpr auto machine(bool narrow, bool far) {
  constexpr interval narrow_bus{0, 0x7800'0000};
  const dma_reach through{narrow_bus, narrow_bus};
  return board{
      "dma-path", linux_kernel{.version = {6, 1}}, banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
      pools{cma{.label = "linux_cma", .size = 64_MiB, .where = at(far ? 0x9000'0000 : 0x6000'0000)},
            device_cma{.label = "near_area", .size = 16_MiB, .where = at(0x6800'0000)},
            coherent{.label = "near_pool", .size = 5_MiB, .where = at(0x7000'0000)},
            firmware{.label = "firmware", .size = 1_MiB, .where = at(0x7100'0000)},
            restricted{.label = "bounce", .size = 4_MiB, .where = at(0x7200'0000)},
            device_cma{.label = "far_area", .size = 8_MiB, .where = at(0x9800'0000)},
            coherent{.label = "far_pool", .size = 2_MiB, .where = at(0xa000'0000)}},
      devices{device{.name = "plain", .node = "/plain"}, device{.name = "snooped", .node = "/snooped", .coherent = true},
              device{.name = "with-area", .node = "/with-area", .uses = {"near_area"}},
              device{.name = "snooped-with-area", .node = "/snooped-with-area", .uses = {"near_area"}, .coherent = true},
              device{.name = "with-far-area", .node = "/with-far-area", .uses = {"far_area"}},
              device{.name = "with-pool", .node = "/with-pool", .uses = {"near_pool"}},
              device{.name = "with-the-same-pool", .node = "/with-the-same-pool", .uses = {"near_pool"}, .coherent = true},
              device{.name = "with-far-pool", .node = "/with-far-pool", .uses = {"far_pool"}},
              device{.name = "unattached", .node = "/unattached", .uses = {"near_pool"}, .attaches = false},
              device{.name = "unattached-area", .node = "/unattached-area", .uses = {"near_area"}, .attaches = false},
              device{.name = "firmware-first", .node = "/firmware-first", .uses = {pool_use{"firmware"}, "near_pool"}},
              device{.name = "area-first", .node = "/area-first", .uses = {pool_use{"near_area"}, "near_pool"}},
              device{.name = "all-of-three",
                     .node = "/all-of-three",
                     .uses = {"near_area", "near_pool", "far_area"},
                     .attaches_all = true},
              device{.name = "restricted", .node = "/restricted", .uses = {"bounce"}},
              device{.name = "restricted-unattached",
                     .node = "/restricted-unattached",
                     .uses = {pool_use{"firmware"}, "bounce"},
                     .attaches = false},
              device{.name = "narrow", .node = "/narrow-bus/narrow", .reach = through, .enabled = narrow},
              device{.name = "narrow-snooped",
                     .node = "/narrow-bus/narrow-snooped",
                     .reach = through,
                     .coherent = true,
                     .enabled = narrow}}};
}

/// What board.dtso has more when it is PLACED.
[[nodiscard]] constexpr auto atomic_place() -> region {
  region made{};
  made.kind = pool_kind::atomic;
  made.label = "atomic";
  made.size = 32_MiB;
  made.range = interval::at(0x7400'0000, made.size);
  return made;
}

}  // namespace dma_path
