// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <iostream>
#include <span>
#include <string>

#include <CLI/CLI.hpp>

#include <carveout/check/check.hpp>
#include <carveout/core/sink.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/emit/svg.hpp>

#include "map_page.hpp"
#include "text.hpp"
#include "tree/tree_options.hpp"

/// `carveout map`: draws the memory map of a device tree.
namespace carveout::codegen {

struct map_options {
  tree_options tree;
  std::string path, output;
};

inline auto add_map(CLI::App& app, map_options& into) -> CLI::App* {
  CLI::App* const verb = app.add_subcommand("map", "draws the memory map of a device tree");
  verb->add_option("TREE", into.path, ".dtb, .dts, or - for standard input")->required();
  verb->add_option("-o,--output", into.output, "FILE.txt, FILE.svg or FILE.html; text to standard output if not given")
      ->type_name("FILE")
      ->check([](const std::string& name) -> std::string {
        const std::string kind = std::filesystem::path{name}.extension().string();
        return kind == ".svg" || kind == ".txt" || kind == ".html"
                   ? ""
                   : "'" + name + "' does not say how to draw: end it in .txt, .svg or .html";
      });
  add_tree_options(*verb, into.tree, false);
  verb->footer(
      "Example:\n"
      "  carveout map board.dtb --memory 2G@0x40000000 -o board.html\n"
      "\nIn the picture, what 'carveout check' finds is marked with '!'; point at it to read it. The HTML page is one file "
      "with\n"
      "the picture, a table of the regions to filter, and the findings with what their rules are about.\n"
      "\nExit status: 0 fine, 2 the tree or the command line cannot be used.");
  return verb;
}

[[nodiscard]] inline auto run_map(const map_options& options) -> int {
  std::string about;  // what an error is about
  try {
    const tree_request request = request_of(options.tree);
    about = options.path + ": ";
    const device_tree tree{load_tree(options.path, request.files)};
    const std::string name = options.path == "-" ? "stdin" : std::filesystem::path{options.path}.filename().string();
    const tree_plan plan{tree, request.targets.front(), name};
    text_buffer text;
    if (options.output.ends_with(".svg"))
      emit_svg(plan.view(), check(plan.view()).list(), text);
    else if (options.output.ends_with(".html"))
      emit_map_page(plan.view(), check(plan.view()), text);
    else
      emit_map(plan.view(), text);
    about.clear();
    write_result(options.output, text.view());
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "error: " << about << error.what() << '\n';
    return 2;
  }
}

}  // namespace carveout::codegen
