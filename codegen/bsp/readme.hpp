// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <carveout/emit/banner.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/plan/bootargs.hpp>
#include <carveout/route/bypass.hpp>

#include "bsp.hpp"
#include "verification.hpp"

/// The README of a BSP folder: what is done and why, what still comes to CMA, what programs open, how to see it on the device.
namespace carveout::codegen {

namespace detail {

inline void write_recipes(const bsp_source& from, text_buffer& out) {
  const measures chosen = measures_of(from.plan);
  out.append("| recipe | | why |\n|---|---|---|\n");
  for (const measure& each : chosen.recipes)
    put(out, "| `", each.recipe, "` | ", each.taken ? "**taken**" : "left", " | ", each.why, " |\n");
  if (!chosen.advice.empty()) put(out, "\nBetter: ", chosen.advice, ".\n");
}

inline void write_patch_part(const bsp_source& from, text_buffer& out, bool for_gst) {
  const std::vector<std::string> recipes = needed_recipes(from.plan, for_gst);
  if (recipes.empty()) return;
  const auto& patches = for_gst ? from.gst_patches : from.patches;
  const std::string_view folder = for_gst ? "patches-gst" : "patches", tree = for_gst ? from.gst_tree : from.tree;
  if (!tree.empty() && patches.empty()) {
    put(out, "\n", tree, " needs no patch for it: it was looked at when this was generated.\n");
    return;
  }
  if (!tree.empty()) {
    put(out, "\n`", folder, "/` has the patches, made against ", tree, ", for `git am` or `patch -p1 -F0`:\n\n");
    for (const auto& [name, text] : patches) put(out, "- ", name, '\n');
    out.append("\nAgain, for another tree:\n");
  } else {
    put(out, "\nThe patches for ", for_gst ? "gst-plugins-base" : "the kernel", " are made against your tree:\n");
  }
  put(out, "\n    carveout patch --tree ", for_gst ? "GST_PLUGINS_BASE" : "LINUX");
  for (const std::string& each : recipes) put(out, " --recipe ", each);
  put(out, " -o ", folder, "\n\nor by the generator, for every dialect at once: `", for_gst ? "--gst-tree" : "--kernel-tree",
      " DIR`.\n");
}

inline void write_pools(const memory_plan& plan, text_buffer& out) {
  out.append("\n### Memory\n\n```\n");
  write_map(plan, "", out);
  out.append("```\n");
  const std::string arguments = emitted([&](auto& sink) { write_bootargs(plan, sink); });
  if (!arguments.empty()) put(out, "\nKernel arguments: `", arguments, "`\n");
}

inline void write_cma_part(const memory_plan& plan, text_buffer& out) {
  out.append("\n## What still comes to CMA\n\n");
  if (plan.kernel.arch != arch::arm64) {
    out.append("The way of a request is known for arm64 only; look at `CmaFree` under load.\n");
    return;
  }
  std::size_t count = 0;
  for_each_cma_request(plan, [&](const cma_request& each) {
    if (count++ == 0) out.append("| device | asks for | comes to | because |\n|---|---|---|---|\n");
    put(out, "| ", each.device->name, " | ", human_size{each.need.size}, each.declared ? "" : " (not declared)", " | ",
        name_of(each.step.from), each.step.outcome == step_outcome::last ? "" : ", then others", " | ", each.step.reason,
        " |\n");
  });
  if (count == 0) out.append("No request of the devices of this board, by the DMA API.\n");
  if (plan.routing.everything_from_atomic_pool) {
    out.append("\nPast the atomic pool go, whatever devices declare:\n\n");
    for_each_bypass(plan, [&](const bypass& each) { put(out, "- ", each.who, ": ", each.why, ".\n"); });
  }
  bool has_area = default_area_of(plan).size != 0;
  for (const region& each : plan.regions) has_area = has_area || each.reusable;
  out.append("\n");
  if (!has_area) {
    out.append("There is no CMA area at all, as far as this plan goes.\n");
    return;
  }
  out.append("CMA areas are also used by those that ask `cma_alloc()` itself: ");
  const bool turned_off =
      carveout::detail::any_region(plan, carveout::detail::is_imx_heap) || carveout::detail::any_region(plan, is_ion_heap);
  if (look_up(heap_table, plan.kernel.version).value.ion && !turned_off) out.append("the CMA heap of ION, ");
  if (look_up(heap_table, plan.kernel.version).value.dmabuf) out.append("the CMA heaps of `/dev/dma_heap`, ");
  out.append("huge pages of `hugetlb_cma=`.\n");
  const atomic_pool_facts pool = atomic_pool(plan.kernel, plan.atomic_pool);
  if (plan.atomic_pool != 0 && pool.from_cma && plan.default_cma() != nullptr)
    put(out, "The atomic pool itself is cut out of `", plan.default_cma()->label, "` once, at boot, when all of it is free.\n");
}

inline void write_user_space(const bsp_source& from, text_buffer& out) {
  const memory_plan& plan = from.plan;
  const std::vector<std::string> heaps = dma_heap_names(plan);
  std::string ion;
  bool is_nxp_ion = false;
  for (const region& each : plan.regions) {
    is_nxp_ion = is_nxp_ion || carveout::detail::is_imx_heap(each);
    if (is_ion_heap(each)) ion += ", `" + emitted([&](auto& sink) { write_base_name(sink, each); }) + '`';
  }
  // NXP's driver gives its one heap a name of its own; in 4.9 other nodes name the heaps
  if (is_nxp_ion) ion = plan.kernel.version < kernel_version{4, 14} ? ", as its node of `fsl,mxc-ion` says" : ", `carveout`";
  if (heaps.empty() && ion.empty()) return;
  out.append("\n## What programs open\n\n");
  if (!ion.empty()) {
    put(out, "`/dev/ion`, heaps of type 2 (`ION_HEAP_TYPE_CARVEOUT`)", ion, ".");
    if (plan.kernel.version >= kernel_version{4, 14})
      out.append(" `heap_id_mask` is a mask of ids, not of types: ask `ION_IOC_HEAP_QUERY` for the id.");
    out.append("\n\n");
  }
  if (needed_recipes(plan, true).size() != 0)
    out.append("- GStreamer, NXP's `gstionmemory`: takes heaps of type DMA only; recipe `gst-ion-carveout` adds this one.\n");
  if (!heaps.empty()) {
    for (const std::string& name : heaps) put(out, "- `/dev/dma_heap/", name, "`\n");
    out.append("\nNames are the nodes' names: they are part of what programs rely on.\n\n");
    const std::string& first = heaps.front();
    put(out, "- libcamera: `DmaBufAllocator` tries a list of its own (`linux,cma`, `reserved`, `system`); put `", first,
        "` in front of it in `dma_buf_allocator.cpp`.\n");
    if (const std::string stand_in = stand_in_for_cma_heap(plan); stand_in == "linux,cma")
      out.append("- GStreamer, NXP's `gstdmabufheaps`: opens `/dev/dma_heap/linux,cma`, which is this heap.\n");
    else if (!stand_in.empty())
      put(out, "- GStreamer, NXP's `gstdmabufheaps`: opens `/dev/dma_heap/linux,cma` and nothing else; `", udev_rule_name(from),
          "` makes that a link to `", stand_in, "`.\n");
    else if (plan.kernel.vendor == vendor::nxp)
      out.append(
          "- GStreamer, NXP's `gstdmabufheaps`: opens `/dev/dma_heap/linux,cma`, which is the CMA heap here; pin the CMA "
          "area, and its heap has another name.\n");
    else
      out.append(
          "- GStreamer: upstream has no allocator for heaps; a program imports the buffers as dma-bufs (`v4l2src "
          "io-mode=dmabuf-import`).\n");
    if (from.speaks("android"))
      put(out, "- Android: `BufferAllocator().Alloc(\"", first,
          "\", size)` of libdmabufheap takes any name under `/dev/dma_heap`.\n");
  }
}

inline void write_checks(const bsp_source& from, text_buffer& out) {
  put(out, "\n## On the device\n\nEach command prints, among others, the lines below it (", from.plan.kernel, ").\n");
  for_each_device_check(from.plan, [&](const device_check& each) {
    std::string_view expect = each.expect.view();
    while (expect.ends_with('\n')) expect.remove_suffix(1);
    put(out, "\n", each.about, ":\n\n```\n$ ", each.command, '\n', expect, "\n```\n");
  });
}

inline void write_usage(const bsp_source& from, text_buffer& out) {
  put(out, "\n## Putting it in\n\nDevice tree: apply `", from.name, ".dtso` in the boot loader, or include `", from.name,
      ".dtsi` last in the board's `.dts`. Kernel arguments: `", from.name, ".bootargs.txt`.\n\n");
  if (from.speaks("kernel"))
    out.append("- plain kernel tree: `kernel/apply.sh --check LINUX`, then `kernel/apply.sh --build BUILD LINUX`.\n");
  if (from.speaks("yocto")) {
    const std::string word = layer_word(from);
    put(out, "- Yocto: `bitbake-layers add-layer yocto/meta-", word, "`, and `", word,
        "` in the image for overlay and rule. `linux-%.bbappend` looks at every recipe that begins with `linux-` and changes "
        "kernels only.\n");
  }
  if (from.speaks("buildroot"))
    put(out, "- Buildroot: `make BR2_EXTERNAL=buildroot/ ...`; add the lines of `configs/", from.name,
        ".fragment` to the board's defconfig (`support/kconfig/merge_config.sh` does), joining values that it has already.\n");
  if (from.speaks("android")) {
    out.append(
        "- Android: include `android/BoardConfigCarveout.mk` in BoardConfig.mk, merge the fragment into the kernel's "
        "configuration");
    if (!dma_heap_names(from.plan).empty())
      put(out, ", include `device-carveout.mk`, and say `import /vendor/etc/ueventd.", from.name,
          ".rc` in the board's ueventd.rc; owner and group there are a proposal");
    out.append(".\n");
  }
  put(out,
      "\nThe kernel's final `.config` is judged by the generator: `--config .config --print map` names what is missing.\n");
}

}  // namespace detail

[[nodiscard]] inline auto bsp_readme(const bsp_source& from) -> std::string {
  text_buffer out;
  put(out, "# Reserved memory of ", from.name, ", for its BSP\n\n");
  write_banner(from.plan, "> ", out);
  put(out, "\n## What is done\n\nThe board asks for routing `", from.plan.routing.id.empty() ? "stock" : from.plan.routing.id,
      '`');
  if (!from.plan.routing.summary.empty()) put(out, ": ", from.plan.routing.summary);
  out.append(".\n\n");
  detail::write_recipes(from, out);
  detail::write_patch_part(from, out, false);
  detail::write_patch_part(from, out, true);
  detail::write_pools(from.plan, out);
  detail::write_cma_part(from.plan, out);
  detail::write_user_space(from, out);
  detail::write_checks(from, out);
  detail::write_usage(from, out);
  return std::string{out.view()};
}

}  // namespace carveout::codegen
