// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <carveout/emit/banner.hpp>

#include "bsp.hpp"

/// A rule for the nodes of the plan's heaps, which belong to root alone otherwise.
namespace carveout::codegen {

[[nodiscard]] inline auto udev_rule(const bsp_source& from) -> std::string {
  const std::string stand_in = stand_in_for_cma_heap(from.plan);
  text_buffer out;
  write_banner(from.plan, "# ", out);
  for (const std::string& name : dma_heap_names(from.plan)) {
    put(out, "SUBSYSTEM==\"dma_heap\", KERNEL==\"", name, "\", GROUP=\"video\", MODE=\"0660\"");
    if (name == stand_in && name != "linux,cma") out.append(", SYMLINK+=\"dma_heap/linux,cma\"");
    out.append("\n");
  }
  return std::string{out.view()};
}

}  // namespace carveout::codegen
