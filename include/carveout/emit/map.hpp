// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include <carveout/core/sink.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/plan/memory_plan.hpp>

/// The memory map as text: banks, pools, and what is free between them.
namespace carveout {
namespace detail {

/// Text padded with spaces to `width`.
template <text_sink Sink>
constexpr void write_padded(Sink& sink, std::size_t width, const auto&... parts) {
  counting_sink counted;
  put(counted, parts...);
  put(sink, parts...);
  for (std::size_t i = counted.size; i < width; ++i) sink.append(" ");
}

/// How a map calls a region: by its label, or by its node's name in a tree that somebody else wrote.
template <text_sink Sink>
constexpr void write_map_name(Sink& sink, const region& value) {
  if (value.path.empty())
    put(sink, value.label);
  else
    write_node_name(sink, value);
}

template <text_sink Sink>
constexpr void write_users(Sink& sink, const memory_plan& plan, std::size_t region_index) {
  bool first = true;
  for (const plan_use& use : plan.uses) {
    if (use.region != region_index) continue;
    put(sink, first ? "  <- " : ", ", plan.devices[use.device].name);
    first = false;
  }
}

/// Writes one row after the other, each after the same prefix.
template <text_sink Sink>
struct map_rows {
  const memory_plan& plan;
  std::string_view prefix;
  Sink& sink;

  constexpr void range(interval value, std::string_view mark) const {
    put(sink, prefix, mark);
    write_padded(sink, 28, hex_range{value});
    write_padded(sink, 12, human_size{value.size()});
  }
  constexpr void gap(address from, address to) const {
    if (from >= to) return;
    range({from, to}, "  ");
    sink.append("-\n");
  }
  constexpr void pool(std::size_t index) const {
    const region& value = plan.regions[index];
    range(value.range, "  ");
    write_padded(sink, 12, name_of(value.kind));
    write_map_name(sink, value);
    write_users(sink, plan, index);
    sink.append("\n");
  }
  constexpr void dram(const bank& value) const {
    range(value.range(), "");
    put(sink, "  bank ", value.name, '\n');
    address free_from = value.base;
    for (const std::size_t index : plan.by_address) {
      const interval range_of = plan.regions[index].range;
      if (!range_of.overlaps(value.range())) continue;
      gap(free_from, range_of.begin);
      pool(index);
      if (range_of.end > free_from) free_from = range_of.end;
    }
    gap(free_from, value.range().end);
  }
};

}  // namespace detail

/// Writes the map, every line after `prefix`.
template <text_sink Sink>
constexpr void write_map(const memory_plan& plan, std::string_view prefix, Sink& sink) {
  const detail::map_rows<Sink> rows{plan, prefix, sink};
  for (const bank& each : plan.banks) rows.dram(each);
  bool outside = false;
  for (std::size_t i = 0; i < plan.by_address.size(); ++i) {
    const region& each = plan.regions[plan.by_address[i]];
    bool in_dram = !each.is_placed();
    for (const bank& dram : plan.banks) in_dram = in_dram || dram.range().overlaps(each.range);
    if (in_dram) continue;
    if (!outside) put(sink, prefix, plan.banks.empty() ? "DRAM: left to firmware to fill in\n" : "outside DRAM\n");
    outside = true;
    rows.pool(plan.by_address[i]);
  }
  for (const std::size_t index : plan.by_address) {
    const region& each = plan.regions[index];
    if (each.is_placed()) continue;
    put(sink, prefix, "placed by the kernel at boot: ");
    detail::write_map_name(sink, each);
    put(sink, ", ", human_size{each.size}, " in ");
    if (each.window == interval::everything())
      put(sink, "any DRAM");
    else
      put(sink, hex_range{each.window});
    detail::write_users(sink, plan, index);
    sink.append("\n");
  }
  for (const region& each : plan.disabled_regions) {
    put(sink, prefix, "disabled: ");
    detail::write_map_name(sink, each);
    put(sink, ", ", human_size{each.size}, '\n');
  }
  if (plan.atomic_pool == 0) return;
  const atomic_pool_facts facts = atomic_pool(plan.kernel, plan.atomic_pool);
  put(sink, prefix, "atomic pool: ");
  if (facts.pools > 1) put(sink, facts.pools, " times ");
  put(sink, human_size{facts.chunk}, " at boot");
  if (facts.from_cma && plan.default_cma() != nullptr) put(sink, ", taken from ", plan.default_cma()->label);
  if (facts.chunk < plan.atomic_pool) put(sink, " (", human_size{plan.atomic_pool}, " asked for)");
  sink.append("\n");
}

/// The map as a file of its own.
template <text_sink Sink>
constexpr void emit_map(const memory_plan& plan, Sink& sink) {
  put(sink, "Memory map of ", plan.board, " (", plan.kernel, ")\n\n");
  write_map(plan, "", sink);
}

}  // namespace carveout
