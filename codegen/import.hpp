// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

#include "board_header.hpp"
#include "tree/tree_options.hpp"

/// `carveout import`: from a device tree to a board header.
namespace carveout::codegen {

struct import_options {
  tree_options tree;
  std::string path, name, output;
};

inline auto add_import(CLI::App& app, import_options& into) -> CLI::App* {
  CLI::App* const verb = app.add_subcommand("import", "writes the board header that describes a device tree");
  verb->add_option("TREE", into.path, ".dtb, .dts, or - for standard input")->required();
  verb->add_option("--name", into.name, "what the board is called, e.g. imx8qm-mek; in C++ imx8qm_mek")
      ->required()
      ->check([](const std::string& text) {
        for (const char c : text)
          if (!is_label({&c, 1}) && (c < '0' || c > '9') && c != '-' && c != '.')
            return "'" + text + "' is no name for a board; letters, digits, '-', '_' and '.' are";
        return text.empty() ? std::string{"a board needs a name"} : std::string{};
      });
  verb->add_option("-o,--output", into.output, "write the header there instead of to standard output")->type_name("FILE");
  add_tree_options(*verb, into.tree, false);
  verb->footer(
      "Example:\n"
      "  carveout import board.dtb --name my-board --kernel 6.1 -o my_board.hpp\n"
      "\nWhat the header cannot express is said in its first comment.\n"
      "\nExit status: 0 fine, 2 the tree or the command line cannot be used.");
  return verb;
}

[[nodiscard]] inline auto run_import(const import_options& options) -> int {
  try {
    const tree_request request = request_of(options.tree);
    std::string header;
    try {
      const device_tree tree{load_tree(options.path, request.files)};
      const std::string name = options.path == "-" ? "stdin" : std::filesystem::path{options.path}.filename().string();
      const tree_plan plan{tree, request.targets.front(), name};
      header = board_header(plan.view(), options.name, name);
    } catch (const tree_error& error) {
      std::cerr << "error: " << options.path << ": " << error.what() << '\n';
      return 2;
    }
    if (options.output.empty()) {
      std::cout << header << std::flush;
      if (std::cout) return 0;
      throw std::runtime_error{"the header cannot be written"};
    }
    std::ofstream file{options.output};
    file << header << std::flush;
    if (!file) throw std::runtime_error{options.output + ": cannot be written"};
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 2;
  }
}

}  // namespace carveout::codegen
