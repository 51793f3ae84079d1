// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>

#include <carveout/core/vector.hpp>
#include <carveout/plan/memory_plan.hpp>

/// What a plan adds to a device tree, said once. A writer turns it into source text or into a blob.
namespace carveout {

/// Takes nodes and properties in document order: properties of a node before its children.
template <typename T>
concept tree_writer = requires(T& writer, std::string_view text, std::span<const std::uint32_t> cells,
                               std::span<const std::string_view> texts, const region& value) {
  writer.begin_node(text);     // a node without a label
  writer.begin_region(value);  // the labelled node of a region
  writer.end_node();
  writer.flag(text);               // name
  writer.cells(text, cells);       // name, values
  writer.strings(text, texts);     // name, values
  writer.references(text, texts);  // name, labels of regions
};

namespace detail {

using cell_list = fixed_vector<std::uint32_t, 16>;

constexpr void push_number(cell_list& to, std::uint64_t value, unsigned cells) {
  if (cells == 2) to.push_back(static_cast<std::uint32_t>(value >> 32));
  to.push_back(static_cast<std::uint32_t>(value));
}

template <tree_writer Writer>
constexpr void write_cells(Writer& writer, std::string_view name, const cell_list& values) {
  writer.cells(name, std::span{values.data(), values.size()});
}

/// Nothing for 0.
template <tree_writer Writer>
constexpr void write_number(Writer& writer, std::string_view name, std::uint64_t value, unsigned cells) {
  if (value == 0) return;
  cell_list number;
  push_number(number, value, cells);
  write_cells(writer, name, number);
}

}  // namespace detail

/// One region as a node: compatible, reg (static) or size, alignment, alloc-ranges (dynamic), further properties, flags.
///
/// `alignment` is written for every dynamic node, because the kernel's own default is a cache line; it has as many cells as an
/// address, which is what the kernel reads (__reserved_mem_alloc_size() compares with dt_root_addr_cells).
template <tree_writer Writer>
constexpr void describe(const region& value, root_cells cells, Writer& writer) {
  writer.begin_region(value);
  if (!value.compatible.empty()) writer.strings("compatible", std::span{value.compatible.data(), value.compatible.size()});
  if (value.is_static()) {
    detail::cell_list reg;
    detail::push_number(reg, value.base(), cells.address);
    detail::push_number(reg, value.size, cells.size);
    for (const interval& more : value.more_ranges) {
      detail::push_number(reg, more.begin, cells.address);
      detail::push_number(reg, more.size(), cells.size);
    }
    detail::write_cells(writer, "reg", reg);
  } else {
    detail::cell_list size;
    detail::push_number(size, value.size, cells.size);
    detail::write_cells(writer, "size", size);
    detail::write_number(writer, "alignment", value.verbatim ? value.alignment : value.required_alignment, cells.address);
    const interval& window = value.verbatim ? value.where.window : value.window;
    if (window != interval::everything()) {
      detail::cell_list range;
      detail::push_number(range, window.begin, cells.address);
      const bytes largest = cells.size == 1 ? 0xffff'f000 : max_address;  // 4 GiB are one too many for one cell
      detail::push_number(range, window.size() < largest ? window.size() : largest, cells.size);
      detail::write_cells(writer, "alloc-ranges", range);
    }
  }
  if (value.properties != nullptr) {
    for (const property& each : *value.properties) {
      if (each.is == property::form::flag) writer.flag(each.name);
      if (each.is == property::form::cells) writer.cells(each.name, std::span{each.numbers.data(), each.numbers.size()});
      if (each.is == property::form::strings) writer.strings(each.name, std::span{each.texts.data(), each.texts.size()});
    }
  }
  if (value.no_map) writer.flag("no-map");
  if (value.reusable) writer.flag("reusable");
  if (value.cma_default) writer.flag("linux,cma-default");
  if (!value.enabled) {
    const std::string_view off[]{"disabled"};
    writer.strings("status", off);
  }
  writer.end_node();
}

/// `#address-cells` and `#size-cells`.
template <tree_writer Writer>
constexpr void describe_cells(root_cells cells, Writer& writer) {
  const std::uint32_t address_cells[]{cells.address};
  const std::uint32_t size_cells[]{cells.size};
  writer.cells("#address-cells", address_cells);
  writer.cells("#size-cells", size_cells);
}

/// What makes a node a bus with the root's addresses: the same cells, and an empty `ranges`.
template <tree_writer Writer>
constexpr void describe_bus(root_cells cells, Writer& writer) {
  describe_cells(cells, writer);
  writer.flag("ranges");
}

/// The inside of /reserved-memory: regions by address, then the dynamic ones, then those that are off.
template <tree_writer Writer>
constexpr void describe_regions(const memory_plan& plan, Writer& writer) {
  describe_bus(plan.cells, writer);
  for (const std::size_t index : plan.by_address) describe(plan.regions[index], plan.cells, writer);
  for (const region& each : plan.disabled_regions) describe(each, plan.cells, writer);
}

/// `memory-region` and `memory-region-names` of one device.
template <tree_writer Writer>
constexpr void describe_uses(const memory_plan& plan, const plan_device& device, Writer& writer) {
  fixed_vector<std::string_view, decltype(device::uses)::capacity()> labels;
  fixed_vector<std::string_view, decltype(device::uses)::capacity()> names;
  for (const plan_use& use : plan.uses_of(device)) {
    labels.push_back(use.pool);
    if (!use.as.empty()) names.push_back(use.as);
  }
  writer.references("memory-region", std::span{labels.data(), labels.size()});
  if (!names.empty()) writer.strings("memory-region-names", std::span{names.data(), names.size()});
}

}  // namespace carveout
