// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <carveout/core/number.hpp>

#include "../target_options.hpp"
#include "tree_plan.hpp"
#include "tree_source.hpp"

/// The options of every verb that reads a device tree: how to get at it, and what it is judged for.
namespace carveout::codegen {

struct tree_options {
  std::vector<std::string> kernels, include_folders, overlays, memory, firmware;
  std::string arch, page, config, cmdline, kernel_image, initrd, fdt;
  bool has_cmdline = false;
};

/// What the options come to: one target for each --kernel, or one without a version.
struct tree_request {
  std::vector<tree_target> targets;
  tree_files files;
  std::deque<std::string> names;  ///< of firmware
};

namespace detail {

/// SIZE@BASE
[[nodiscard]] inline auto parse_range(std::string_view text) -> std::optional<interval> {
  const std::size_t sign = text.find('@');
  if (sign == std::string_view::npos) return std::nullopt;
  const auto size = parse_number(text.substr(0, sign)), base = parse_number(text.substr(sign + 1));
  if (!size || !base || *size == 0 || wraps(*base, *size)) return std::nullopt;
  return interval::at(*base, *size);
}

}  // namespace detail

inline void add_tree_options(CLI::App& verb, tree_options& into, bool several_kernels) {
  CLI::Option* const kernel = verb.add_option("--kernel", into.kernels, "Linux version, e.g. 6.1 or 6.1.192; 6.12 if not given")
                                  ->type_name("VERSION")
                                  ->group("Target");
  if (several_kernels)
    kernel->description("Linux version, e.g. 6.1 or 6.1.192; may be given several times; 6.12 if not given");
  else
    kernel->expected(1);
  verb.add_option("--arch", into.arch, "arm64, arm or riscv64; by the cores in the tree if not given")->group("Target");
  verb.add_option("--page", into.page, "page size: 4K, 16K or 64K; 4K if not given")->group("Target");
  verb.add_option("--config", into.config, "the kernel's .config: facts are read from it, and the tree is judged by it")
      ->type_name("FILE")
      ->group("Target");
  verb.add_option("--cmdline", into.cmdline, "kernel arguments, instead of bootargs in /chosen")
      ->type_name("TEXT")
      ->group("Target")
      ->each([&into](const std::string&) { into.has_cmdline = true; });
  const auto range = [](const std::string& text) {
    return detail::parse_range(text) ? std::string{} : "'" + text + "' is no SIZE@BASE; write it as 2G@0x40000000";
  };
  verb.add_option("--memory", into.memory, "DRAM, instead of /memory in the tree; may be given several times")
      ->type_name("SIZE@BASE")
      ->check(range)
      ->group("Target");
  verb.add_option("--kernel-image", into.kernel_image, "where the kernel with its BSS lies")
      ->type_name("SIZE@BASE")
      ->check(range)
      ->group("Target");
  verb.add_option("--initrd", into.initrd, "where the initrd lies; by /chosen if not given")
      ->type_name("SIZE@BASE")
      ->check(range)
      ->group("Target");
  verb.add_option("--fdt", into.fdt, "where the device tree lies")->type_name("SIZE@BASE")->check(range)->group("Target");
  verb.add_option("--firmware", into.firmware, "memory that firmware owns; may be given several times")
      ->type_name("NAME=SIZE@BASE")
      ->check([](const std::string& text) {
        const std::size_t sign = text.find('=');
        return sign != std::string::npos && sign != 0 && detail::parse_range(std::string_view{text}.substr(sign + 1))
                   ? std::string{}
                   : "'" + text + "' is no NAME=SIZE@BASE; write it as optee=32M@0x56000000";
      })
      ->group("Target");
  verb.add_option("--overlay", into.overlays, "an overlay (.dtbo, .dtso) to apply; may be given several times, in order")
      ->type_name("FILE")
      ->group("Reading");
  verb.add_option("-I,--include", into.include_folders, "where a .dts looks for what it includes; may be given several times")
      ->type_name("FOLDER")
      ->group("Reading");
}

/// Throws std::runtime_error with what is wrong with the options.
[[nodiscard]] inline auto request_of(const tree_options& options) -> tree_request {
  tree_request request;
  request.files = {.include_folders = options.include_folders, .overlays = options.overlays};
  tree_target target;
  const std::vector<std::string> kernels = options.kernels.empty() ? std::vector<std::string>{""} : options.kernels;
  for (const std::string& each : kernels)
    if (const std::string wrong = complaint_on_target(each, options.arch, options.page); !wrong.empty())
      throw std::runtime_error{wrong};
  if (!options.arch.empty()) target.arch = parse_arch(options.arch);
  if (!options.page.empty()) target.page = parse_page(options.page);
  if (!options.config.empty()) target.config = read_dot_config(options.config);
  if (options.has_cmdline) target.cmdline = options.cmdline;
  for (const std::string& each : options.memory) target.memory.push_back(*detail::parse_range(each));
  if (!options.kernel_image.empty()) target.kernel_image = *detail::parse_range(options.kernel_image);
  if (!options.initrd.empty()) target.initrd = *detail::parse_range(options.initrd);
  if (!options.fdt.empty()) target.fdt = *detail::parse_range(options.fdt);
  for (const std::string& each : options.firmware) {
    if (target.firmware.size() == decltype(boot_chain::firmware)::capacity())
      throw std::runtime_error{"--firmware: " + std::to_string(target.firmware.size()) + " are the most there is room for"};
    const std::size_t sign = each.find('=');
    const interval range = *detail::parse_range(std::string_view{each}.substr(sign + 1));
    target.firmware.push_back(
        {.name = request.names.emplace_back(each.substr(0, sign)), .base = range.begin, .size = range.size()});
  }
  for (const std::string& each : kernels) {
    request.targets.push_back(target);
    if (!each.empty()) request.targets.back().version = parse_kernel_version(each);
  }
  return request;
}

}  // namespace carveout::codegen
