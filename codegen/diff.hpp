// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "plan_diff.hpp"
#include "tree/tree_options.hpp"

/// `carveout diff`: which reserved memory changed between two device trees.
namespace carveout::codegen {

struct diff_options {
  tree_options tree;
  std::string before, after, format = "text", output;
};

inline auto add_diff(CLI::App& app, diff_options& into) -> CLI::App* {
  CLI::App* const verb = app.add_subcommand("diff", "compares the reserved memory of two device trees");
  verb->add_option("A", into.before, ".dtb or .dts, or - for standard input")->required();
  verb->add_option("B", into.after, "the tree to compare with it")->required();
  add_tree_options(*verb, into.tree, false);
  verb->add_option("--format", into.format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  verb->add_option("-o,--output", into.output, "write the result there instead of to standard output")->type_name("FILE");
  verb->footer(
      "Nodes are the same when they have the same name, or else the same name without the address, or else the same place.\n"
      "\nExit status: 0 nothing differs, 1 something does, 2 a tree or the command line cannot be used.");
  return verb;
}

namespace detail {

[[nodiscard]] inline auto as_json(const diff_options& options, const std::vector<plan_change>& changes)
    -> nlohmann::ordered_json {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  const auto text = [](const std::string& value) {
    return value.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(value);
  };
  for (const plan_change& each : changes)
    list.push_back({{"name", each.name}, {"change", each.change}, {"before", text(each.before)}, {"after", text(each.after)}});
  return {{"a", options.before}, {"b", options.after}, {"changes", std::move(list)}};
}

inline void write_changes(std::ostream& out, const std::vector<plan_change>& changes) {
  std::size_t width = 0;
  for (const plan_change& each : changes) width = std::max(width, each.name.size());
  for (const plan_change& each : changes) {
    out << each.name << std::string(width - each.name.size(), ' ') << "  " << each.change << ": ";
    if (each.change == "added" || each.change == "removed")
      out << each.before << each.after << '\n';
    else
      out << (each.before.empty() ? "none" : each.before) << " -> " << (each.after.empty() ? "none" : each.after) << '\n';
  }
}

}  // namespace detail

[[nodiscard]] inline auto run_diff(const diff_options& options) -> int {
  std::string path;  // of the tree that is being read
  try {
    if (options.before == "-" && options.after == "-") throw std::runtime_error{"standard input can be read once"};
    const tree_request request = request_of(options.tree);
    const auto load = [&](const std::string& from) {
      path = from;
      return device_tree{load_tree(from, request.files)};
    };
    const device_tree a = load(options.before);
    const tree_plan before{a, request.targets.front(), options.before};
    const device_tree b = load(options.after);
    const tree_plan after{b, request.targets.front(), options.after};
    path.clear();
    const std::vector<plan_change> changes = diff_plans(before.view(), after.view());
    std::ofstream file;
    if (!options.output.empty()) file.open(options.output);
    std::ostream& out = options.output.empty() ? std::cout : file;
    if (options.format == "json")
      out << detail::as_json(options, changes).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    else
      detail::write_changes(out, changes);
    out.flush();
    if (!out) throw std::runtime_error{(options.output.empty() ? "the result" : options.output) + ": cannot be written"};
    return changes.empty() ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "error: " << (path.empty() ? "" : path + ": ") << error.what() << '\n';
    return 2;
  }
}

}  // namespace carveout::codegen
