// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "file_set.hpp"
#include "patch/git.hpp"
#include "patch/mail.hpp"
#include "patch/recipes.hpp"
#include "text.hpp"

/// `carveout patch`: patches made against a source tree.
namespace carveout::codegen {

struct patch_options {
  std::string tree, output, author, kernel, format;
  std::vector<std::string> recipes, settings;
  bool list = false, check = false, reverse = false, signoff = false;
};

inline auto add_patch(CLI::App& app, patch_options& into) -> CLI::App* {
  CLI::App* const verb = app.add_subcommand("patch", "patches for a kernel or GStreamer tree, made against that very tree");
  verb->add_option("--tree", into.tree, "the source: a kernel, or gst-plugins-base; it is only read")->type_name("DIR");
  verb->add_option("--recipe", into.recipes, "what to do, see --list; may be given several times")->type_name("ID");
  verb->add_option("-o,--output", into.output,
                   "folder for the patches and a series file; without it, an mbox on standard output. For --list, --check and "
                   "cocci a file")
      ->type_name("DIR");
  CLI::Option* const list = verb->add_flag("--list", into.list, "the recipes, what they cost, and where they were tried");
  CLI::Option* const check =
      verb->add_flag("--check", into.check, "only say what would be done, and where; without --recipe, for every recipe");
  verb->add_flag("--reverse", into.reverse, "the tree has the recipes: make the patches that take them back");
  verb->add_option("--author", into.author, "who the patches are from")->type_name("\"NAME <MAIL>\"");
  verb->add_flag("--signoff", into.signoff, "add Signed-off-by of the author");
  verb->add_option("--kernel", into.kernel, "refuse a tree of another version: 6.1 or 6.1.192")->type_name("VERSION");
  verb->add_option(
          "--format", into.format,
          "patches: mail (for git am), quilt, or cocci (a semantic patch for spatch); --list and --check: text or json")
      ->check(CLI::IsMember({"mail", "quilt", "cocci", "text", "json"}));
  verb->add_option("--set", into.settings, "an option of a recipe, see --list")->type_name("RECIPE.OPTION=VALUE");
  list->excludes(check);
  verb->footer(
      "Places are found by what the code says, not by its version, so that stable releases and vendors' trees are patched as "
      "what\n"
      "they are. Code that does not look as expected is refused, with file and line, and then nothing is written.\n"
      "\nExamples:\n"
      "  carveout patch --list\n"
      "  carveout patch --tree linux-6.1 --check\n"
      "  carveout patch --tree linux-6.1 --recipe dma-from-pool -o patches && git -C linux-6.1 am $PWD/patches/*.patch\n"
      "  carveout patch --tree linux-6.1 --recipe dma-from-pool | patch -d linux-6.1 -p1\n"
      "  carveout patch --tree linux-6.1 --recipe dma-from-pool --author 'Ann Smith <ann@example.org>' --signoff -o patches\n"
      "  carveout patch --tree linux-6.1 --recipe dma-from-pool --format quilt -o linux-6.1/patches\n"
      "  carveout patch --recipe dma-from-pool --format cocci >pool.cocci && spatch --sp-file pool.cocci --dir "
      "linux-6.1/kernel/dma\n"
      "\nExit status: 0 fine; 1 a recipe does not apply here (or has been applied): nothing is written; 2 the tree, the folder "
      "or\n"
      "the command line cannot be used. A report of all recipes (--check without --recipe) has 0 when at least one is not "
      "refused.");
  return verb;
}

namespace patch_verb {

using patch::outcome;
using patch::recipe;
using patch::refusal;

[[nodiscard]] inline auto recipe_names() -> std::string {
  std::string text;
  for (const recipe& each : patch::recipes()) text += (text.empty() ? "" : ", ") + std::string{each.id};
  return text;
}

[[nodiscard]] inline auto sort_name(const outcome& of) -> std::string_view {
  if (of.state == outcome::state_of::applies) return "applies";
  if (of.state == outcome::state_of::nothing) return "nothing to patch";
  return of.reason.why == refusal::sort::applied ? "already applied" : "refused";
}

/// What a recipe is for: Linux 4.9 and later, Linux 4.9 to 5.10.
[[nodiscard]] inline auto range_of(const recipe& of) -> std::string {
  return std::string{of.kind == patch::tree_kind::kernel ? "Linux " : "gst-plugins-base "} + patch::text_of(of.since) +
         (of.last == kernel_version{} ? " and later" : " to " + patch::text_of(of.last));
}

[[nodiscard]] inline auto tried_on(const recipe& of, bool real) -> std::vector<std::string> {
  std::vector<std::string> list;
  for (const patch::evidence& each : of.tried)
    if (each.real == real) list.emplace_back(each.release);
  return list;
}

/// Text in lines of at most 100 columns behind an indented heading.
inline void write_paragraph(std::ostream& out, std::string_view heading, std::string_view text) {
  constexpr std::size_t indentation = 14, width = 100;
  std::string line = "  " + std::string{heading} + std::string(indentation - 2 - heading.size(), ' ');
  bool empty = true;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (!empty && line.size() + 1 + word.size() > width) {
      out << line << '\n';
      line = std::string(indentation, ' ');
      empty = true;
    }
    line += (empty ? "" : " ") + std::string{word};
    empty = false;
  }
  out << line << '\n';
}

[[nodiscard]] inline auto joined(const std::vector<std::string>& list) -> std::string {
  std::string text;
  for (const std::string& each : list) text += (text.empty() ? "" : ", ") + each;
  return text;
}

inline void list_recipes(std::ostream& out, bool json) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const recipe& each : patch::recipes()) {
    if (json) {
      nlohmann::ordered_json options = nlohmann::ordered_json::array();
      for (const patch::option& one : each.options)
        options.push_back({{"name", one.name}, {"default", one.value}, {"about", one.about}, {"choices", one.choices}});
      all.push_back({{"recipe", each.id},
                     {"summary", each.summary},
                     {"cost", each.cost},
                     {"tree", each.kind == patch::tree_kind::kernel ? "kernel" : "gst-plugins-base"},
                     {"since", patch::text_of(each.since)},
                     {"last", each.last == kernel_version{} ? nlohmann::ordered_json(nullptr)
                                                            : nlohmann::ordered_json(patch::text_of(each.last))},
                     {"verified", tried_on(each, true)},
                     {"fixtures", tried_on(each, false)},
                     {"options", std::move(options)}});
      continue;
    }
    out << each.id << ": " << each.summary << '\n';
    write_paragraph(out, "for", range_of(each));
    write_paragraph(out, "costs", each.cost);
    if (const auto real = tried_on(each, true); !real.empty()) write_paragraph(out, "verified on", joined(real));
    if (const auto fixtures = tried_on(each, false); !fixtures.empty())
      write_paragraph(out, "fixtures", "not verified on a real tree, only on files of the same shape: " + joined(fixtures));
    for (const patch::option& one : each.options) {
      std::string values;
      for (const std::string_view choice : one.choices) values += (values.empty() ? "" : "|") + std::string{choice};
      write_paragraph(out, "--set",
                      std::string{each.id} + '.' + std::string{one.name} + '=' + (values.empty() ? "SIZE" : values) + " (" +
                          std::string{one.value} + "): " + std::string{one.about});
    }
    out << '\n';
  }
  if (json) out << all.dump(2) << '\n';
}

[[nodiscard]] inline auto as_json(const std::vector<outcome>& outcomes, const patch::tree_identity& tree)
    -> nlohmann::ordered_json {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const outcome& each : outcomes) {
    nlohmann::ordered_json places = nlohmann::ordered_json::array();
    for (const patch::site& at : each.sites) places.push_back({{"file", at.file}, {"line", at.line}});
    const bool refused = each.state == outcome::state_of::refused;
    if (refused && !each.reason.file.empty()) places.push_back({{"file", each.reason.file}, {"line", each.reason.line}});
    list.push_back({{"recipe", each.recipe},
                    {"tree", tree.name},
                    {"verdict", sort_name(each)},
                    {"places", std::move(places)},
                    {"reason", refused ? nlohmann::ordered_json(each.reason.reason) : nlohmann::ordered_json(nullptr)},
                    {"fix", refused && !each.reason.fix.empty() ? nlohmann::ordered_json(each.reason.fix)
                                                                : nlohmann::ordered_json(nullptr)},
                    {"note", each.note.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(each.note)},
                    {"verified", patch::is_verified_on(*patch::find_recipe(each.recipe), tree.version)}});
  }
  return list;
}

/// One line for each recipe, with every place.
inline void write_report(std::ostream& out, const std::vector<outcome>& outcomes, const patch::tree_identity& tree) {
  std::size_t width = 0;
  for (const outcome& each : outcomes) width = std::max(width, each.recipe.size());
  for (const outcome& each : outcomes) {
    const std::string_view verdict = sort_name(each);
    std::string line = each.recipe + std::string(width + 2 - each.recipe.size(), ' ') + std::string{verdict} +
                       std::string(18 - verdict.size(), ' ');
    for (std::size_t i = 0; i < each.sites.size(); ++i)
      line += (i == 0 ? "" : ", ") + each.sites[i].file + ':' + std::to_string(each.sites[i].line);
    refusal why = each.reason;
    if (why.why == refusal::sort::applied) why.reason.clear();  // the verdict says it
    if (each.state == outcome::state_of::refused) line += patch::text_of(why);
    if (each.state == outcome::state_of::applies && !patch::is_verified_on(*patch::find_recipe(each.recipe), tree.version))
      line += " (not verified on a real tree of this release)";
    if (!each.note.empty()) line += (each.sites.empty() ? "" : "\n" + std::string(width + 20, ' ')) + each.note;
    out << line.substr(0, line.find_last_not_of(" :") + 1) << '\n';
  }
}

/// RECIPE -> its options; throws std::runtime_error.
[[nodiscard]] inline auto settings_of(const std::vector<std::string>& settings)
    -> std::map<std::string, patch::option_values, std::less<>> {
  std::map<std::string, patch::option_values, std::less<>> all;
  for (const std::string& each : settings) {
    const std::size_t dot = each.find('.'), equals = each.find('=');
    if (dot == std::string::npos || equals == std::string::npos || equals < dot)
      throw std::runtime_error{"--set '" + each + "': write it as RECIPE.OPTION=VALUE"};
    const std::string id = each.substr(0, dot), name = each.substr(dot + 1, equals - dot - 1), value = each.substr(equals + 1);
    const recipe* const of = patch::find_recipe(id);
    if (of == nullptr)
      throw std::runtime_error{"--set '" + each + "': there is no recipe '" + id + "'; there are " + recipe_names()};
    if (const std::string wrong = patch::complaint_on_option(*of, name, value); !wrong.empty())
      throw std::runtime_error{"--set '" + each + "': " + wrong};
    all[id][name] = value;
  }
  return all;
}

/// Throws std::runtime_error where the command line is none.
inline void check_usage(const patch_options& options) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return options.format.empty() || std::find(names.begin(), names.end(), options.format) != names.end();
  };
  for (const std::string& each : options.recipes)
    if (patch::find_recipe(each) == nullptr)
      throw std::runtime_error{"there is no recipe '" + each + "'; there are " + recipe_names()};
  if ((options.list || options.check) && !is_one_of({"text", "json"}))
    throw std::runtime_error{"--format " + options.format + " is for patches; --list and --check have text and json"};
  if (options.list) return;
  if (!options.check && !is_one_of({"mail", "quilt", "cocci"}))
    throw std::runtime_error{"--format " + options.format + " is for --list and --check; patches are mail, quilt or cocci"};
  if (options.tree.empty() && options.format != "cocci")
    throw std::runtime_error{"say by --tree DIR which source is to be patched"};
  if (!options.check && options.recipes.empty())
    throw std::runtime_error{"say by --recipe ID what to do; there are " + recipe_names() +
                             ". --check tells which of them apply"};
  if (!options.author.empty() && !patch::is_author(options.author))
    throw std::runtime_error{"--author '" + printable(options.author) + "': write it as 'Name <mail@host>'"};
  if (options.signoff && options.author.empty())
    throw std::runtime_error{"--signoff needs --author: nobody else can sign for you"};
  if (options.format == "quilt" && options.output.empty()) throw std::runtime_error{"--format quilt needs a folder: -o DIR"};
  if (options.format == "cocci" && options.reverse)
    throw std::runtime_error{"--reverse has no semantic patch; leave out --format cocci"};
  if (!options.kernel.empty() && !parse_kernel_version(options.kernel))
    throw std::runtime_error{"'" + printable(options.kernel) + "' is no kernel version; write it as 6.1 or 6.1.192"};
}

/// The recipes that are asked for, once each, in the order in which a tree gets them.
[[nodiscard]] inline auto asked_recipes(const patch_options& options) -> std::vector<const recipe*> {
  std::vector<const recipe*> list;
  for (const recipe& each : patch::recipes())
    if (std::find(options.recipes.begin(), options.recipes.end(), each.id) != options.recipes.end()) list.push_back(&each);
  if (options.reverse) std::reverse(list.begin(), list.end());
  return list;
}

/// Semantic patches for every form that the recipes know. Throws std::runtime_error where one cannot be said so.
[[nodiscard]] inline auto semantic_patches(const std::vector<std::pair<std::string, std::vector<std::string_view>>>& rules)
    -> std::string {
  std::string text;
  for (const auto& [id, list] : rules) {
    text += "// " + id + ": " + std::string{patch::find_recipe(id)->summary} + '\n';
    for (const std::string_view each : list) {
      if (each.empty()) throw std::runtime_error{id + " changes what a semantic patch cannot express; use --format mail"};
      text += '\n' + std::string{each};
    }
  }
  return text;
}

inline void write_patches(const std::string& folder, const std::vector<patch::named_text>& texts) {
  std::filesystem::create_directories(folder);
  file_set files{folder};
  for (const patch::named_text& each : texts) files.add(each.name, each.text);
  files.add("series", patch::series_of(texts));
  files.commit();
  for (const auto& each : std::filesystem::directory_iterator{folder}) {
    const std::string name = each.path().filename().string();
    if (name.ends_with(".patch") &&
        std::none_of(texts.begin(), texts.end(), [&](const auto& made) { return made.name == name; }))
      std::cerr << "note: " << each.path().string() << " was there before, and is not in the series\n";
  }
}

[[nodiscard]] inline auto patch_status(const refusal& why) -> int { return why.unusable() ? 2 : 1; }

/// The forms of every release, without a tree.
[[nodiscard]] inline auto all_rules(const std::vector<const recipe*>& asked) {
  std::vector<std::pair<std::string, std::vector<std::string_view>>> rules;
  for (const recipe* const of : asked) {
    rules.emplace_back(of->id, std::vector<std::string_view>{});
    for (const patch::variant& each : of->variants)
      for (const patch::part& part : each.parts)
        for (const patch::place& place : part.places)
          for (const patch::form& form : place.forms) rules.back().second.push_back(form.cocci);
  }
  return rules;
}

[[nodiscard]] inline auto make(const patch_options& options) -> int {
  check_usage(options);
  if (options.list) {
    std::ostringstream out;
    list_recipes(out, options.format == "json");
    write_result(options.output, out.str());
    return 0;
  }
  const auto settings = settings_of(options.settings);
  const std::vector<const recipe*> asked = asked_recipes(options);
  if (options.tree.empty()) {
    write_result(options.output, semantic_patches(all_rules(asked)));
    return 0;
  }
  const patch::source_tree original{options.tree};
  const auto answer = patch::identify(original);
  const auto refuse = [](const refusal& why, std::string_view about = "") {
    std::cerr << "error: " << about << patch::text_of(why) << '\n';
    return patch_status(why);
  };
  if (const auto* const why = std::get_if<refusal>(&answer)) return refuse(*why);
  const patch::tree_identity& identity = std::get<patch::tree_identity>(answer);
  if (!options.kernel.empty())
    if (const auto why = patch::check_version(identity, options.kernel)) return refuse(*why);

  std::vector<outcome> outcomes;
  std::vector<patch::made_patch> patches;
  patch::source_tree tree = original;
  const auto run = [&](const recipe& of, patch::source_tree& on) {
    const auto set = settings.find(of.id);
    outcome made =
        patch::apply(of, on, identity, set == settings.end() ? patch::option_values{} : set->second, options.reverse);
    std::vector<std::string> files;
    for (const patch::made_patch& each : made.patches)
      for (const patch::file_change& change : each.changes) files.push_back(change.file);
    if (auto dirty = patch::check_clean(original, files)) {
      made.state = outcome::state_of::refused;
      made.sites.clear();
      made.reason = std::move(*dirty);
    }
    if (made.state == outcome::state_of::applies)
      for (patch::made_patch& each : made.patches) patches.push_back(std::move(each));
    outcomes.push_back(std::move(made));
  };
  if (asked.empty()) {
    for (const recipe& each : patch::recipes()) {
      patch::source_tree fresh = original;
      if (each.kind == identity.kind) run(each, fresh);
    }
  } else {
    for (const recipe* const each : asked) run(*each, tree);
  }

  const auto is = [](outcome::state_of state) { return [state](const outcome& each) { return each.state == state; }; };
  const bool any = !std::all_of(outcomes.begin(), outcomes.end(), is(outcome::state_of::refused));
  const bool refused = std::any_of(outcomes.begin(), outcomes.end(), is(outcome::state_of::refused));
  if (options.check) {
    std::ostringstream out;
    if (options.format == "json")
      out << as_json(outcomes, identity).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    else
      write_report(out, outcomes, identity);
    write_result(options.output, out.str());
    return (asked.empty() ? any : !refused) ? 0 : 1;
  }
  for (const outcome& each : outcomes)
    if (each.state == outcome::state_of::refused) refuse(each.reason, each.recipe + ": ");
  if (refused) {
    std::cerr << "nothing was written\n";
    return 1;
  }

  for (const outcome& each : outcomes) {
    if (!each.note.empty()) std::cerr << "note: " << each.recipe << ": " << each.note << '\n';
    if (each.state == outcome::state_of::applies && !patch::is_verified_on(*patch::find_recipe(each.recipe), identity.version))
      std::cerr << "note: " << each.recipe << " was not verified on a real tree of " << identity.name
                << "; read the patch before you apply it\n";
  }
  if (options.format == "cocci") {
    std::vector<std::pair<std::string, std::vector<std::string_view>>> rules;
    for (const outcome& each : outcomes) {
      rules.emplace_back(each.recipe, std::vector<std::string_view>{});
      for (const patch::site& at : each.sites) rules.back().second.push_back(at.cocci);
    }
    write_result(options.output, semantic_patches(rules));
    return 0;
  }
  if (options.author.empty() && !patches.empty())
    std::cerr << "note: the patches are from '" << patch::placeholder_author << "', a placeholder; --author names you\n";
  const patch::signing by{options.author, options.signoff};
  const auto texts = options.format == "quilt" ? patch::quilt_patches(patches, by) : patch::mails(patches, by);
  if (!options.output.empty()) {
    if (!texts.empty()) write_patches(options.output, texts);
    return 0;
  }
  std::string mbox;
  for (const patch::named_text& each : texts) mbox += each.text;
  write_result("", mbox);
  return 0;
}

}  // namespace patch_verb

[[nodiscard]] inline auto run_patch(const patch_options& options) -> int {
  try {
    return patch_verb::make(options);
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 2;
  }
}

}  // namespace carveout::codegen
