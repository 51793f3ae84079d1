// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/sink.hpp>
#include <carveout/emit/banner.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/plan/bootargs.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/route/route.hpp>

/// The board report: what BSP documentation needs, as Markdown.
namespace carveout {
namespace detail {

/// CMA, then buddy
template <text_sink Sink>
constexpr void write_way(Sink& sink, const memory_plan& plan, const plan_device& device, const dma_request& need) {
  if (const char* const why = why_no_route(plan, need)) return put(sink, why);
  bool first = true;
  for (const route_step& each : route(plan, device, need).steps) {
    if (each.outcome == step_outcome::skipped) continue;
    put(sink, first ? "" : ", then ", name_of(each.from));
    first = false;
  }
}

/// What each device asks for, or 1 MiB, and who is asked: by the kernel as it is, and with the board's policy.
template <text_sink Sink>
constexpr void write_ways(Sink& sink, const memory_plan& plan) {
  memory_plan stock = plan;
  stock.routing = routing::stock.facts;
  const bool differs = plan.routing.everything_from_atomic_pool;
  put(sink, "| device | asks for | stock |");
  if (differs) put(sink, ' ', plan.routing.id, " |");
  put(sink, "\n|---|---|---|", differs ? "---|\n" : "\n");
  constexpr dma_request usual{.size = 1024 * 1024};
  for (const plan_device& each : plan.devices) {
    const std::span<const dma_request> needs = each.needs.empty() ? std::span{&usual, 1} : each.needs;
    for (const dma_request& need : needs) {
      put(sink, "| ", each.name, " | ", human_size{need.size}, need.atomic ? ", must not wait" : "", " | ");
      write_way(sink, stock, each, need);
      if (differs) {
        sink.append(" | ");
        write_way(sink, plan, each, need);
      }
      sink.append(" |\n");
    }
  }
}

}  // namespace detail

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
  if (plan.kernel.arch == arch::arm64 && !plan.devices.empty()) {
    sink.append(".\n\n");
    detail::write_ways(sink, plan);
  } else {
    sink.append(".\n");
  }
  sink.append("\n## Kernel command line\n\n```\n");
  write_bootargs(plan, sink);
  sink.append("\n```\n");
}

}  // namespace carveout
