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

/// Where a dynamic node may go.
template <text_sink Sink>
constexpr void write_window(Sink& sink, const region& value) {
  if (value.window == interval::everything())
    sink.append("any DRAM");
  else
    put(sink, hex_range{value.window});
}

/// What becomes of `coherent_pool=`.
template <text_sink Sink>
constexpr void write_atomic_pool(Sink& sink, const memory_plan& plan) {
  const atomic_pool_facts facts = carveout::atomic_pool(plan.kernel, plan.atomic_pool);
  sink.append("atomic pool: ");
  if (facts.pools > 1) put(sink, facts.pools, " times ");
  put(sink, human_size{facts.chunk}, " at boot");
  if (facts.from_cma && plan.default_cma() != nullptr) put(sink, ", taken from ", plan.default_cma()->label);
  if (facts.chunk < plan.atomic_pool) put(sink, " (", human_size{plan.atomic_pool}, " asked for)");
}

/// Writes one row after the other, each after the same prefix: a map_visitor.
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
  constexpr void begin_bank(const bank& value) const {
    range(value.range(), "");
    put(sink, "  bank ", value.name, '\n');
  }
  constexpr void gap(interval free) const {
    range(free, "  ");
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
  constexpr void begin_outside() const {
    put(sink, prefix, plan.banks.empty() ? "DRAM: left to firmware to fill in\n" : "outside DRAM\n");
  }
  constexpr void dynamic(std::size_t index) const {
    const region& each = plan.regions[index];
    put(sink, prefix, "placed by the kernel at boot: ");
    write_map_name(sink, each);
    put(sink, ", ", human_size{each.size}, " in ");
    write_window(sink, each);
    write_users(sink, plan, index);
    sink.append("\n");
  }
  constexpr void disabled(const region& each) const {
    put(sink, prefix, "disabled: ");
    write_map_name(sink, each);
    put(sink, ", ", human_size{each.size}, '\n');
  }
  constexpr void atomic_pool() const {
    sink.append(prefix);
    write_atomic_pool(sink, plan);
    sink.append("\n");
  }
};

}  // namespace detail

/// What a walk over the map shows, in this order: banks with what is in them, what is outside, what has no address yet, what
/// is off, and the atomic pool.
template <typename T>
concept map_visitor = requires(T& visitor, const bank& dram, interval free, std::size_t index, const region& off) {
  visitor.begin_bank(dram);
  visitor.gap(free);
  visitor.pool(index);  // of `plan.regions`; twice when two banks share it
  visitor.begin_outside();
  visitor.dynamic(index);
  visitor.disabled(off);
  visitor.atomic_pool();
};

constexpr void walk_map(const memory_plan& plan, map_visitor auto& visitor) {
  for (const bank& dram : plan.banks) {
    visitor.begin_bank(dram);
    address free_from = dram.base;
    const auto gap_to = [&](address to) {
      if (free_from < to) visitor.gap({free_from, to});
    };
    for (const std::size_t index : plan.by_address) {
      const interval range = plan.regions[index].range;
      if (!range.overlaps(dram.range())) continue;
      gap_to(range.begin);
      visitor.pool(index);
      if (range.end > free_from) free_from = range.end;
    }
    gap_to(dram.range().end);
  }
  bool outside = false;
  for (const std::size_t index : plan.by_address) {
    const region& each = plan.regions[index];
    bool in_dram = !each.is_placed();
    for (const bank& dram : plan.banks) in_dram = in_dram || dram.range().overlaps(each.range);
    if (in_dram) continue;
    if (!outside) visitor.begin_outside();
    outside = true;
    visitor.pool(index);
  }
  for (const std::size_t index : plan.by_address)
    if (!plan.regions[index].is_placed()) visitor.dynamic(index);
  for (const region& each : plan.disabled_regions) visitor.disabled(each);
  if (plan.atomic_pool != 0) visitor.atomic_pool();
}

/// Writes the map, every line after `prefix`.
template <text_sink Sink>
constexpr void write_map(const memory_plan& plan, std::string_view prefix, Sink& sink) {
  const detail::map_rows<Sink> rows{plan, prefix, sink};
  walk_map(plan, rows);
}

/// The map as a file of its own.
template <text_sink Sink>
constexpr void emit_map(const memory_plan& plan, Sink& sink) {
  put(sink, "Memory map of ", plan.board, " (", plan.kernel, ")\n\n");
  write_map(plan, "", sink);
}

}  // namespace carveout
