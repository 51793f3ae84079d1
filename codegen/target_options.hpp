// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <carveout/core/units.hpp>
#include <carveout/kernel/config.hpp>
#include <carveout/kernel/target.hpp>

#include "kernel_option.hpp"

/// The options that say which kernel is meant, the same for every command.
namespace carveout::codegen {

/// 4K, 16K or 64K, in bytes.
[[nodiscard]] inline auto parse_page(std::string_view text) -> std::optional<bytes> {
  for (const bytes kib : {bytes{4}, bytes{16}, bytes{64}})
    if (text == std::to_string(kib) + "K") return kib * 1024;
  return std::nullopt;
}

/// The text of a kernel's .config, not compressed. Throws std::runtime_error, naming file and line.
[[nodiscard]] inline auto read_dot_config(const std::string& path) -> std::string {
  std::ifstream file;
  if (path != "-" && !std::filesystem::is_directory(path)) file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (path != "-" && !file.is_open()) throw std::runtime_error("cannot read " + path);
  if (text.starts_with("\x1f\x8b"))
    throw std::runtime_error(path + " is compressed; unpack it first: zcat " + path + " > FILE");
  if (const std::size_t line = first_bad_config_line(text); line != 0)
    throw std::runtime_error(path + ":" + std::to_string(line) + ": this is no kernel .config (CONFIG_X=value, or a comment)");
  return text;
}

/// Empty when --kernel, --arch and --page (empty: not given) name something that there is, else what is wrong with them.
[[nodiscard]] inline auto complaint_on_target(const std::string& kernel, const std::string& arch, const std::string& page)
    -> std::string {
  if (const std::string wrong = kernel_complaint(kernel); !wrong.empty()) return wrong;
  if (!arch.empty() && !parse_arch(arch)) return "'" + arch + "' is no architecture; known are arm64, arm, riscv64";
  if (!page.empty() && !parse_page(page)) return "'" + page + "' is no page size; known are 4K, 16K, 64K";
  if (!arch.empty() && !page.empty() && !has_page_size(*parse_arch(arch), *parse_page(page)))
    return arch + " has no pages of " + page;
  return {};
}

}  // namespace carveout::codegen
