// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <carveout/emit/boot_config.hpp>
#include <carveout/emit/dts.hpp>

#include "android.hpp"
#include "bsp.hpp"
#include "buildroot.hpp"
#include "kernel_script.hpp"
#include "readme.hpp"
#include "udev.hpp"
#include "yocto.hpp"

namespace carveout::codegen {

/// The patches, and the series that names them.
[[nodiscard]] inline auto patch_files(const std::vector<std::pair<std::string, std::string>>& patches)
    -> std::vector<bsp_file> {
  std::vector<bsp_file> files;
  std::string series;
  for (const auto& [name, text] : patches) {
    files.push_back({name, text});
    series += name + '\n';
  }
  files.push_back({"series", series});
  return files;
}

/// Everything in a BSP folder.
[[nodiscard]] inline auto bsp_files(const bsp_source& from) -> std::vector<bsp_file> {
  std::vector<bsp_file> files;
  const memory_plan& plan = from.plan;
  files.push_back({"README.md", bsp_readme(from)});
  files.push_back({from.name + ".dtsi", emitted([&](auto& out) { emit_dtsi(plan, out); })});
  files.push_back({from.name + ".dtso", emitted([&](auto& out) { emit_dtso(plan, out); })});
  files.push_back({from.name + ".cfg", emitted([&](auto& out) { emit_kconfig(plan, out); })});
  files.push_back({from.name + ".bootargs.txt", emitted([&](auto& out) { emit_bootargs(plan, out); })});
  if (!dma_heap_names(plan).empty()) files.push_back({udev_rule_name(from), udev_rule(from)});
  const auto add = [&](const auto& patches, const std::string& folder) {
    if (patches.empty()) return;
    for (const bsp_file& each : patch_files(patches)) files.push_back({folder + each.path, each.text});
  };
  add(from.patches, "patches/");
  add(from.gst_patches, "patches-gst/");
  if (from.speaks("yocto")) add_yocto(from, files);
  if (from.speaks("buildroot")) add_buildroot(from, files);
  if (from.speaks("android")) add_android(from, files);
  if (from.speaks("kernel")) add_kernel_script(from, files);
  return files;
}

}  // namespace carveout::codegen
