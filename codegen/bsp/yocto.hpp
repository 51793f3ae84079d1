// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <carveout/emit/banner.hpp>
#include <carveout/emit/boot_config.hpp>
#include <carveout/emit/overlay.hpp>

#include "bsp.hpp"
#include "udev.hpp"

/// A layer for OpenEmbedded: an append of the kernel's recipe with fragment and patches, a recipe for overlay and udev rule,
/// and, where NXP's GStreamer is patched, an append of that.
namespace carveout::codegen {

/// Where releases differ. Appends are written `VAR:append` from honister on; dunfell and hardknott learned to read that.
/// Kernels up to 5.9 belong to older releases.
struct yocto_era {
  bool colons;
  std::string_view releases;
};
[[nodiscard]] inline auto yocto_era_of(const memory_plan& plan) -> yocto_era {
  if (plan.kernel.version < kernel_version{5, 10}) return {false, "rocko sumo thud warrior zeus dunfell"};
  return {true, "dunfell hardknott honister kirkstone langdale mickledore nanbield scarthgap styhead walnascar whinlatter"};
}

namespace detail {

[[nodiscard]] inline auto appended(const yocto_era& era, std::string_view variable, std::string_view how) -> std::string {
  return std::string{variable} + (era.colons ? ":" : "_") + std::string{how};
}

[[nodiscard]] inline auto kernel_append(const bsp_source& from) -> std::string {
  const yocto_era era = yocto_era_of(from.plan);
  text_buffer out;
  write_banner(from.plan, "# ", out);
  put(out, "#\n# Every recipe whose name begins with linux- is looked at; what is no kernel is left alone.\n",
      appended(era, "FILESEXTRAPATHS", "prepend"), " := \"${THISDIR}/files:\"\n\nCARVEOUT_FILES = \" \\\n    file://",
      from.name, ".cfg \\\n");
  for (const auto& [name, text] : from.patches) put(out, "    file://", name, " \\\n");
  put(out, "\"\nSRC_URI += \"${@d.getVar('CARVEOUT_FILES') if bb.data.inherits_class('kernel', d) else ''}\"\n");
  if (from.plan.kernel.vendor == vendor::nxp)
    put(out, "\n# linux-imx merges these into its configuration; a .cfg in SRC_URI alone is not looked at there\n",
        appended(era, "DELTA_KERNEL_DEFCONFIG", "append"), " = \" ", from.name, ".cfg\"\n");
  return std::string{out.view()};
}

[[nodiscard]] inline auto board_recipe(const bsp_source& from) -> std::string {
  const yocto_era era = yocto_era_of(from.plan);
  const bool has_rule = !dma_heap_names(from.plan).empty();
  text_buffer out;
  write_banner(from.plan, "# ", out);
  put(out, "SUMMARY = \"Reserved memory of ", from.name, "\"\nLICENSE = \"CLOSED\"\n\nSRC_URI = \"file://", from.name,
      ".dtbo\"\n");
  if (has_rule) put(out, "SRC_URI += \"file://", udev_rule_name(from), "\"\n");
  put(out, "\n# newer releases unpack beside the work folder\nS = \"${@d.getVar('UNPACKDIR') or d.getVar('WORKDIR')}\"\n\n",
      "PACKAGE_ARCH = \"${MACHINE_ARCH}\"\n\ninherit deploy\n\ndo_configure[noexec] = \"1\"\ndo_compile[noexec] = \"1\"\n\n",
      "do_install() {\n    install -d ${D}${nonarch_base_libdir}/carveout\n    install -m 0644 ${S}/", from.name,
      ".dtbo ${D}${nonarch_base_libdir}/carveout/\n");
  if (has_rule)
    put(out, "    install -d ${D}${nonarch_base_libdir}/udev/rules.d\n    install -m 0644 ${S}/", udev_rule_name(from),
        " ${D}${nonarch_base_libdir}/udev/rules.d/\n");
  put(out, "}\n\ndo_deploy() {\n    install -m 0644 ${S}/", from.name,
      ".dtbo ${DEPLOYDIR}/\n}\naddtask deploy after do_install before do_build\n\n", era.colons ? "FILES:${PN}" : "FILES_${PN}",
      " = \"${nonarch_base_libdir}\"\n");
  return std::string{out.view()};
}

[[nodiscard]] inline auto gst_append(const bsp_source& from) -> std::string {
  text_buffer out;
  write_banner(from.plan, "# ", out);
  put(out, appended(yocto_era_of(from.plan), "FILESEXTRAPATHS", "prepend"), " := \"${THISDIR}/files:\"\n\nSRC_URI += \" \\\n");
  for (const auto& [name, text] : from.gst_patches) put(out, "    file://", name, " \\\n");
  out.append("\"\n");
  return std::string{out.view()};
}

[[nodiscard]] inline auto layer_conf(const bsp_source& from, const std::string& word) -> std::string {
  text_buffer out;
  write_banner(from.plan, "# ", out);
  put(out, "BBPATH .= \":${LAYERDIR}\"\n", "BBFILES += \"${LAYERDIR}/recipes-*/*/*.bb ${LAYERDIR}/recipes-*/*/*.bbappend\"\n\n",
      "BBFILE_COLLECTIONS += \"", word, "\"\nBBFILE_PATTERN_", word, " = \"^${LAYERDIR}/\"\nBBFILE_PRIORITY_", word,
      " = \"10\"\n\nLAYERDEPENDS_", word, " = \"core\"\nLAYERSERIES_COMPAT_", word, " = \"", yocto_era_of(from.plan).releases,
      "\"\n");
  return std::string{out.view()};
}

}  // namespace detail

inline void add_yocto(const bsp_source& from, std::vector<bsp_file>& files) {
  const std::string word = layer_word(from);
  const std::string layer = "yocto/meta-" + word + "/";
  files.push_back({layer + "conf/layer.conf", detail::layer_conf(from, word)});
  const std::string kernel = layer + "recipes-kernel/linux/";
  files.push_back({kernel + "linux-%.bbappend", detail::kernel_append(from)});
  files.push_back({kernel + "files/" + from.name + ".cfg", emitted([&](auto& out) { emit_kconfig(from.plan, out); })});
  for (const auto& [name, text] : from.patches) files.push_back({kernel + "files/" + name, text});
  const std::string board = layer + "recipes-bsp/" + word + "/";
  files.push_back({board + word + "_1.0.bb", detail::board_recipe(from)});
  files.push_back({board + "files/" + from.name + ".dtbo", emitted([&](auto& out) { emit_dtbo(from.plan, out); })});
  if (!dma_heap_names(from.plan).empty()) files.push_back({board + "files/" + udev_rule_name(from), udev_rule(from)});
  if (from.gst_patches.empty()) return;
  const std::string gst = layer + "recipes-multimedia/gstreamer/";
  files.push_back({gst + "gstreamer1.0-plugins-base_%.bbappend", detail::gst_append(from)});
  for (const auto& [name, text] : from.gst_patches) files.push_back({gst + "files/" + name, text});
}

}  // namespace carveout::codegen
