// SPDX-License-Identifier: BSL-1.0
#pragma once

extern "C" {
#include <libfdt.h>
}

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Device-tree blobs as libfdt sees them.
namespace testing {

/// One node: its full path, and its properties in document order.
struct fdt_node {
  std::string path;
  std::vector<std::pair<std::string, std::string>> properties;
  friend auto operator==(const fdt_node&, const fdt_node&) -> bool = default;
};

/// Every node of a blob in document order.
inline auto nodes_of(const void* blob) -> std::vector<fdt_node> {
  std::vector<fdt_node> all;
  int depth = 0;
  for (int node = 0; node >= 0 && depth >= 0; node = fdt_next_node(blob, node, &depth)) {
    char path[512]{};
    if (fdt_get_path(blob, node, path, sizeof path) != 0) return {};
    fdt_node& made = all.emplace_back();
    made.path = path;
    int property = 0;
    fdt_for_each_property_offset(property, blob, node) {
      const char* name = nullptr;
      int size = 0;
      const void* value = fdt_getprop_by_offset(blob, property, &name, &size);
      made.properties.emplace_back(name, std::string(static_cast<const char*>(value), static_cast<std::size_t>(size)));
    }
  }
  return all;
}

/// The value of a property that is cells.
inline auto cells_value(std::initializer_list<std::uint32_t> cells) -> std::string {
  std::string value;
  for (const std::uint32_t cell : cells)
    for (const int shift : {24, 16, 8, 0}) value += static_cast<char>(static_cast<unsigned char>(cell >> shift));
  return value;
}

/// The value of a property that is strings.
inline auto strings_value(std::initializer_list<std::string_view> strings) -> std::string {
  std::string value;
  for (const std::string_view each : strings) value.append(each).append(1, '\0');
  return value;
}

/// A blob in memory that is aligned as libfdt wants it.
inline auto aligned(std::string_view blob, std::size_t room = 0) -> std::vector<std::uint64_t> {
  std::vector<std::uint64_t> copy((blob.size() + room + 7) / 8);
  std::copy(blob.begin(), blob.end(), reinterpret_cast<char*>(copy.data()));
  return copy;
}

}  // namespace testing
