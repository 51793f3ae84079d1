// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/core/sink.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/emit/svg.hpp>

#include "page.hpp"
#include "rules.hpp"
#include "text.hpp"

/// The memory map as one HTML file that needs nothing else: the picture, a table of the regions, and the findings with what
/// their rules are about. Without scripts it can still be read; they add the filter, and marks that go over all three.
namespace carveout::codegen {
namespace detail {

// Everything that is about a region says so in `data-region`: its index in the plan, or several, as findings have.
inline constexpr std::string_view map_page_style = R"(
main { display: grid; grid-template-columns: minmax(22rem, 1fr) minmax(26rem, 1fr); gap: 1.5rem; align-items: start }
@media (max-width: 70rem) { main { display: block } }
.picture svg { width: 100%; height: auto }
form { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: center; margin: 1rem 0 }
input[type=search] { font: inherit; padding: .3rem; min-width: 16rem }
table { width: 100% }
.range { font-family: monospace; white-space: nowrap } .bytes { white-space: nowrap; text-align: right }
td button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: left; cursor: pointer;
  text-decoration: underline dotted }
.level { font-weight: bold } .level.error { color: var(--error) } .level.warning { color: var(--warning) }
.level.note { color: var(--note) }
tr.hover, tr.selected, details.hover, details.selected { background: var(--mark) }
g.hover rect, g.selected rect { stroke: var(--focus); stroke-width: 3 }
g.faded { opacity: .25 } g[data-region] { cursor: pointer }
[hidden] { display: none }
)";

inline constexpr std::string_view page_script = R"(
const all = selector => [...document.querySelectorAll(selector)];
const regions = element => element.dataset.region.split(' ');
const rows = all('tbody tr'), boxes = all('svg g[data-region]'), findings = all('details');
const search = document.getElementById('search'), only = document.getElementById('only');
const shown = document.getElementById('shown');
let selected = null;

function mark(name, element) {
  for (const each of all('[data-region].' + name)) each.classList.remove(name);
  if (!element) return;
  for (const index of regions(element))
    for (const each of all(`[data-region~="${index}"]`)) each.classList.add(name);
}
const owner = event => event.target instanceof Element ? event.target.closest('[data-region]') : null;

function select(element) {
  const same = selected && element && selected.dataset.region === element.dataset.region;
  selected = same ? null : element;
  mark('selected', selected);
  for (const each of rows) {
    const button = each.querySelector('button');
    if (button) button.setAttribute('aria-pressed', each.classList.contains('selected'));
  }
  for (const each of findings) each.open = each.classList.contains('selected');
  if (!selected) return;
  const index = regions(selected)[0];
  for (const each of [...rows, ...boxes])
    if (each !== selected && each.dataset.region === index) each.scrollIntoView({block: 'nearest'});
}

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = element => words.every(word => element.textContent.toLowerCase().includes(word));
  const kept = new Set();
  for (const each of rows) {
    each.hidden = !fits(each) || (only.checked && !each.dataset.worst);
    if (!each.hidden && each.dataset.region) kept.add(each.dataset.region);
  }
  for (const each of boxes) each.classList.toggle('faded', !kept.has(each.dataset.region));
  for (const each of findings)
    each.hidden = each.dataset.region ? !regions(each).some(index => kept.has(index)) && !fits(each) : !fits(each);
  const count = rows.filter(each => !each.hidden).length;
  shown.textContent = `${count} of ${rows.length} regions`;
}

for (const each of boxes) {
  each.setAttribute('tabindex', '0');
  each.setAttribute('role', 'button');
  const title = each.querySelector(':scope > title');
  if (title) each.setAttribute('aria-label', title.textContent);
}
document.addEventListener('pointerover', event => mark('hover', owner(event)));
document.addEventListener('focusin', event => mark('hover', owner(event)));
document.addEventListener('click', event => {
  const element = owner(event);
  if (element && !element.matches('details')) select(element);
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') select(null);
  const box = event.target instanceof Element ? event.target.closest('svg g[data-region]') : null;
  if (!box || (event.key !== 'Enter' && event.key !== ' ')) return;
  event.preventDefault();
  select(box);
});
document.querySelector('form').addEventListener('submit', event => event.preventDefault());
search.addEventListener('input', filter);
only.addEventListener('change', filter);
filter();
document.querySelector('form').hidden = false;
)";

class map_page {
 public:
  map_page(const memory_plan& plan, const findings& found, text_buffer& out)
      : plan_{plan}, found_{found}, out_{out}, rules_{all_rules()} {}

  void write() {
    const std::string title = text_of("Memory map of ", plan_.board);
    begin_page(out_, title, map_page_style);
    put(out_, "<p>For ");
    put(text_, plan_.kernel, ". ", counted{plan_.regions.size() + plan_.disabled_regions.size(), "region"}, ", ",
        counted{found_.list().size(), "finding"}, '.');
    put(out_, "</p>\n<main>\n<section class=\"picture\" aria-label=\"Picture\">\n");
    emit_svg(plan_, found_.list(), out_);
    put(out_, "</section>\n<section>\n");
    form();
    table();
    write_findings();
    put(out_, "</section>\n</main>\n<script>", page_script, "</script>\n</body>\n</html>\n");
  }

 private:
  struct counted {
    std::size_t number;
    std::string_view of;
    template <text_sink Sink>
    friend void write_to(Sink& sink, const counted& value) {
      put(sink, value.number, ' ', value.of, value.number == 1 ? "" : "s");
    }
  };

  void form() {
    put(out_,
        "<form hidden>\n<label>Filter <input type=\"search\" id=\"search\" placeholder=\"name, kind, address, "
        "device\"></label>\n"
        "<label><input type=\"checkbox\" id=\"only\"> only with findings</label>\n"
        "<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n");
  }

  void table() {
    put(out_,
        "<h2>Regions</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th>Region</th><th>Kind</th><th>Addresses</th>"
        "<th>Size</th><th>Used by</th><th>Findings</th></tr></thead>\n<tbody>\n");
    for (const std::size_t index : plan_.by_address) row(plan_.regions[index], index);
    for (const region& each : plan_.disabled_regions) row(each, no_index);
    put(out_, "</tbody>\n</table></div>\n");
  }

  void row(const region& value, std::size_t index) {
    const auto [worst, count] = findings_of(value);
    put(out_, "<tr");
    if (index != no_index) put(out_, " data-region=\"", index, '"');
    if (count != 0) put(out_, " data-worst=\"", name_of(worst), '"');
    put(out_, "><td>", index == no_index ? "" : "<button type=\"button\" aria-pressed=\"false\">");
    carveout::detail::write_map_name(text_, value);
    put(out_, index == no_index ? "" : "</button>", "</td><td>", name_of(value.kind), index == no_index ? ", disabled" : "",
        "</td><td class=\"range\">");
    if (value.is_placed())
      put(out_, hex_range{value.range});
    else if (index != no_index)
      put(out_, "at boot in "), carveout::detail::write_window(text_, value);
    for (const interval more : value.more_ranges) put(out_, "<br>", hex_range{more});
    put(out_, "</td><td class=\"bytes\">", human_size{value.size}, "</td><td>");
    bool first = true;
    for (const plan_use& use : plan_.uses) {
      if (index == no_index || use.region != index) continue;
      put(out_, first ? "" : "<br>");
      put(text_, plan_.devices[use.device].name);
      first = false;
    }
    put(out_, "</td><td>");
    if (count != 0) {
      put(out_, "<span class=\"level ", name_of(worst), "\">", count, "</span>");
    }
    put(out_, "</td></tr>\n");
  }

  struct judged {
    severity worst;
    std::size_t count;
  };
  [[nodiscard]] auto findings_of(const region& value) const -> judged {
    judged all{severity::note, 0};
    for (const finding& each : found_.list()) {
      if (!carveout::detail::speaks_of(each, value)) continue;
      ++all.count;
      if (each.level > all.worst) all.worst = each.level;
    }
    return all;
  }

  void write_findings() {
    put(out_, "<h2>Findings</h2>\n");
    if (found_.list().empty()) put(out_, "<p>None.</p>\n");
    for (const finding& each : found_.list()) {
      put(out_, "<details");
      bool about = false;
      for (std::size_t i = 0; i < plan_.regions.size(); ++i) {
        if (!carveout::detail::speaks_of(each, plan_.regions[i])) continue;
        put(out_, about ? " " : " data-region=\"", i);
        about = true;
      }
      put(out_, about ? "\"" : "", "><summary><span class=\"level ", name_of(each.level), "\">", name_of(each.level), '[');
      put(text_, each.rule);
      put(out_, "]</span> ");
      put(text_, each.message.view());
      put(out_, "</summary>\n");
      if (each.fix.size() != 0) paragraph("To do: ", each.fix.view());
      for (const rule_facts& rule : rules_) {
        if (rule.id != each.rule) continue;
        paragraph("The rule: ", rule.summary);
        paragraph("From: ", rule.mirrors);
      }
      put(out_, "</details>\n");
    }
  }

  void paragraph(std::string_view what, std::string_view text) {
    put(out_, "<p><b>", what, "</b>");
    put(text_, text);
    put(out_, "</p>\n");
  }

  const memory_plan& plan_;
  const findings& found_;
  text_buffer& out_;
  carveout::detail::xml_text<text_buffer> text_{out_};
  std::vector<rule_facts> rules_;
};

}  // namespace detail

/// Writes the page; its bytes depend on the plan and its findings alone.
inline void emit_map_page(const memory_plan& plan, const findings& found, text_buffer& out) {
  detail::map_page{plan, found, out}.write();
}

}  // namespace carveout::codegen
