// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <carveout/core/sink.hpp>

#include "excerpt.hpp"
#include "judge.hpp"
#include "sarif.hpp"
#include "text.hpp"

/// `carveout check`: judges device trees.
namespace carveout::codegen {

struct check_options {
  tree_options tree;
  std::vector<std::string> paths;
  std::string format = "text", output, level = "note";
};

inline auto add_check(CLI::App& app, check_options& into) -> CLI::App* {
  CLI::App* const verb = app.add_subcommand("check", "judges device trees: what a kernel would refuse, lose, or die of");
  verb->add_option("TREE", into.paths, ".dtb, .dts, a folder (every .dtb below it), or - for standard input")->required();
  add_tree_options(*verb, into.tree, true);
  verb->add_option("--format", into.format, "text, json or sarif (2.1.0)")
      ->check(CLI::IsMember({"text", "json", "sarif"}))
      ->capture_default_str();
  verb->add_option("--level", into.level, "text: the mildest findings to show: note, warning or error")
      ->check(CLI::IsMember({"note", "warning", "error"}))
      ->capture_default_str();
  verb->add_option("-o,--output", into.output, "write the result there instead of to standard output")->type_name("FILE");
  verb->footer(
      "Examples:\n"
      "  carveout check board.dtb --kernel 6.1 --kernel 6.12\n"
      "  carveout check board.dts -I include --overlay camera.dtbo --memory 2G@0x40000000\n"
      "  carveout check /usr/lib/linux-image-* --level error\n"
      "\n'carveout rules ID' explains a finding.\n"
      "\nExit status: 0 no errors; 1 a tree has errors; 2 a tree or the command line cannot be used (the other trees are "
      "still\n"
      "judged).");
  return verb;
}

namespace detail {

[[nodiscard]] inline auto severity_of(std::string_view name) -> severity {
  return name == "error" ? severity::error : name == "warning" ? severity::warning : severity::note;
}

[[nodiscard]] inline auto counted(std::size_t count, std::string_view what) -> std::string {
  return std::to_string(count) + ' ' + std::string{what} + (count == 1 ? "" : "s");
}

[[nodiscard]] inline auto as_json(const judged_tree& tree) -> nlohmann::ordered_json {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  if (!tree.unusable.empty())
    list.push_back(
        {{"tree", tree.path}, {"kernel", nullptr}, {"findings", nlohmann::ordered_json::array()}, {"error", tree.unusable}});
  for (const verdict& judged : tree.verdicts) {
    nlohmann::ordered_json found = nlohmann::ordered_json::array();
    for (const finding& each : judged.found.list()) {
      nlohmann::ordered_json regions = nlohmann::ordered_json::array();
      for (const subject& about : each.subjects) {
        if (about.what != "node" && about.range.empty()) continue;
        nlohmann::ordered_json region{{"name", about.name}, {"begin", nullptr}, {"end", nullptr}};
        if (!about.range.empty()) {
          region["begin"] = text_of(hex{about.range.begin});
          region["end"] = text_of(hex{about.range.end});
        }
        regions.push_back(std::move(region));
      }
      found.push_back({{"rule", each.rule},
                       {"severity", name_of(each.level)},
                       {"message", each.message.view()},
                       {"fix", each.fix.view()},
                       {"regions", std::move(regions)}});
    }
    list.push_back(
        {{"tree", tree.path}, {"kernel", text_of(judged.plan->view().asked_version)}, {"findings", std::move(found)}});
  }
  return list;
}

/// Colours on a terminal, unless somebody does not want them (no-color.org).
class paint {
 public:
  explicit paint(bool wanted) : wanted_{wanted} {}
  [[nodiscard]] auto operator()(severity level, std::string_view text) const -> std::string {
    if (!wanted_) return std::string{text};
    const char* const code = level == severity::error ? "\x1b[1;31m" : level == severity::warning ? "\x1b[1;33m" : "\x1b[1;36m";
    return code + std::string{text} + "\x1b[0m";
  }

 private:
  bool wanted_;
};

class check_report {
 public:
  check_report(std::ostream& out, severity least, bool colours) : out_{out}, least_{least}, paint_{colours} {}

  void add(const judged_tree& tree) {
    ++trees_;
    if (!tree.unusable.empty()) ++unusable_;
    if (tree.errors() != 0) ++with_errors_;
    for (const verdict& each : tree.verdicts) add(tree.path, each);
  }
  /// The table is for those that look at many.
  void finish() {
    if (trees_ < 2 && rows_.size() < 2) return;
    std::size_t width = 4;
    for (const row& each : rows_) width = std::max(width, each.tree.size());
    const auto line = [&](const std::string& tree, const std::string& kernel, const std::string& e, const std::string& w,
                          const std::string& n) {
      const auto right = [](const std::string& text, std::size_t to) {
        return std::string(to - std::min(to, text.size()), ' ') + text;
      };
      out_ << tree << std::string(width - tree.size(), ' ') << right(kernel, 9) << right(e, 8) << right(w, 10) << right(n, 7)
           << '\n';
    };
    bool any = false;
    for (const row& each : rows_) {
      if (each.shown == 0 && trees_ > 40) continue;
      if (!any) line("tree", "kernel", "errors", "warnings", "notes");
      any = true;
      line(each.tree, each.kernel, std::to_string(each.errors), std::to_string(each.warnings), std::to_string(each.notes));
    }
    if (any) out_ << '\n';
    out_ << counted(trees_, "tree") << ": " << trees_ - with_errors_ - unusable_ << " without errors, " << with_errors_
         << " with errors, " << unusable_ << " unusable\n";
  }

 private:
  struct row {
    std::string tree, kernel;
    std::size_t errors, warnings, notes, shown;
  };

  void add(const std::string& path, const verdict& judged) {
    const memory_plan& plan = judged.plan->view();
    std::size_t warnings = 0, notes = 0, shown = 0;
    for (const finding& each : judged.found.list()) {
      warnings += each.level == severity::warning ? 1U : 0U;
      notes += each.level == severity::note ? 1U : 0U;
      shown += each.level >= least_ ? 1U : 0U;
    }
    const std::size_t errors = judged.found.errors();
    rows_.push_back({path, text_of(plan.asked_version), errors, warnings, notes, shown});
    if (shown == 0 && trees_ > 1) return;
    out_ << path << ": " << text_of(plan.kernel) << ": " << counted(errors, "error") << ", " << counted(warnings, "warning")
         << ", " << counted(notes, "note") << '\n';
    for (const finding& each : judged.found.list()) {
      if (each.level < least_) continue;
      out_ << paint_(each.level, text_of(name_of(each.level), '[', each.rule, "]:")) << ' ' << each.message.view();
      if (each.fix.size() != 0) out_ << "; " << each.fix.view();
      out_ << '\n' << excerpt(plan, each, "    ");
    }
    if (errors > judged.found.list().size()) out_ << "and more errors: " << errors << " in all\n";
    out_ << '\n';
  }

  std::ostream& out_;
  severity least_;
  paint paint_;
  std::size_t trees_ = 0, with_errors_ = 0, unusable_ = 0;
  std::vector<row> rows_;
};

}  // namespace detail

[[nodiscard]] inline auto run_check(const check_options& options) -> int {
  tree_request request;
  std::vector<std::string> paths;
  std::ofstream file;
  try {
    request = request_of(options.tree);
    paths = expand_folders(options.paths);
    if (std::count(paths.begin(), paths.end(), "-") + (options.tree.config == "-" ? 1 : 0) > 1)
      throw std::runtime_error{"standard input can be read once"};
    if (!options.output.empty()) {
      file.open(options.output);
      if (!file) throw std::runtime_error{options.output + ": cannot be written"};
    }
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 2;
  }
  std::ostream& out = options.output.empty() ? std::cout : file;
  const bool colours = options.output.empty() && isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  detail::check_report report{out, detail::severity_of(options.level), colours};
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  sarif_log sarif;
  int status = 0;
  judge_trees(paths, request, [&](const judged_tree& tree) {
    if (!tree.unusable.empty()) std::cerr << "error: " << tree.path << ": " << tree.unusable << '\n';
    status = std::max(status, !tree.unusable.empty() ? 2 : tree.errors() != 0 ? 1 : 0);
    if (options.format == "text") report.add(tree);
    if (options.format == "json")
      for (auto& each : detail::as_json(tree)) list.push_back(std::move(each));
    if (options.format == "sarif") sarif.add(tree);
  });
  // names in a blob may be anything; what is no UTF-8 is replaced
  const auto write = [&](const nlohmann::ordered_json& json) {
    out << json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  };
  if (options.format == "text") report.finish();
  if (options.format == "json") write(list);
  if (options.format == "sarif") write(sarif.json());
  out.flush();
  if (out) return status;
  std::cerr << "error: the result cannot be written\n";
  return 2;
}

}  // namespace carveout::codegen
