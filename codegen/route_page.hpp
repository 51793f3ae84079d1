// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <carveout/core/sink.hpp>
#include <carveout/route/bypass.hpp>

#include "page.hpp"
#include "route_answer.hpp"

/// Routes as one HTML file: for each kernel the matrix of devices by allocators, and every device with its steps to open.
namespace carveout::codegen {
namespace detail {

inline constexpr std::string_view route_page_style = R"(
.turn { text-align: center } .turn.first { font-weight: bold } .turn.none { color: var(--line) }
.cma { background: color-mix(in srgb, var(--warning) 25%, transparent) }
tr > th[scope=row] { font-weight: normal; border-left: 4px solid transparent }
tr.changed > th[scope=row] { border-left-color: var(--focus) }
.source { font-family: monospace; font-size: .9em }
)";

class route_page {
 public:
  route_page(const std::vector<routed_device>& devices, const std::vector<routed>& kernels, text_buffer& out)
      : devices_{devices}, kernels_{kernels}, out_{out} {}

  void write(std::string_view tree, const dma_request& request) {
    const std::string title = text_of("DMA routes of ", tree);
    size_ = request.size;
    begin_page(out_, title, route_page_style);
    put(out_, "<p>Who is asked for ");
    put(text_, words_for(request));
    put(out_, ": 1 first, 2 when that has nothing, and so on. CMA is tinted. Open a device to read each step.</p>\n<main>\n");
    for (std::size_t k = 0; k < kernels_.size(); ++k) section(k);
    put(out_, "</main>\n</body>\n</html>\n");
  }

 private:
  void section(std::size_t k) {
    const routed& on = kernels_[k];
    put(out_, "<section>\n<h2>");
    put(text_, on.plan.kernel, ", ", on.plan.routing.id);
    put(out_, "</h2>\n");
    for (const dma_route& each : on.routes)
      if (!each.was_read) {
        put(out_, "<p>This version was not read; what holds is that of the older one before it.</p>\n");
        break;
      }
    put(out_, "<div class=\"scroll\"><table>\n<thead><tr><th>Device</th>");
    for (const memory_source each : all_sources) put(out_, "<th scope=\"col\">", name_of(each), "</th>");
    put(out_, "</tr></thead>\n<tbody>\n");
    for (std::size_t i = 0; i < devices_.size(); ++i)
      row(on.routes[i], devices_[i].name, k != 0 && !same_way(on.routes[i], kernels_[k - 1].routes[i]));
    put(out_, "</tbody>\n</table></div>\n");
    if (k != 0) put(out_, "<p>A bar beside a device: it goes another way than in the table above.</p>\n");
    for (std::size_t i = 0; i < devices_.size(); ++i) steps(on, i);
    if (on.plan.routing.everything_from_atomic_pool) bypasses(on.plan);
    put(out_, "</section>\n");
  }

  void row(const dma_route& way, std::string_view device, bool changed) {
    put(out_, "<tr", changed ? " class=\"changed\"" : "", "><th scope=\"row\">");
    put(text_, device);
    put(out_, "</th>");
    for (const memory_source each : all_sources) {
      const std::size_t turn = turn_of(way, each);
      put(out_, "<td class=\"turn",
          turn == 0   ? " none"
          : turn == 1 ? " first"
                      : "",
          turn != 0 && is_cma(each) ? " cma" : "", "\">");
      if (turn == 0)
        put(out_, '.');
      else
        put(out_, turn);
      put(out_, "</td>");
    }
    put(out_, "</tr>\n");
  }

  void steps(const routed& on, std::size_t i) {
    put(out_, "<details><summary>");
    put(text_, devices_[i].name);
    put(out_, "</summary><div class=\"scroll\"><table>\n");
    for (const route_step& each : on.routes[i].steps) {
      put(out_, "<tr><td>");
      put(text_, name_of_step(on.plan, each));
      put(out_, "</td><td>", outcome_of(each), "</td><td>");
      put(text_, reason_of(each, size_));
      if (each.outcome != step_outcome::skipped) {
        put(out_, "<br>", name_of(each.mapping), "; beyond reach: ", name_of(each.beyond),
            "<br>freed by <span class=\"source\">");
        put(text_, each.freed_by);
        put(out_, "</span>");
      }
      put(out_, "</td><td class=\"source\">");
      put(text_, each.source);
      put(out_, "</td></tr>\n");
    }
    put(out_, "</table></div></details>\n");
  }

  void bypasses(const memory_plan& plan) {
    put(out_, "<p>Past the atomic pool go:</p>\n<ul>\n");
    for_each_bypass(plan, [&](const bypass& each) {
      put(out_, "<li>");
      put(text_, each.who, ": ", each.why);
      put(out_, "</li>\n");
    });
    put(out_, "</ul>\n");
  }

  const std::vector<routed_device>& devices_;
  const std::vector<routed>& kernels_;
  bytes size_ = 0;
  text_buffer& out_;
  carveout::detail::xml_text<text_buffer> text_{out_};
};

}  // namespace detail
}  // namespace carveout::codegen
