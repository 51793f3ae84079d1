// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

/// A good board, in which each name and text can be replaced by a bad one.
struct names {
  std::string_view board = "demo", bootargs = "quiet", label = "dsp", node = "dsp-memory", region_name = "dsp";
  const char* compatible = "vendor,memory";
  std::string_view device_node = "&vpu", property = "record-size", text = "a";
};

constexpr auto board_with(names n) {
  using namespace carveout;
  using namespace carveout::literals;
  return board{n.board,
               linux_kernel{.version = {6, 1}},
               banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}},
               bootargs{n.bootargs},
               pools{firmware{.label = n.label,
                              .node = n.node,
                              .size = 1_MiB,
                              .compatible = n.compatible,
                              .properties = {strings(n.property, {n.text})}}},
               devices{device{.name = "vpu", .node = n.device_node, .uses = {{n.label, n.region_name}}}}};
}
