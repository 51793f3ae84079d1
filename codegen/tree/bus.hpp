// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <carveout/core/interval.hpp>

#include "device_tree.hpp"

/// What the buses above a device do to its DMA.
namespace carveout::codegen {

namespace detail {

/// One entry of dma-ranges: from the bus below to the one above.
struct bus_window {
  std::uint64_t below = 0, above = 0, size = 0;
};

/// `count` cells as a number; of more than two, as of a PCI address, the last two.
[[nodiscard]] inline auto number_at(const std::vector<std::uint32_t>& cells, std::size_t at, std::uint32_t count)
    -> std::uint64_t {
  std::uint64_t value = 0;
  for (std::uint32_t i = 0; i < count; ++i) value = value << 32 | cells[at + i];
  return value;
}

/// The entries of a bus; none where they make no sense.
[[nodiscard]] inline auto windows_of(const device_tree& tree, std::size_t bus, const device_tree::property& ranges)
    -> std::vector<bus_window> {
  const std::size_t above = tree[bus].parent;
  const std::uint32_t child = tree.cell(bus, "#address-cells", 2), size = tree.cell(bus, "#size-cells", 1),
                      parent = above == device_tree::none ? 2 : tree.cell(above, "#address-cells", 2);
  if (child == 0 || child > 3 || size == 0 || size > 2 || parent == 0 || parent > 3) return {};
  const std::vector<std::uint32_t> cells = device_tree::cells(ranges);
  std::vector<bus_window> all;
  for (std::size_t i = 0; i + child + parent + size <= cells.size(); i += child + parent + size)
    all.push_back(
        {number_at(cells, i, child), number_at(cells, i + child, parent), number_at(cells, i + child + parent, size)});
  return all;
}

}  // namespace detail

/// The physical addresses that a device can put on the bus, as far as the tree says: the nearest dma-ranges above it,
/// translated by those further up (of_dma_get_range(), of_translate_dma_address(), drivers/of/address.c, 6.1). Where several
/// windows leave holes, what encloses them: a device is never thought to reach less than it does.
[[nodiscard]] inline auto reach_of(const device_tree& tree, std::size_t device) -> interval {
  std::optional<std::vector<interval>> reached;
  for (std::size_t bus = tree[device].parent; bus != device_tree::none; bus = tree[bus].parent) {
    const device_tree::property* const ranges = tree.find(bus, "dma-ranges");
    if (ranges == nullptr || ranges->value.empty()) continue;  // addresses pass as they are
    const std::vector<detail::bus_window> windows = detail::windows_of(tree, bus, *ranges);
    if (windows.empty()) return interval::everything();
    std::vector<interval> above;
    if (!reached) reached = {interval::everything()};
    for (const interval& each : *reached)
      for (const detail::bus_window& window : windows) {
        const interval below = interval::at(window.below, window.size), part = each.intersection(below);
        if (!part.empty()) above.push_back(interval::at(window.above + (part.begin - below.begin), part.size()));
      }
    reached = above;
    constexpr std::size_t most_windows = 256;
    if (reached->size() > most_windows) return interval::everything();
  }
  if (!reached || reached->empty()) return interval::everything();
  interval all = reached->front();
  for (const interval& each : *reached) {
    if (each.begin < all.begin) all.begin = each.begin;
    if (each.end > all.end) all.end = each.end;
  }
  return all;
}

/// Its accesses are snooped: it, or a bus above it, says so (of_dma_is_coherent(), drivers/of/address.c).
[[nodiscard]] inline auto is_coherent(const device_tree& tree, std::size_t device) -> bool {
  for (; device != device_tree::none; device = tree[device].parent) {
    if (tree.has(device, "dma-coherent")) return true;
    if (tree.has(device, "dma-noncoherent")) return false;
  }
  return false;
}

}  // namespace carveout::codegen
