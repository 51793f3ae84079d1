// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <carveout/core/sink.hpp>
#include <carveout/emit/banner.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/emit/overlay.hpp>
#include <carveout/emit/tree.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Device-tree source, in the kernel's DTS coding style: tabs, lower-case hex, children by address.
namespace carveout {

/// An overlay_tree_writer that writes source.
template <text_sink Sink>
class dts_writer {
 public:
  constexpr explicit dts_writer(Sink& sink) : sink_(sink) {}

  /// A node of the base tree, by its label (`&gpu`) or its path.
  constexpr void begin_reference(std::string_view node) {
    if (node.starts_with('&'))
      put(sink_, node, " {\n");
    else
      put(sink_, "&{", node, "} {\n");
    enter();
  }
  constexpr void begin_fragment(std::string_view target) {
    open();
    put(sink_, "fragment@", fragments_++, " {\n");
    enter();
    indent();
    if (target.starts_with('&'))
      put(sink_, "target = <", target, ">;\n");
    else
      put(sink_, "target-path = \"", target, "\";\n");
    separate_ = true;
  }
  constexpr void begin_node(std::string_view name) {
    open();
    put(sink_, name, " {\n");
    enter();
  }
  constexpr void begin_region(const region& value) {
    open();
    put(sink_, value.label, ": ");
    write_node_name(sink_, value);
    sink_.append(" {\n");
    enter();
  }
  constexpr void end_node() {
    --depth_;
    indent();
    sink_.append("};\n");
    separate_ = true;
  }
  constexpr void flag(std::string_view name) {
    indent();
    put(sink_, name, ";\n");
    separate_ = true;
  }
  constexpr void cells(std::string_view name, std::span<const std::uint32_t> values) {
    const bool decimal = name.starts_with('#');
    indent();
    put(sink_, name, " = <");
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i != 0) sink_.append(" ");
      if (decimal)
        put(sink_, values[i]);
      else
        put(sink_, hex{values[i]});
    }
    sink_.append(">;\n");
    separate_ = true;
  }
  constexpr void strings(std::string_view name, std::span<const std::string_view> values) { list(name, values, "\"", "\""); }
  constexpr void references(std::string_view name, std::span<const std::string_view> labels) { list(name, labels, "<&", ">"); }

 private:
  constexpr void list(std::string_view name, std::span<const std::string_view> values, std::string_view open,
                      std::string_view close) {
    indent();
    put(sink_, name, " = ");
    for (std::size_t i = 0; i < values.size(); ++i) put(sink_, i == 0 ? "" : ", ", open, values[i], close);
    sink_.append(";\n");
    separate_ = true;
  }
  constexpr void open() {
    if (separate_) sink_.append("\n");
    indent();
  }
  constexpr void enter() {
    ++depth_;
    separate_ = false;
  }
  constexpr void indent() {
    for (unsigned i = 0; i < depth_; ++i) sink_.append("\t");
  }

  Sink& sink_;
  unsigned depth_ = 0;
  unsigned fragments_ = 0;
  bool separate_ = false;  // something stands before in this node: a child begins after an empty line
};
static_assert(overlay_tree_writer<dts_writer<text_buffer>>);

namespace detail {

template <text_sink Sink>
constexpr void write_dts_comment(const memory_plan& plan, Sink& sink) {
  sink.append("/*\n");
  write_banner(plan, " * ", sink);
  sink.append(" *\n");
  write_map(plan, " * ", sink);
  sink.append(" */\n\n");
}

}  // namespace detail

/// A `.dtsi` to include from the board's source.
template <text_sink Sink>
constexpr void emit_dtsi(const memory_plan& plan, Sink& sink) {
  detail::write_dts_comment(plan, sink);
  dts_writer writer{sink};
  writer.begin_node("/");
  writer.begin_node("reserved-memory");
  describe_regions(plan, writer);
  writer.end_node();
  writer.end_node();
  for (const plan_device& each : plan.devices) {
    if (each.use_count == 0) continue;
    sink.append("\n");
    writer.begin_reference(each.node);
    describe_uses(plan, each, writer);
    writer.end_node();
  }
}

/// Overlay source: `dtc -@` makes of it what `emit_dtbo` writes.
template <text_sink Sink>
constexpr void emit_dtso(const memory_plan& plan, Sink& sink) {
  detail::write_dts_comment(plan, sink);
  sink.append("/dts-v1/;\n/plugin/;\n\n");
  dts_writer writer{sink};
  writer.begin_node("/");
  describe_overlay(plan, writer);
  writer.end_node();
}

}  // namespace carveout
