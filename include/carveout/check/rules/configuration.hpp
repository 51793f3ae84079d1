// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/core/spelling.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/kernel/config.hpp>
#include <carveout/kernel/kconfig.hpp>
#include <carveout/plan/kconfig.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about the kernel's configuration: the fragment that is generated, and a final .config.
namespace carveout::standard {

struct malformed_config {
  static constexpr std::string_view id = "malformed-config";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "What is given as the kernel's .config is one: lines CONFIG_X=value, and comments.";
  static constexpr std::string_view mirrors = "Documentation/kbuild/kconfig.rst";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (!plan.has_config) return;
    const std::size_t line = first_bad_config_line(plan.config);
    if (line == 0) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), ": dot_config{} is no .config: line ", line, " sets no symbol and is no comment");
    put(it.fix, "give it the text of /boot/config-VERSION or /proc/config.gz, or lines of it");
  }
};

struct config_contradicts {
  static constexpr std::string_view id = "config-contradicts";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The .config is of the kernel that the board names: the same version, architecture and page size.";
  static constexpr std::string_view mirrors =
      "arch/arm64/Kconfig (ARM64_4K_PAGES and its neighbours); first lines of a .config";
  static constexpr std::array<std::string_view, 3> after{"malformed-config", "incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (!plan.has_config) return;
    const auto say = [&](const auto&... is) {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": the .config is ", is...);
      put(it.fix, "take the .config of the kernel that is booted, or correct ",
          plan.wording("linux_kernel{}", "--kernel, --arch, --page"));
    };
    const kernel_version asked = plan.asked_version;
    const std::optional<kernel_version> version = config_version(plan.config);
    if (version && (version->major != asked.major || version->minor != asked.minor))
      say("of Linux ", *version, ", and the board boots ", asked);
    for (const arch other : {arch::arm64, arch::arm, arch::riscv64}) {
      const std::string_view symbol = other == arch::arm64 ? "ARM64" : other == arch::arm ? "ARM" : "RISCV";
      if (other != plan.kernel.arch && config_value(plan.config, symbol) == "y")
        say("for ", name_of(other), ", and the board is ", name_of(plan.kernel.arch));
    }
    for (const bytes kib : {bytes{4}, bytes{16}, bytes{64}}) {
      const std::string_view symbol = kib == 4 ? "ARM64_4K_PAGES" : kib == 16 ? "ARM64_16K_PAGES" : "ARM64_64K_PAGES";
      if (kib * 1024 != plan.kernel.page && config_value(plan.config, symbol) == "y")
        say("for pages of ", kib, " KiB, and the board has pages of ", human_size{plan.kernel.page});
    }
  }
};

struct kconfig_required {
  static constexpr std::string_view id = "kconfig-required";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The final .config has what the plan needs, and every further line of kconfig{}: without CONFIG_CMA a reusable pool is a "
      "range that nobody serves from, and what a fragment asks in vain is dropped in silence.";
  static constexpr std::string_view mirrors =
      "mm/Kconfig, kernel/dma/Kconfig, drivers/dma-buf/Kconfig; scripts/kconfig/merge_config.sh";
  static constexpr std::array<std::string_view, 4> after{"malformed-config", "config-contradicts", "incomplete-board",
                                                         "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (!plan.has_config) return;
    const bool whole = is_whole_config(plan.config);
    const auto value_of = [&](std::string_view symbol) {
      const auto value = config_value(plan.config, symbol);
      return value || !whole ? value : std::optional<std::string_view>{"n"};
    };
    for_each_wanted_symbol(plan, [&](const wanted_symbol& each) {
      const auto value = value_of(each.name);
      if (!value || each.is == wanted_symbol::form::zero) return;
      const bool on = *value != "n";
      if (each.is == wanted_symbol::form::on ? on : each.is == wanted_symbol::form::off && !on) return;
      if (each.is == wanted_symbol::form::at_least && config_number(plan.config, each.name).value_or(0) >= each.number) return;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": the .config has CONFIG_", each.name, '=', *value, "; needed for ", each.because);
      const auto known = find_symbol(each.name, plan.kernel.version);
      if (known && known->state == symbol_state::selected) {
        put(it.fix, "nothing but other symbols select it: take a .config of this architecture");
      } else if (each.is == wanted_symbol::form::at_least) {
        put(it.fix, "set CONFIG_", each.name, '=', each.number);
      } else {
        put(it.fix, "set CONFIG_", each.name, each.is == wanted_symbol::form::off ? "=n" : "=y");
        if (known && !known->needs.empty()) put(it.fix, ", and what it needs: ", known->needs);
      }
    });
    for (const std::string_view line : plan.kconfig) {
      const auto wanted = parse_config_line(line);
      if (!wanted) continue;  // kconfig-line
      const auto value = value_of(wanted->symbol);
      if (!value || *value == wanted->value) continue;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": kconfig{} asks for ", line, ", and the .config has ", *value);
      put(it.fix, "look for what it depends on");
    }
  }
};

struct kconfig_default_cma {
  static constexpr std::string_view id = "kconfig-default-cma";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "CONFIG_CMA_SIZE_MBYTES is 0: an area of that size is made wherever the kernel likes when the plan has no default area, "
      "and in silence when it refuses the plan's.";
  static constexpr std::string_view mirrors =
      "dma_contiguous_reserve() (kernel/dma/contiguous.c); seen on Debian's 6.1 and 6.12, where it is 64";
  static constexpr std::array<std::string_view, 3> after{"malformed-config", "config-contradicts", "incomplete-board"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (!plan.kernel.config.default_cma || *plan.kernel.config.default_cma == 0) return;
    const bytes size = *plan.kernel.config.default_cma;
    if (find_argument(plan.extra_bootargs, "cma").has_value()) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), ": CONFIG_CMA_SIZE_MBYTES=", size >> 20,
        plan.default_cma() != nullptr ? " makes another area, without a word, if the kernel refuses the plan's"
                                      : " makes an area that the plan does not have");
    put(it.fix, "set CONFIG_CMA_SIZE_MBYTES=0");
  }
};

struct kconfig_line {
  static constexpr std::string_view id = "kconfig-line";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A line of kconfig{} is CONFIG_X=value or \"# CONFIG_X is not set\", and does not undo what the plan needs.";
  static constexpr std::string_view mirrors = "Documentation/kbuild/kconfig.rst";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const std::string_view line : plan.kconfig) {
      const auto asked = is_plain_text(line) ? parse_config_line(line) : std::nullopt;
      if (!asked) {
        finding& it = out.add(plan);
        put(it.message, subject_of(plan), ": kconfig{} has the line ", safely_quoted{line}, ", which sets nothing");
        put(it.fix, "write CONFIG_X=y, or # CONFIG_X is not set");
        continue;
      }
      for_each_wanted_symbol(plan, [&](const wanted_symbol& each) {
        if (each.name != asked->symbol || each.is == wanted_symbol::form::zero || each.is == wanted_symbol::form::at_least)
          return;
        if ((asked->value == "n") == (each.is == wanted_symbol::form::off)) return;
        finding& it = out.add(plan);
        put(it.message, subject_of(plan), ": kconfig{} has ", line, ", which undoes what the plan needs for ", each.because);
        put(it.fix, "drop that line");
      });
    }
  }
};

struct kconfig_unknown {
  static constexpr std::string_view id = "kconfig-unknown";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "kconfig{} sets symbols that this kernel has; others are dropped in silence.";
  static constexpr std::string_view mirrors = "symbol_table (kernel/kconfig.hpp); scripts/kconfig/merge_config.sh";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "unknown-kernel", "kconfig-line"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const std::string_view line : plan.kconfig) {
      const auto asked = parse_config_line(line);
      const auto known = asked ? find_symbol(asked->symbol, plan.kernel.version) : std::nullopt;
      if (!known || known->state != symbol_state::absent || asked->value == "n") continue;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": kconfig{} has ", line, ", and Linux ", plan.kernel.version, " has no CONFIG_",
          asked->symbol);
      put(it.fix, "drop that line");
    }
  }
};

struct kconfig_no_prompt {
  static constexpr std::string_view id = "kconfig-no-prompt";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "kconfig{} sets symbols that have a prompt; others are set by Kconfig files alone, and such a line is dropped in "
      "silence.";
  static constexpr std::string_view mirrors =
      "arch/arm64/Kconfig: ARCH_FORCE_MAX_ORDER; dropped by olddefconfig as seen on 6.1 and 6.12";
  static constexpr std::array<std::string_view, 3> after{"incomplete-board", "unknown-kernel", "kconfig-line"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const std::string_view line : plan.kconfig) {
      const auto asked = parse_config_line(line);
      const auto known = asked ? find_symbol(asked->symbol, plan.kernel.version) : std::nullopt;
      if (!known) continue;
      if (known->state != symbol_state::selected && !(known->state == symbol_state::fixed && plan.kernel.arch == arch::arm64))
        continue;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": kconfig{} has ", line, ", but CONFIG_", asked->symbol, " has no prompt (",
          plan.kernel, ')');
      put(it.fix, known->state == symbol_state::fixed ? "drop that line; only a patch to arch/arm64/Kconfig changes it"
                                                      : "drop that line");
    }
  }
};

using configuration_rules = rule_list<malformed_config, config_contradicts, kconfig_required, kconfig_default_cma, kconfig_line,
                                      kconfig_unknown, kconfig_no_prompt>;

}  // namespace carveout::standard
