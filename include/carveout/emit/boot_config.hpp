// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/sink.hpp>
#include <carveout/emit/banner.hpp>
#include <carveout/plan/bootargs.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/plan/memory_plan.hpp>

/// The command line as files of the boot loaders, and the kernel's configuration.
namespace carveout {

/// The command line alone, one line.
template <text_sink Sink>
constexpr void emit_bootargs(const memory_plan& plan, Sink& sink) {
  write_bootargs(plan, sink);
  sink.append("\n");
}

/// A fragment that sets /chosen's bootargs; most boot loaders replace them with their own.
template <text_sink Sink>
constexpr void emit_chosen(const memory_plan& plan, Sink& sink) {
  sink.append("/*\n");
  write_banner(plan, " * ", sink);
  sink.append(" */\n/ {\n\tchosen {\n\t\tbootargs = \"");
  write_bootargs(plan, sink);
  sink.append("\";\n\t};\n};\n");
}

/// U-Boot environment text, for `env import -t`, mkenvimage and a board's .env file. The variable is the board's to use:
/// `setenv bootargs "${bootargs} ${carveout_bootargs}"`. No comment: the three readers agree on none.
template <text_sink Sink>
constexpr void emit_uboot_env(const memory_plan& plan, Sink& sink) {
  sink.append("carveout_bootargs=");
  write_bootargs(plan, sink);
  sink.append("\n");
}

/// The `append` line of an extlinux.conf entry.
template <text_sink Sink>
constexpr void emit_extlinux(const memory_plan& plan, Sink& sink) {
  write_banner(plan, "# ", sink);
  sink.append("append ");
  write_bootargs(plan, sink);
  sink.append("\n");
}

/// The line of an Android BoardConfig.mk.
template <text_sink Sink>
constexpr void emit_android(const memory_plan& plan, Sink& sink) {
  write_banner(plan, "# ", sink);
  sink.append("BOARD_KERNEL_CMDLINE += ");
  write_bootargs(plan, sink);
  sink.append("\n");
}

/// A Kconfig fragment for scripts/kconfig/merge_config.sh. Holds only symbols with a prompt: others are dropped in silence.
///
/// CMA_SIZE_MBYTES is 0 because the plan names the default area, or wants none: when the kernel refuses a node, nothing takes
/// its place in silence (kernel/dma/contiguous.c:dma_contiguous_reserve()).
template <text_sink Sink>
constexpr void emit_kconfig(const memory_plan& plan, Sink& sink) {
  write_banner(plan, "# ", sink);
  unsigned areas = 0;
  bool restricted = false, ion = false, ramoops = false;
  for (const region& each : plan.regions) {
    if (each.reusable) ++areas;
    restricted = restricted || each.kind == pool_kind::restricted;
    for (const std::string_view compatible : each.compatible) {
      ion = ion || (compatible == "imx-ion-pool" && look_up(heap_table, plan.kernel.version).value.ion_carveout);
      ramoops = ramoops || compatible == "ramoops";
    }
  }
  constexpr unsigned kernel_default_areas = 7;  // mm/Kconfig:CMA_AREAS
  if (areas > 0) sink.append("CONFIG_CMA=y\nCONFIG_DMA_CMA=y\n");
  sink.append("CONFIG_CMA_SIZE_SEL_MBYTES=y\nCONFIG_CMA_SIZE_MBYTES=0\n");
  if (areas > kernel_default_areas) put(sink, "CONFIG_CMA_AREAS=", areas, '\n');
  if (restricted) sink.append("CONFIG_DMA_RESTRICTED_POOL=y\n");
  if (ion)
    sink.append(
        "CONFIG_STAGING=y\nCONFIG_ANDROID=y\nCONFIG_ION=y\nCONFIG_ION_CARVEOUT_HEAP=y\n"
        "# CONFIG_ION_CMA_HEAP is not set\n");
  if (ramoops) sink.append("CONFIG_PSTORE=y\nCONFIG_PSTORE_RAM=y\n");
}

}  // namespace carveout
