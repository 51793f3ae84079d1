// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/sink.hpp>
#include <carveout/emit/banner.hpp>
#include <carveout/plan/bootargs.hpp>
#include <carveout/plan/kconfig.hpp>
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

/// A Kconfig fragment for scripts/kconfig/merge_config.sh: what the plan needs and a fragment can set, then the board's own
/// lines. Symbols without a prompt would be dropped in silence.
template <text_sink Sink>
constexpr void emit_kconfig(const memory_plan& plan, Sink& sink) {
  write_banner(plan, "# ", sink);
  for_each_wanted_symbol(plan, [&](const wanted_symbol& each) {
    const auto known = find_symbol(each.name, plan.kernel.version);
    if (known && known->state < symbol_state::for_expert) return;
    if (each.is == wanted_symbol::form::off) return put(sink, "# CONFIG_", each.name, " is not set\n");
    put(sink, "CONFIG_", each.name, '=');
    if (each.is == wanted_symbol::form::at_least || each.name == "CMA_SIZE_MBYTES") return put(sink, each.number, '\n');
    sink.append("y\n");
  });
  for (const std::string_view line : plan.kconfig) put(sink, line, '\n');
}

}  // namespace carveout
