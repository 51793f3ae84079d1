// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <carveout/core/growing.hpp>
#include <carveout/core/sink.hpp>
#include <carveout/emit/fdt.hpp>
#include <carveout/emit/tree.hpp>
#include <carveout/plan/memory_plan.hpp>

/// What an overlay says. Joining it to a base tree is libfdt's work: Documentation/dt-object-internal.txt of dtc.
namespace carveout {

/// A tree_writer that also takes fragments: what follows `begin_fragment`, inside `__overlay__`, goes into one node of the
/// base tree, named by label (`&gpu`) or path.
template <typename T>
concept overlay_tree_writer = tree_writer<T> && requires(T& writer, std::string_view target) {
  writer.begin_fragment(target);
};

/// The fragments: /reserved-memory is made sure of, then filled, then each device gets its `memory-region`.
///
/// The node is made in a fragment of its own and filled in the next, which is a bus in its own right. All in one fragment
/// on "/" would be shorter, but then either dtc warns of defaulted cells, or the fragment rewrites the cells of the base's
/// root. libfdt joins fragments in order and takes a target that an earlier one made (fdt_overlay.c, 1.6.1 to 1.8.1).
template <overlay_tree_writer Writer>
constexpr void describe_overlay(const memory_plan& plan, Writer& writer) {
  describe_cells(plan.cells, writer);
  writer.begin_fragment("/");
  writer.begin_node("__overlay__");
  writer.begin_node("reserved-memory");
  writer.end_node();
  writer.end_node();
  writer.end_node();
  writer.begin_fragment("/reserved-memory");
  describe_bus(plan.cells, writer);
  writer.begin_node("__overlay__");
  describe_regions(plan, writer);
  writer.end_node();
  writer.end_node();
  for (const plan_device& each : plan.devices) {
    if (each.use_count == 0) continue;
    writer.begin_fragment(each.node);
    writer.begin_node("__overlay__");
    describe_uses(plan, each, writer);
    writer.end_node();
    writer.end_node();
  }
}

/// An overlay_tree_writer that writes the blob.
///
/// Every region has a phandle, counted from 1 in document order; libfdt moves them above those of the base tree by
/// `__local_fixups__`. Labels of the base tree are resolved by `__fixups__` and need its `__symbols__`.
class overlay_writer {
 public:
  constexpr overlay_writer() { tree_.begin_node(""); }

  constexpr void begin_fragment(std::string_view target) {
    text_buffer name;
    put(name, "fragment@", fragments_++);
    begin_node(name.view());
    if (target.starts_with('&')) {
      unresolved_.push_back({target.substr(1), {}});
      put(unresolved_.back().place, path_.view(), ":target:0");
      const std::uint32_t to_be_resolved[]{0xffff'ffff};
      cells("target", to_be_resolved);
    } else {
      const std::string_view path[]{target};
      strings("target-path", path);
    }
  }

  constexpr void begin_node(std::string_view name) {
    tree_.begin_node(name);
    put(path_, '/', name);
  }
  constexpr void begin_region(const region& value) {
    text_buffer name;
    write_node_name(name, value);
    begin_node(name.view());
    symbols_.push_back({value.label, path_});
    pending_phandle_ = static_cast<std::uint32_t>(symbols_.size());
  }
  constexpr void end_node() {
    if (pending_phandle_ != 0) {
      const std::uint32_t phandle[]{pending_phandle_};
      pending_phandle_ = 0;
      cells("phandle", phandle);
    }
    tree_.end_node();
    path_.truncate(path_.view().rfind('/'));
  }
  constexpr void flag(std::string_view name) { tree_.property(name, {}); }
  constexpr void cells(std::string_view name, std::span<const std::uint32_t> values) {
    text_buffer value;
    for (const std::uint32_t each : values) fdt_writer::big_endian(value, each);
    tree_.property(name, value.view());
  }
  constexpr void strings(std::string_view name, std::span<const std::string_view> values) {
    text_buffer value;
    for (const std::string_view each : values) put(value, each, '\0');
    tree_.property(name, value.view());
  }
  constexpr void references(std::string_view name, std::span<const std::string_view> labels) {
    text_buffer value;
    text_buffer offsets;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      fdt_writer::big_endian(value, phandle_of(labels[i]));
      fdt_writer::big_endian(offsets, static_cast<std::uint32_t>(4 * i));
    }
    tree_.property(name, value.view());
    local_.push_back({fragments_ - 1, name, offsets});
  }

  /// The tables, then the blob.
  template <text_sink Sink>
  constexpr void finish(Sink& sink) {
    write_symbols();
    write_fixups();
    write_local_fixups();
    tree_.end_node();
    tree_.finish(sink);
  }

 private:
  struct symbol {
    std::string_view label;
    text_buffer path;
  };
  struct fixup {
    std::string_view label;
    text_buffer place;
  };
  struct local_fixup {
    unsigned fragment;
    std::string_view property;
    text_buffer offsets;
  };

  [[nodiscard]] constexpr auto phandle_of(std::string_view label) const -> std::uint32_t {
    for (std::size_t i = 0; i < symbols_.size(); ++i)
      if (symbols_[i].label == label) return static_cast<std::uint32_t>(i + 1);
    return 0;
  }
  constexpr void write_symbols() {
    if (symbols_.empty()) return;
    tree_.begin_node("__symbols__");
    for (const symbol& each : symbols_) text_property(each.label, each.path);
    tree_.end_node();
  }
  constexpr void write_fixups() {
    if (unresolved_.empty()) return;
    tree_.begin_node("__fixups__");
    for (const fixup& each : unresolved_) text_property(each.label, each.place);
    tree_.end_node();
  }
  constexpr void write_local_fixups() {
    if (local_.empty()) return;
    tree_.begin_node("__local_fixups__");
    for (const local_fixup& each : local_) {
      text_buffer fragment;
      put(fragment, "fragment@", each.fragment);
      tree_.begin_node(fragment.view());
      tree_.begin_node("__overlay__");
      tree_.property(each.property, each.offsets.view());
      tree_.end_node();
      tree_.end_node();
    }
    tree_.end_node();
  }
  constexpr void text_property(std::string_view name, const text_buffer& text) {
    const std::string_view value[]{text.view()};
    strings(name, value);
  }

  fdt_writer tree_;
  text_buffer path_;
  unsigned fragments_ = 0;
  std::uint32_t pending_phandle_ = 0;
  growing<symbol> symbols_;
  growing<fixup> unresolved_;
  growing<local_fixup> local_;
};
static_assert(overlay_tree_writer<overlay_writer>);

/// The overlay as a blob: what `dtc -@` makes of `emit_dtso`'s source.
template <text_sink Sink>
constexpr void emit_dtbo(const memory_plan& plan, Sink& sink) {
  overlay_writer writer;
  describe_overlay(plan, writer);
  writer.finish(sink);
}

}  // namespace carveout
