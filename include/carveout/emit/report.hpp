// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/sink.hpp>
#include <carveout/emit/banner.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/plan/bootargs.hpp>
#include <carveout/plan/memory_plan.hpp>

/// The board report: what BSP documentation needs, as Markdown.
namespace carveout {

template <text_sink Sink>
constexpr void emit_report(const memory_plan& plan, Sink& sink) {
  put(sink, "# Reserved memory of ", plan.board, "\n\n");
  write_banner(plan, "> ", sink);
  sink.append("\n## Memory map\n\n```\n");
  write_map(plan, "", sink);
  sink.append("```\n\n## Pools\n\n| label | kind | begin | end | size | flags |\n|---|---|---|---|---|---|\n");
  for (const std::size_t index : plan.by_address) {
    const region& each = plan.regions[index];
    put(sink, "| ", each.label, " | ", name_of(each.kind), " | ");
    if (each.is_placed())
      put(sink, hex{each.range.begin}, " | ", hex{each.range.end});
    else
      put(sink, "chosen at boot | ");
    put(sink, " | ", human_size{each.size}, " |", each.no_map ? " no-map" : "", each.reusable ? " reusable" : "",
        each.cma_default ? " linux,cma-default" : "", " |\n");
  }
  sink.append("\n## Devices\n\n| device | node | reaches | pools |\n|---|---|---|---|\n");
  for (const plan_device& each : plan.devices) {
    put(sink, "| ", each.name, " | `", each.node, "` | ", hex_range{each.reach}, " |");
    for (const plan_use& use : plan.uses_of(each)) put(sink, ' ', use.pool);
    sink.append(" |\n");
  }
  put(sink, "\nRouting: ", plan.routing.id.empty() ? "stock" : plan.routing.id);
  if (!plan.routing.summary.empty()) put(sink, ", ", plan.routing.summary);
  sink.append(".\n\n## Kernel command line\n\n```\n");
  write_bootargs(plan, sink);
  sink.append("\n```\n");
}

}  // namespace carveout
