// SPDX-License-Identifier: BSL-1.0

#include <algorithm>
#include <array>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include <carveout/version.hpp>

#include "check.hpp"
#include "diff.hpp"
#include "explain.hpp"
#include "import.hpp"
#include "kernel_option.hpp"
#include "map_command.hpp"
#include "patch_command.hpp"
#include "route_command.hpp"
#include "rules.hpp"
#include "simulate.hpp"

auto main(int argc, char** argv) -> int {
  using namespace carveout;

  // verbs whose names are promised to scripts; until they work, asking for one says so
  constexpr std::array<std::string_view, 4> promised{"predict", "pack", "validate", "size"};
  if (argc > 1 && std::find(promised.begin(), promised.end(), argv[1]) != promised.end()) {
    std::cerr << "error: 'carveout " << argv[1] << "' is not in version " << version_text
              << " yet; see 'carveout --help' for what is\n";
    return 2;
  }

  CLI::App app{"carveout: reserved memory that is proven and generated, not guessed."};
  app.set_version_flag("--version", std::string{"carveout "} + version_text);
  app.require_subcommand(1);
  codegen::check_options checking;
  const CLI::App* check = codegen::add_check(app, checking);
  codegen::import_options importing;
  const CLI::App* import = codegen::add_import(app, importing);
  codegen::diff_options comparison;
  const CLI::App* diff = codegen::add_diff(app, comparison);
  codegen::map_options mapping;
  const CLI::App* map = codegen::add_map(app, mapping);
  codegen::route_options routing;
  const CLI::App* route = codegen::add_route(app, routing);
  codegen::patch_options patching;
  const CLI::App* patch = codegen::add_patch(app, patching);
  std::string id, format = "text";
  CLI::App* rules = app.add_subcommand("rules", "the rule catalogue; with an ID, all about that rule, with an example");
  rules->add_option("ID", id, "a rule, e.g. region-overlap");
  rules->add_option("--format", format, "text, json or markdown")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  std::vector<std::string> lines;
  std::string kernel;
  bool list = false;
  CLI::App* explain = app.add_subcommand("explain", "what lines of a kernel's or U-Boot's log mean, and what to change");
  explain->add_option("LINE", lines, "lines of a log; without one, or with -, standard input: dmesg | carveout explain");
  explain->add_option("--kernel", kernel, "only wordings of this version, e.g. 6.1");
  explain->add_option("--format", format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  explain->add_flag("--list", list, "every message that is known, instead of reading lines");
  explain->footer("Exit status: 0 explained, 1 no line is known, 2 the command line cannot be used.");
  codegen::simulate_options simulation;
  const CLI::App* simulate = codegen::add_simulate(app, simulation);
  app.footer("Exit status: 0 fine, 1 the answer is no, 2 the command line cannot be used.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (rules->parsed()) return codegen::show_rules(std::cout, std::cerr, id, format);
  if (check->parsed()) return codegen::run_check(checking);
  if (map->parsed()) return codegen::run_map(mapping);
  if (diff->parsed()) return codegen::run_diff(comparison);
  if (route->parsed()) return codegen::run_route(routing);
  if (patch->parsed()) return codegen::run_patch(patching);
  if (import->parsed()) return codegen::run_import(importing);
  if (simulate->parsed()) return codegen::run_simulate(simulation);
  const auto version = kernel.empty() ? std::nullopt : parse_kernel_version(kernel);
  if (const std::string wrong = codegen::kernel_complaint(kernel); !wrong.empty()) {
    std::cerr << "error: " << wrong << '\n';
    return 2;
  }
  if (!list) return codegen::explain(std::cin, std::cout, std::cerr, lines, version, format);
  codegen::list_messages(std::cout, format);
  return 0;
}
