// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <carveout/core/sink.hpp>
#include <carveout/kernel/table.hpp>

/// The option --kernel, the same for every command.
namespace carveout::codegen {

/// Empty when `text` is empty or a version that the tables know, else what is wrong with it.
[[nodiscard]] inline auto kernel_complaint(const std::string& text) -> std::string {
  if (text.empty()) return {};
  const auto version = parse_kernel_version(text);
  if (!version) return "'" + text + "' is no kernel version; write it as 6.1 or 6.1.192";
  if (is_known(*version)) return {};
  text_buffer said;
  put(said, "Linux ", text, " is not known; this version of carveout knows ", oldest_known_kernel, " to ", newest_known_kernel,
      ", and the nearest is ", nearest_known(*version));
  return std::string{said.view()};
}

}  // namespace carveout::codegen
