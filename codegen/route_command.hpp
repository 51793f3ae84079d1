// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <carveout/core/number.hpp>
#include <carveout/route/bypass.hpp>
#include <carveout/route/route.hpp>
#include <carveout/route/streaming.hpp>

#include "route_answer.hpp"
#include "route_page.hpp"
#include "text.hpp"
#include "tree/bus.hpp"
#include "tree/tree_options.hpp"

/// `carveout route`: which allocator serves a device's DMA request, on each kernel, and why.
namespace carveout::codegen {

struct route_options {
  tree_options tree;
  std::string path, device, size = "1M", policy = "stock", format = "text", output;
  unsigned mask = 64;
  bool all = false, unattached = false, attach_all = false, streaming = false;
  dma_request request{};
};

namespace detail {

inline constexpr std::array routing_policies{routing::stock.facts, routing::atomic_first.facts, routing::device_pools.facts,
                                             routing::carveout_heaps.facts};

}  // namespace detail

inline auto add_route(CLI::App& app, route_options& into) -> CLI::App* {
  CLI::App* const verb = app.add_subcommand("route", "which allocator serves a device's DMA request, and why");
  verb->add_option("TREE", into.path, ".dtb, .dts, or - for standard input")->required();
  CLI::Option* const device =
      verb->add_option("--device", into.device, "its full path, its &label, or the name of its node")->type_name("PATH");
  CLI::Option* const all =
      verb->add_flag("--all", into.all, "a matrix: every device that names memory by every allocator")->excludes(device);
  verb->add_option("--size", into.size, "of the request, in bytes; K, M and G are powers of 1024")
      ->check(
          [](const std::string& text) {
            const auto size = parse_number(text);
            return !size        ? "'" + text + "' is no number; write it as 8M, 65536 or 0x10000"
                   : *size == 0 ? "a request of no bytes has no route; ask for at least 1"
                                : std::string{};
          },
          "SIZE")
      ->capture_default_str();
  verb->add_flag("--atomic", into.request.atomic, "the driver must not sleep (GFP_ATOMIC, GFP_NOWAIT)");
  verb->add_flag("--no-kernel-mapping", into.request.no_kernel_mapping, "DMA_ATTR_NO_KERNEL_MAPPING");
  verb->add_flag("--pages", into.request.pages, "by dma_alloc_pages() or dma_alloc_noncoherent()");
  verb->add_flag("--streaming", into.streaming,
                 "not an allocation: a buffer that is there already and is mapped by dma_map_single()")
      ->excludes(all);
  verb->add_option("--mask", into.mask, "address bits of the driver's coherent DMA mask; dma-ranges cut it further")
      ->check(CLI::Range(24U, 64U))
      ->type_name("BITS")
      ->capture_default_str();
  CLI::Option* const unattached =
      verb->add_flag("--unattached", into.unattached, "the driver does not call of_reserved_mem_device_init()");
  verb->add_flag("--attach-all", into.attach_all, "the driver attaches every entry of memory-region, not the first alone")
      ->excludes(unattached);
  std::vector<std::string> names;
  std::string about = "\nPolicies:\n";
  for (const routing_facts& each : detail::routing_policies) {
    names.emplace_back(each.id);
    about += "  " + std::string{each.id} + std::string(16 - each.id.size(), ' ') + std::string{each.summary} + '\n';
  }
  verb->add_option("--policy", into.policy, "how the kernel is meant to route, see below")
      ->check(CLI::IsMember(names))
      ->type_name("NAME")
      ->capture_default_str();
  add_tree_options(*verb, into.tree, true);
  verb->add_option("--format", into.format, "text, json or html")
      ->check(CLI::IsMember({"text", "json", "html"}))
      ->capture_default_str();
  verb->add_option("-o,--output", into.output, "write the result there instead of to standard output")->type_name("FILE");
  verb->footer(
      "Examples:\n"
      "  carveout route board.dtb --device /soc@0/camera@58100000 --size 8M --kernel 4.14 --kernel 6.12\n"
      "  carveout route board.dtb --all --size 4M --policy atomic-first --format html -o routes.html\n"
      "  carveout route board.dtb --device /soc@0/ethernet@5b040000 --streaming --size 64K\n" +
      about +
      "\nRoutes are those of arm64. DMA_ATTR_WRITE_COMBINE needs no flag: there the memory comes out the same.\n\nExit status: "
      "0 fine, 2 the tree or the command line cannot be used.");
  return verb;
}

namespace detail {

/// The node that a path, a &label or a name means; throws std::runtime_error.
[[nodiscard]] inline auto find_device(const device_tree& tree, const std::string& wanted) -> std::size_t {
  std::string path = wanted;
  if (wanted.starts_with('&')) {
    const std::size_t symbols = tree.child(0, "__symbols__");
    path = symbols == device_tree::none ? "" : std::string{tree.text(symbols, wanted.substr(1))};
    if (path.empty())
      throw std::runtime_error{"has no label '" + printable(wanted.substr(1)) + '\'' +
                               (symbols == device_tree::none ? " (it has no __symbols__: compile it with dtc -@)" : "")};
  }
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < tree.nodes().size(); ++i)
    if (path.starts_with('/') ? tree.path(i) == path : tree[i].name == path) found.push_back(i);
  if (found.empty()) throw std::runtime_error{"has no node '" + printable(wanted) + "'; --device takes a full path"};
  if (found.size() > 1)
    throw std::runtime_error{"has several nodes '" + printable(wanted) + "': say which by its path, as " + tree.path(found[0])};
  return found[0];
}

[[nodiscard]] inline auto devices_for(const route_options& options, const device_tree& tree, const memory_plan& plan)
    -> std::vector<routed_device> {
  std::vector<routed_device> list;
  if (options.all) {
    for (const plan_device& each : plan.devices) list.push_back({std::string{each.name}, each});
    list.push_back({"(any other)", plan_device{.reach = interval::everything()}});
  } else {
    const std::size_t node = find_device(tree, options.device);
    routed_device made{tree.path(node), {}};
    for (const plan_device& each : plan.devices)
      if (each.name == made.name) made.facts = each;
    made.facts.reach = made.facts.bus = reach_of(tree, node);
    made.facts.coherent = is_coherent(tree, node);
    made.facts.iommu = tree.has(node, "iommus");
    list.push_back(made);
  }
  for (routed_device& each : list) {
    each.facts.attaches = !options.unattached;
    each.facts.attaches_all = options.attach_all;
    each.facts.reach.end = std::min(each.facts.reach.end, bits(options.mask).window.end);
  }
  return list;
}

using table_rows = std::vector<std::vector<std::string>>;

/// Columns as wide as they have to be; nothing behind the last.
inline void write_table(std::ostream& out, const table_rows& rows) {
  std::vector<std::size_t> width;
  for (const auto& row : rows) {
    width.resize(std::max(width.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], row[i].size());
  }
  for (const auto& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i)
      line += ' ' + row[i] + std::string(i + 1 < row.size() ? width[i] - row[i].size() + 1 : 0, ' ');
    out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
  }
}

inline void write_steps(std::ostream& out, const routed& on, const dma_route& way, bytes size) {
  table_rows rows;
  std::size_t number = 0;
  for (const route_step& each : way.steps) {
    const bool skipped = each.outcome == step_outcome::skipped;
    rows.push_back({skipped ? "-" : std::to_string(++number), name_of_step(on.plan, each), std::string{outcome_of(each)},
                    reason_of(each, size), each.source});
  }
  write_table(out, rows);
  number = 0;
  for (const route_step& each : way.steps)
    if (each.outcome != step_outcome::skipped)
      out << "  " << ++number << " gives memory " << name_of(each.mapping)
          << "; what the device does not reach: " << name_of(each.beyond) << "; freed by " << each.freed_by << '\n';
  if (way.reaches(memory_source::buddy)) out << "  ordinary pages come from " << name_of(way.zone) << " at first\n";
}

/// Devices by allocators: 1 is asked first, 2 when that has nothing.
inline void write_matrix(std::ostream& out, const std::vector<routed_device>& devices, const routed& on) {
  table_rows rows{{"device"}};
  for (const memory_source each : all_sources) rows[0].emplace_back(name_of(each));
  for (std::size_t i = 0; i < devices.size(); ++i) {
    std::vector<std::string>& row = rows.emplace_back(1, devices[i].name);
    for (const memory_source column : all_sources) {
      const std::size_t turn = turn_of(on.routes[i], column);
      row.push_back(turn == 0 ? "." : std::to_string(turn));
    }
  }
  write_table(out, rows);
}

inline void write_bypasses(std::ostream& out, const memory_plan& plan) {
  out << "  past the atomic pool go:\n";
  for_each_bypass(plan, [&](const bypass& each) { out << "    " << each.who << ": " << each.why << '\n'; });
}

struct mapped_buffer {
  const char* where;
  streaming_map as;
};

/// A buffer within the device's reach, and, where there is such memory, one beyond.
[[nodiscard]] inline auto mapped_buffers(const memory_plan& plan, const plan_device& device, bytes size)
    -> std::vector<mapped_buffer> {
  std::vector<mapped_buffer> list{{"within reach", map_streaming(plan, device, interval::at(device.reach.begin, size))}};
  if (device.reach.end != max_address)
    list.push_back({"beyond", map_streaming(plan, device, interval::at(device.reach.end, size))});
  return list;
}

inline void write_streaming(std::ostream& out, const route_options& options, const routed_device& device,
                            const std::vector<routed>& kernels) {
  for (const routed& on : kernels) {
    out << device.name << " maps a buffer of " << text_of(human_size{options.request.size}) << " (" << text_of(on.plan.kernel)
        << ")\n";
    table_rows rows;
    for (const auto& [where, as] : mapped_buffers(on.plan, device.facts, options.request.size))
      rows.push_back(
          {where,
           as.most == 0 ? std::string{name_of(as.outcome)} : text_of(name_of(as.outcome), ", at most ", human_size{as.most}),
           as.reason, as.source});
    write_table(out, rows);
  }
}

[[nodiscard]] inline auto streaming_json(const route_options& options, const routed_device& device,
                                         const std::vector<routed>& kernels) -> nlohmann::ordered_json {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const routed& on : kernels)
    for (const auto& [where, as] : mapped_buffers(on.plan, device.facts, options.request.size))
      list.push_back({{"tree", options.path},
                      {"device", device.name},
                      {"kernel", text_of(on.plan.kernel.version)},
                      {"size", text_of(hex{options.request.size})},
                      {"buffer", where},
                      {"outcome", name_of(as.outcome)},
                      {"most", as.most == 0 ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text_of(hex{as.most}))},
                      {"reason", as.reason},
                      {"source", as.source}});
  return list;
}

inline void write_text(std::ostream& out, const route_options& options, const std::vector<routed_device>& devices,
                       const std::vector<routed>& kernels) {
  for (std::size_t k = 0; k < kernels.size(); ++k) {
    const routed& on = kernels[k];
    if (k != 0) out << '\n';
    out << (options.all ? "Requests of " : devices[0].name + " asks for ") << words_for(options.request) << " ("
        << text_of(on.plan.kernel) << ", " << options.policy << ")\n";
    const bool guessed = std::any_of(on.routes.begin(), on.routes.end(), [](const dma_route& each) { return !each.was_read; });
    if (guessed) out << "  this version was not read; what holds is that of the older one before it\n";
    if (options.all) {
      write_matrix(out, devices, on);
    } else {
      write_steps(out, on, on.routes[0], options.request.size);
      if (k != 0 && same_way(on.routes[0], kernels[k - 1].routes[0]))
        out << "  as on " << text_of(kernels[k - 1].plan.kernel.version) << '\n';
    }
    if (on.plan.routing.everything_from_atomic_pool) write_bypasses(out, on.plan);
    for (std::size_t i = 0; options.all && k != 0 && i < devices.size(); ++i)
      if (!same_way(on.routes[i], kernels[k - 1].routes[i]))
        out << "  " << devices[i].name << " goes another way than on " << text_of(kernels[k - 1].plan.kernel.version) << '\n';
  }
}

[[nodiscard]] inline auto as_json(const route_options& options, const std::vector<routed_device>& devices,
                                  const std::vector<routed>& kernels) -> nlohmann::ordered_json {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const routed& on : kernels)
    for (std::size_t i = 0; i < devices.size(); ++i) {
      nlohmann::ordered_json steps = nlohmann::ordered_json::array();
      for (const route_step& each : on.routes[i].steps) {
        const bool skipped = each.outcome == step_outcome::skipped;
        steps.push_back(
            {{"allocator", name_of(each.from)},
             {"outcome", skipped                              ? "skipped"
                         : each.outcome == step_outcome::last ? "final"
                                                              : "falls-through"},
             {"reason", each.reason},
             {"mapping", skipped ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(name_of(each.mapping))},
             {"beyond-reach", skipped ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(name_of(each.beyond))},
             {"region", each.region == no_index ? nlohmann::ordered_json(nullptr)
                                                : nlohmann::ordered_json(on.plan.regions[each.region].path)},
             {"source", each.source},
             {"most",
              skipped || each.most == 0 ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text_of(hex{each.most}))},
             {"freed-by", skipped ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(each.freed_by)}});
      }
      list.push_back({{"tree", options.path},
                      {"device", devices[i].name},
                      {"kernel", text_of(on.plan.kernel.version)},
                      {"read", on.routes[i].was_read},
                      {"policy", options.policy},
                      {"size", text_of(hex{options.request.size})},
                      {"zone", name_of(on.routes[i].zone)},
                      {"steps", std::move(steps)}});
    }
  return list;
}

}  // namespace detail

[[nodiscard]] inline auto run_route(route_options options) -> int {
  std::string about;  // what an error is about
  try {
    if (!options.all && options.device.empty()) throw std::runtime_error{"say which device by --device PATH, or ask for --all"};
    options.request.size = *parse_number(options.size);
    const tree_request request = request_of(options.tree);
    about = options.path + ": ";
    const device_tree tree{load_tree(options.path, request.files)};
    std::vector<detail::routed> kernels;
    std::vector<detail::routed_device> devices;
    for (const tree_target& target : request.targets) {
      detail::routed on{std::make_shared<const tree_plan>(tree, target, options.path), {}, {}};
      on.plan = on.owner->view();
      for (const routing_facts& each : detail::routing_policies)
        if (each.id == options.policy) on.plan.routing = each;
      devices = detail::devices_for(options, tree, on.plan);
      for (const detail::routed_device& each : devices) on.routes.push_back(route(on.plan, each.facts, options.request));
      kernels.push_back(std::move(on));
    }
    std::ostringstream out;
    if (options.format == "html") {
      if (options.streaming) throw std::runtime_error{"--streaming is answered in text or json"};
      text_buffer page;
      detail::route_page{devices, kernels, page}.write(options.path, options.request);
      out << page.view();
    } else if (options.format == "json") {
      out << (options.streaming ? detail::streaming_json(options, devices[0], kernels)
                                : detail::as_json(options, devices, kernels))
                 .dump(2)
          << '\n';
    } else if (options.streaming) {
      detail::write_streaming(out, options, devices[0], kernels);
    } else {
      detail::write_text(out, options, devices, kernels);
    }
    about.clear();
    write_result(options.output, out.str());
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "error: " << about << error.what() << '\n';
    return 2;
  }
}

}  // namespace carveout::codegen
