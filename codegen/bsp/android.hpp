// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <carveout/emit/banner.hpp>
#include <carveout/emit/boot_config.hpp>

#include "bsp.hpp"

/// Files for an Android device folder: kernel arguments, fragment, and who may open the heaps.
namespace carveout::codegen {

namespace detail {

/// `/dev/dma_heap/NAME MODE OWNER GROUP`, as ueventd reads it. A heap is opened for reading, which is enough to allocate.
[[nodiscard]] inline auto ueventd_lines(const bsp_source& from) -> std::string {
  text_buffer out;
  write_banner(from.plan, "# ", out);
  for (const std::string& name : dma_heap_names(from.plan)) put(out, "/dev/dma_heap/", name, " 0440 system camera\n");
  return std::string{out.view()};
}

}  // namespace detail

inline void add_android(const bsp_source& from, std::vector<bsp_file>& files) {
  const std::string root = "android/", ueventd = "ueventd." + from.name + ".rc";
  const std::string banner = emitted([&](auto& out) { write_banner(from.plan, "# ", out); });
  std::string board = banner;
  if (const std::string arguments = emitted([&](auto& out) { write_bootargs(from.plan, out); }); !arguments.empty())
    board += "BOARD_KERNEL_CMDLINE += " + arguments + '\n';
  files.push_back({root + "BoardConfigCarveout.mk", board});
  files.push_back({root + from.name + ".cfg", emitted([&](auto& out) { emit_kconfig(from.plan, out); })});
  if (dma_heap_names(from.plan).empty()) return;
  files.push_back({root + ueventd, detail::ueventd_lines(from)});
  files.push_back({root + "device-carveout.mk", banner + "PRODUCT_COPY_FILES += \\\n    $(LOCAL_PATH)/" + ueventd +
                                                    ":$(TARGET_COPY_OUT_VENDOR)/etc/" + ueventd + '\n'});
}

}  // namespace carveout::codegen
