// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <carveout/emit/banner.hpp>
#include <carveout/emit/boot_config.hpp>
#include <carveout/emit/dts.hpp>

#include "bsp.hpp"
#include "udev.hpp"

/// A br2-external tree of Buildroot: lines for a defconfig, and what they point to.
namespace carveout::codegen {

namespace detail {

/// The name of the tree: letters, digits and '_'.
[[nodiscard]] inline auto external_name(const bsp_source& from) -> std::string {
  std::string word = as_word(from.name, '_');
  for (char& c : word)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return "CARVEOUT_" + word;
}

[[nodiscard]] inline auto buildroot_lines(const bsp_source& from) -> std::string {
  const std::string board = "=\"$(BR2_EXTERNAL_" + external_name(from) + "_PATH)/board/" + from.name + '/';
  text_buffer out;
  write_banner(from.plan, "# ", out);
  put(out, "BR2_LINUX_KERNEL_CONFIG_FRAGMENT_FILES", board, "linux.fragment\"\n");
  if (!from.patches.empty()) put(out, "BR2_LINUX_KERNEL_PATCH", board, "patches\"\n");
  put(out, "BR2_LINUX_KERNEL_CUSTOM_DTS_PATH", board, from.name, ".dtsi\"\n");
  if (!dma_heap_names(from.plan).empty())
    put(out, "BR2_ROOTFS_DEVICE_CREATION_DYNAMIC_EUDEV=y\nBR2_ROOTFS_OVERLAY", board, "rootfs\"\n");
  return std::string{out.view()};
}

}  // namespace detail

inline void add_buildroot(const bsp_source& from, std::vector<bsp_file>& files) {
  const std::string root = "buildroot/", board = root + "board/" + from.name + "/";
  const std::string banner = emitted([&](auto& out) { write_banner(from.plan, "# ", out); });
  files.push_back({root + "external.desc",
                   "name: " + detail::external_name(from) + "\ndesc: Reserved memory of " + from.name + ", by carveout\n"});
  files.push_back({root + "external.mk", banner + "# There is nothing to build: configs/ and board/ say everything.\n"});
  files.push_back({root + "Config.in",
                   banner + "comment \"Reserved memory of " + from.name + ": see configs/" + from.name + ".fragment\"\n"});
  files.push_back({root + "configs/" + from.name + ".fragment", detail::buildroot_lines(from)});
  files.push_back({board + "linux.fragment", emitted([&](auto& out) { emit_kconfig(from.plan, out); })});
  files.push_back({board + from.name + ".dtsi", emitted([&](auto& out) { emit_dtsi(from.plan, out); })});
  for (const auto& [name, text] : from.patches) files.push_back({board + "patches/" + name, text});
  if (!dma_heap_names(from.plan).empty())
    files.push_back({board + "rootfs/etc/udev/rules.d/" + udev_rule_name(from), udev_rule(from)});
}

}  // namespace carveout::codegen
