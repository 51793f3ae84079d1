// SPDX-License-Identifier: BSL-1.0
#include "imported.hpp"

#include <fstream>
#include <iostream>
#include <span>
#include <string>

#include <carveout/emit/dts.hpp>
#include <carveout/emit/json.hpp>

#include "tree/tree_options.hpp"

using namespace carveout;

namespace {

/// Everything that a plan says of memory, as text; not the names of devices and where it comes from.
auto text_of_plan(const memory_plan& plan) -> std::string {
  text_buffer out;
  put(out, plan.kernel, ' ', plan.asked_version, " cells ", plan.cells.address, ' ', plan.cells.size, "\nbootargs ",
      plan.extra_bootargs, "\natomic ", plan.atomic_pool, '\n');
  for (const bank& each : plan.banks) put(out, "bank ", each.name, ' ', hex{each.base}, ' ', hex{each.size}, '\n');
  for (const memreserve& each : plan.memreserves) put(out, "memreserve ", hex{each.base}, ' ', hex{each.size}, '\n');
  for (const std::size_t index : plan.by_address) put(out, index, ' ');
  for (const auto list : {plan.regions, plan.disabled_regions}) {
    put(out, "\nlist\n");
    for (const region& each : list) {
      put(out, name_of(each.kind), ' ', each.label, ' ');
      write_node_name(out, each);
      put(out, ' ', hex{each.size}, ' ', hex{each.alignment}, ' ', hex_range{each.range}, ' ', hex_range{each.window}, ' ',
          hex_range{each.where.window}, ' ', static_cast<unsigned>(each.where.by), ' ', hex{each.required_alignment}, ' ',
          hex_range{each.expected}, ' ', each.lacks_room ? "full" : "", ' ', hex{each.largest_free}, ' ', each.users, ' ',
          each.no_map ? "no-map " : "", each.reusable ? "reusable " : "", each.cma_default ? "default " : "",
          each.enabled ? "on" : "off");
      for (const std::string_view text : each.compatible) put(out, " compatible ", text);
      for (const interval& more : each.more_ranges) put(out, " more ", hex_range{more});
      if (each.properties != nullptr)
        for (const property& more : *each.properties) {
          put(out, " property ", more.name);
          for (const std::uint32_t number : more.numbers) put(out, ' ', hex{number});
          for (const std::string_view text : more.texts) put(out, " '", text, '\'');
        }
      put(out, '\n');
    }
  }
  const auto devices = [&](std::span<const plan_device> list, std::span<const plan_use> uses) {
    for (const plan_device& each : list) {
      put(out, "device ", each.node, ' ', hex_range{each.reach}, ' ', hex_range{each.bus}, each.coherent ? " coherent" : "", each.iommu ? " iommu" : "",
          each.attaches ? "" : " detached", '\n');
      for (const plan_use& use : uses.subspan(each.first_use, each.use_count))
        put(out, "  ", use.pool, " as ", use.as, ' ', static_cast<std::uint64_t>(use.region), ' ',
            static_cast<std::uint64_t>(use.disabled), '\n');
    }
  };
  devices(plan.devices, plan.uses);
  put(out, "disabled\n");
  devices(plan.disabled_devices, plan.disabled_uses);
  return std::string{out.view()};
}

}  // namespace

void judge_plan(const memory_plan& plan, const char* source, std::initializer_list<const char*> trees) {
  const std::string imported = text_of_plan(plan);
  for (const char* const path : trees) {
    const codegen::device_tree tree{codegen::load_tree(path, {})};
    const codegen::tree_plan read{tree, {}, "tree"};
    const std::string wanted = text_of_plan(read.view());
    if (imported == wanted) continue;
    std::size_t at = 0;
    while (at < imported.size() && at < wanted.size() && imported[at] == wanted[at]) ++at;
    const std::size_t from = at < 100 ? 0 : at - 100;
    std::cout << path << ": the tree's plan has\n  ..." << wanted.substr(from, 250) << "\nthe header's\n  ..."
              << imported.substr(from, 250) << '\n';
  }
  text_buffer text;
  text.append("/dts-v1/;\n\n");
  dts_writer writer{text};
  writer.begin_node("/");
  describe_cells(plan.cells, writer);
  writer.begin_node("reserved-memory");
  describe_regions(plan, writer);
  writer.end_node();
  writer.end_node();
  std::ofstream{source} << text.view();
}
