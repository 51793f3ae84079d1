// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include <carveout/core/sink.hpp>
#include <carveout/plan/bootargs.hpp>
#include <carveout/plan/memory_plan.hpp>

/// The plan for other programs: addresses and sizes are strings in lower-case hex, ranges are half-open.
namespace carveout {
namespace detail {

/// A JSON text; names and texts of a valid plan hold nothing that needs more escaping than this.
template <text_sink Sink>
constexpr void write_json_text(Sink& sink, std::string_view text) {
  sink.append("\"");
  for (const char c : text) {
    if (c == '"' || c == '\\') sink.append("\\");
    put(sink, c < ' ' ? '?' : c);
  }
  sink.append("\"");
}

template <text_sink Sink>
constexpr void write_json_number(Sink& sink, std::string_view name, bytes value) {
  put(sink, '"', name, "\":\"", hex{value}, '"');
}

template <text_sink Sink>
constexpr void write_json_range(Sink& sink, interval value) {
  write_json_number(sink, "begin", value.begin);
  sink.append(",");
  write_json_number(sink, "end", value.end);
}

/// ["a","b"]
template <text_sink Sink>
constexpr void write_json_list(Sink& sink, const auto& list, const auto& text_of_each) {
  sink.append("[");
  bool first = true;
  for (const auto& each : list) {
    const std::string_view text = text_of_each(each);
    if (text.empty()) continue;
    if (!first) sink.append(",");
    first = false;
    write_json_text(sink, text);
  }
  sink.append("]");
}

/// "record-size":["0x20000"]; a flag is true.
template <text_sink Sink>
constexpr void write_json_property(Sink& sink, const property& value, bool first) {
  put(sink, first ? "" : ",", '"', value.name, "\":");
  if (value.is == property::form::flag) return sink.append("true");
  if (value.is == property::form::strings)
    return write_json_list(sink, value.texts, [](std::string_view text) { return text; });
  for (std::size_t i = 0; i < value.numbers.size(); ++i) put(sink, i == 0 ? "[\"" : "\",\"", hex{value.numbers[i]});
  sink.append("\"]");
}

template <text_sink Sink>
constexpr void write_json(const region& value, Sink& sink) {
  const auto truth = [](bool is) -> std::string_view { return is ? "true" : "false"; };
  sink.append("{\"label\":");
  write_json_text(sink, value.label);
  sink.append(",\"node\":\"");
  write_node_name(sink, value);
  put(sink, "\",\"kind\":\"", name_of(value.kind), "\",\"state\":\"", value.is_dynamic() ? "dynamic" : "static", "\",");
  if (value.is_placed()) {
    write_json_range(sink, value.range);
    sink.append(",");
  } else {
    sink.append("\"windows\":[{");
    write_json_range(sink, value.window);
    sink.append("}],");
  }
  write_json_number(sink, "size", value.size);
  sink.append(",");
  write_json_number(sink, "alignment", value.required_alignment);
  put(sink, ",\"no_map\":", truth(value.no_map), ",\"reusable\":", truth(value.reusable),
      ",\"cma_default\":", truth(value.cma_default), ",\"compatible\":");
  write_json_list(sink, value.compatible, [](std::string_view text) { return text; });
  sink.append(",\"properties\":{");
  if (value.properties != nullptr)
    for (std::size_t i = 0; i < value.properties->size(); ++i) write_json_property(sink, (*value.properties)[i], i == 0);
  sink.append("}}");
}

}  // namespace detail

/// One line of JSON per bank, region and device.
template <text_sink Sink>
constexpr void write_json(const memory_plan& plan, Sink& sink) {
  const auto separate = [&](bool& first) {
    sink.append(first ? "\n" : ",\n");
    first = false;
  };
  sink.append("{\"board\":");
  detail::write_json_text(sink, plan.board);
  put(sink, ",\n\"kernel\":{\"version\":\"", plan.kernel.version, "\",\"arch\":\"", name_of(plan.kernel.arch), "\",");
  detail::write_json_number(sink, "page_size", plan.kernel.page);
  put(sink, "},\n\"root_cells\":{\"address\":", plan.cells.address, ",\"size\":", plan.cells.size, "},\n\"routing\":");
  detail::write_json_text(sink, plan.routing.id);
  sink.append(",\n\"bootargs\":\"");
  write_bootargs(plan, sink);
  sink.append("\",\n");
  detail::write_json_number(sink, "coherent_pool", plan.atomic_pool);
  bool first = true;
  sink.append(",\n\"banks\":[");
  for (const bank& each : plan.banks) {
    separate(first);
    sink.append("{\"name\":");
    detail::write_json_text(sink, each.name);
    sink.append(",");
    detail::write_json_range(sink, each.range());
    sink.append("}");
  }
  sink.append("],\n\"regions\":[");
  first = true;
  for (const std::size_t index : plan.by_address) {
    separate(first);
    detail::write_json(plan.regions[index], sink);
  }
  sink.append("],\n\"devices\":[");
  first = true;
  for (const plan_device& each : plan.devices) {
    separate(first);
    sink.append("{\"name\":");
    detail::write_json_text(sink, each.name);
    sink.append(",\"node\":");
    detail::write_json_text(sink, each.node);
    sink.append(",\"reach\":{");
    detail::write_json_range(sink, each.reach);
    sink.append("},\"memory_region\":");
    detail::write_json_list(sink, plan.uses_of(each), [](const plan_use& use) { return use.pool; });
    sink.append(",\"memory_region_names\":");
    detail::write_json_list(sink, plan.uses_of(each), [](const plan_use& use) { return use.as; });
    sink.append("}");
  }
  sink.append("]}\n");
}

}  // namespace carveout
