// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/core/sink.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/plan/memory_plan.hpp>

/// The memory map as a picture (SVG 1.1): addresses downwards, heights by size, colours by kind of pool. Its bytes depend on
/// the plan and its findings alone.
namespace carveout {
namespace detail {

/// Text as XML takes it.
template <text_sink Sink>
constexpr void write_xml(Sink& sink, std::string_view text) {
  for (const char c : text) {
    if (c == '&')
      sink.append("&amp;");
    else if (c == '<')
      sink.append("&lt;");
    else if (c == '>')
      sink.append("&gt;");
    else if (c == '"')
      sink.append("&quot;");
    else
      put(sink, c);
  }
}

/// What stands between a `put` and the picture: everything that is written through it becomes XML text.
template <text_sink Sink>
struct xml_text {
  Sink& sink;
  constexpr void append(std::string_view text) { write_xml(sink, text); }
};

[[nodiscard]] constexpr auto speaks_of(const finding& about, const region& value) -> bool {
  const subject self = subject_of(value);
  for (const subject& each : about.subjects)
    if (each.what == self.what && each.name == self.name) return true;
  return false;
}

struct svg_layout {
  static constexpr std::uint64_t width = 1040, margin = 20;
  static constexpr std::uint64_t box_x = 250, box_width = 400, users_x = box_x + box_width + 14;
  static constexpr std::uint64_t row = 22;       ///< the least height of a row: a line of text
  static constexpr std::uint64_t picture = 480;  ///< what the largest bank, or all that is outside, has beyond that
  static constexpr std::uint64_t heading = 34;
};

/// A map_visitor that draws; with a counting_sink it measures.
template <text_sink Sink>
class svg_rows {
 public:
  constexpr svg_rows(const memory_plan& plan, std::span<const finding> found, Sink& sink)
      : plan_{plan}, found_{found}, sink_{sink} {
    for (const bank& each : plan.banks) scale_ = each.size > scale_ ? each.size : scale_;
    if (scale_ != 0) return;
    for (const region& each : plan.regions) scale_ += each.range.size();
  }

  [[nodiscard]] constexpr auto height() const -> std::uint64_t { return y_ + svg_layout::margin; }

  constexpr void begin_bank(const bank& value) {
    begin_heading();
    put(text_, "bank ", value.name, "  ", hex_range{value.range()}, "  ", human_size{value.size});
    end_heading();
  }
  constexpr void begin_outside() {
    begin_heading();
    text_.append(plan_.banks.empty() ? "DRAM: left to firmware to fill in" : "outside DRAM");
    end_heading();
  }
  constexpr void gap(interval free) {
    const std::uint64_t tall = begin_box("gap", free.size());
    addresses_of(free);
    begin_label();
    sink_.append("free");
    end_label(free.size());
    end_box(tall);
  }
  constexpr void pool(std::size_t index) {
    const region& value = plan_.regions[index];
    const std::uint64_t tall = begin_box(name_of(value.kind), value.range.size(), index);
    put(sink_, "<title>");
    put(text_, name_of(value.kind), ' ');
    write_map_name(text_, value);
    put(text_, ' ', hex_range{value.range}, ' ', human_size{value.size});
    put(sink_, "</title>");
    addresses_of(value.range);
    begin_label();
    write_map_name(text_, value);
    end_label(value.range.size());
    users_of(index);
    marks_of(value);
    end_box(tall);
  }
  constexpr void dynamic(std::size_t index) {
    section("placed by the kernel at boot", sections_.dynamic);
    const region& value = plan_.regions[index];
    const std::uint64_t tall = begin_box(name_of(value.kind), 0, index);
    put(sink_, "<title>");
    put(text_, name_of(value.kind), ' ');
    write_map_name(text_, value);
    put(text_, ", ", human_size{value.size}, " in ");
    write_window(text_, value);
    put(sink_, "</title>");
    begin_label();
    write_map_name(text_, value);
    end_label(value.size);
    users_of(index);
    marks_of(value);
    end_box(tall);
  }
  constexpr void disabled(const region& value) {
    section("disabled", sections_.disabled);
    const std::uint64_t tall = begin_box("off", 0);
    begin_label();
    write_map_name(text_, value);
    end_label(value.size);
    end_box(tall);
  }
  constexpr void atomic_pool() {
    begin_heading();
    write_atomic_pool(text_, plan_);
    end_heading();
  }

 private:
  using at = svg_layout;

  constexpr void begin_heading() {
    put(sink_, "<text class=\"heading\" x=\"", at::margin, "\" y=\"", y_ + at::heading - 10, "\">");
  }
  constexpr void end_heading() {
    sink_.append("</text>\n");
    y_ += at::heading;
  }
  constexpr void section(std::string_view title, bool& begun) {
    if (begun) return;
    begun = true;
    begin_heading();
    sink_.append(title);
    end_heading();
  }
  /// Its height. `index` is the region's, in the plan.
  constexpr auto begin_box(std::string_view kind, bytes size, std::size_t index = no_index) -> std::uint64_t {
    // 64 bits are not enough for the product; what is lost is less than a pixel
    const bytes unit = scale_ / at::picture + 1;
    const std::uint64_t proportional = size / unit < at::picture ? size / unit : at::picture;
    const std::uint64_t tall = proportional > at::row ? proportional : at::row;
    sink_.append("<g class=\"row\"");
    if (index != no_index) put(sink_, " data-region=\"", index, '"');
    put(sink_, "><rect class=\"", kind, "\" x=\"", at::box_x, "\" y=\"", y_, "\" width=\"", at::box_width, "\" height=\"", tall,
        "\"/>");
    return tall;
  }
  constexpr void end_box(std::uint64_t tall) {
    sink_.append("</g>\n");
    y_ += tall;
  }
  constexpr void addresses_of(interval range) {
    put(sink_, "<text class=\"address\" x=\"", at::box_x - 8, "\" y=\"", y_ + 15, "\">", hex_range{range}, "</text>");
  }
  constexpr void begin_label() { put(sink_, "<text x=\"", at::box_x + 8, "\" y=\"", y_ + 15, "\">"); }
  constexpr void end_label(bytes size) {
    put(sink_, "</text><text class=\"size\" x=\"", at::box_x + at::box_width - 8, "\" y=\"", y_ + 15, "\">", human_size{size},
        "</text>");
  }
  constexpr void users_of(std::size_t index) {
    bool first = true;
    for (const plan_use& use : plan_.uses) {
      if (use.region != index) continue;
      put(sink_, first ? "" : ", ");
      if (first) put(sink_, "<text class=\"users\" x=\"", at::users_x + 16, "\" y=\"", y_ + 15, "\">");
      text_.append(plan_.devices[use.device].name);
      first = false;
    }
    if (!first) sink_.append("</text>");
  }
  /// A mark for the gravest finding about it, whose texts show on hovering.
  constexpr void marks_of(const region& value) {
    const finding* worst = nullptr;
    for (const finding& each : found_)
      if (speaks_of(each, value) && (worst == nullptr || each.level > worst->level)) worst = &each;
    if (worst == nullptr) return;
    put(sink_, "<text class=\"mark ", name_of(worst->level), "\" x=\"", at::users_x, "\" y=\"", y_ + 15, "\">!<title>");
    for (const finding& each : found_) {
      if (!speaks_of(each, value)) continue;
      put(text_, name_of(each.level), '[', each.rule, "]: ", each.message.view(), '\n');
    }
    sink_.append("</title></text>");
  }
  struct begun_sections {
    bool dynamic = false, disabled = false;
  };

  const memory_plan& plan_;
  std::span<const finding> found_;
  Sink& sink_;
  xml_text<Sink> text_{sink_};
  bytes scale_ = 0;  ///< what is drawn `picture` high
  std::uint64_t y_ = 48;
  begun_sections sections_{};
};

}  // namespace detail

/// Writes the picture; `found` are the findings to mark, whose texts are shown over their regions.
template <text_sink Sink>
constexpr void emit_svg(const memory_plan& plan, std::span<const finding> found, Sink& sink) {
  counting_sink nowhere;
  detail::svg_rows measured{plan, found, nowhere};
  walk_map(plan, measured);
  put(sink, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ", detail::svg_layout::width, ' ', measured.height(),
      "\" width=\"", detail::svg_layout::width, "\" height=\"", measured.height(),
      "\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n<title>Memory map of ");
  detail::write_xml(sink, plan.board);
  sink.append(
      "</title>\n<style>\n"
      "svg { background: #fff; color: #1d1d22 }\n"
      "text { fill: currentColor } .title { font-size: 16px } .heading { font-size: 13px; font-weight: bold }\n"
      ".address, .size { text-anchor: end } .address { font-family: monospace } .users { opacity: .8 }\n"
      "rect { stroke: currentColor; stroke-width: .5 }\n"
      ".gap { fill: none; stroke-dasharray: 3 3 } .off { fill: none; opacity: .5 }\n"
      ".cma { fill: #a6d8a8 } .device-cma { fill: #cfe8a9 } .coherent, .atomic { fill: #a9cdf0 } .restricted { fill: #d5bdf0 "
      "}\n"
      ".heap { fill: #f3d491 } .firmware { fill: #d4d4da }\n"
      ".mark { font-weight: bold; font-size: 15px } .mark.error { fill: #c01c28 } .mark.warning { fill: #b26a00 }\n"
      ".mark.note { fill: #1c6fc0 }\n"
      "@media (prefers-color-scheme: dark) {\n"
      "svg { background: #1b1b1f; color: #e4e4e8 }\n"
      ".cma { fill: #2c6331 } .device-cma { fill: #55702a } .coherent, .atomic { fill: #27527f } .restricted { fill: #573a7d "
      "}\n"
      ".heap { fill: #77591a } .firmware { fill: #484850 }\n"
      ".mark.error { fill: #ff7b7b } .mark.warning { fill: #f5b74e } .mark.note { fill: #7db7f5 }\n"
      "}\n</style>\n");
  put(sink, "<text class=\"title\" x=\"", detail::svg_layout::margin, "\" y=\"30\">");
  detail::xml_text<Sink> text{sink};
  put(text, plan.board, " (", plan.kernel, ")");
  sink.append("</text>\n");
  detail::svg_rows rows{plan, found, sink};
  walk_map(plan, rows);
  sink.append("</svg>\n");
}

}  // namespace carveout
