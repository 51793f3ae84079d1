// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <carveout/core/sink.hpp>

namespace carveout::codegen {

/// What `put` writes, as a string.
[[nodiscard]] inline auto text_of(const auto&... parts) -> std::string {
  text_buffer buffer;
  put(buffer, parts...);
  return std::string{buffer.view()};
}

/// What a text of unknown origin may look like in a message: everything unprintable is a '?'.
[[nodiscard]] inline auto printable(std::string_view text) -> std::string {
  std::string out{text};
  for (char& c : out)
    if (c < ' ' || c > '~') c = '?';
  return out;
}

/// Writes it there, or to standard output where `path` is empty. Throws std::runtime_error.
inline void write_result(const std::string& path, std::string_view text) {
  std::ofstream file;
  if (!path.empty()) file.open(path);
  std::ostream& out = path.empty() ? std::cout : file;
  out << text << std::flush;
  if (!out) throw std::runtime_error{(path.empty() ? "standard output" : path) + ": cannot be written"};
}

}  // namespace carveout::codegen
