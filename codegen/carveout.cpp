// SPDX-License-Identifier: BSL-1.0

#include <algorithm>
#include <array>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/hana/for_each.hpp>
#include <nlohmann/json.hpp>

#include <carveout/check/check.hpp>
#include <carveout/version.hpp>

namespace {

using namespace carveout;

struct rule_facts {
  std::string id, severity, summary, mirrors;
};

auto all_rules() -> std::vector<rule_facts> {
  std::vector<rule_facts> list;
  const auto add = [&]<rule Rule>(const Rule&) {
    list.push_back(
        {std::string{Rule::id}, std::string{name_of(Rule::level)}, std::string{Rule::summary}, std::string{Rule::mirrors}});
  };
  boost::hana::for_each(standard_rules, add);
  add(standard::unused_waiver{});
  return list;
}

/// The catalogue, or one rule of it.
auto show_rules(const std::string& id, bool json) -> int {
  std::vector<rule_facts> list = all_rules();
  if (!id.empty()) std::erase_if(list, [&](const rule_facts& each) { return each.id != id; });
  if (list.empty()) {
    std::cerr << "error: no rule '" << id << "'; 'carveout rules' lists all\n";
    return 2;
  }
  if (json) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const rule_facts& each : list)
      out.push_back({{"rule", each.id}, {"severity", each.severity}, {"summary", each.summary}, {"mirrors", each.mirrors}});
    std::cout << out.dump(2) << '\n';
    return 0;
  }
  for (const rule_facts& each : list) {
    std::cout << each.severity << '[' << each.id << "]\n  " << each.summary << "\n";
    if (!id.empty()) std::cout << "  From: " << each.mirrors << '\n';
  }
  return 0;
}

}  // namespace

auto main(int argc, char** argv) -> int {
  // verbs whose names are promised to scripts; until they work, asking for one says so
  constexpr std::array<std::string_view, 11> promised{"check", "predict",  "map",  "import", "explain", "simulate",
                                                      "pack",  "validate", "size", "patch",  "route"};
  if (argc > 1 && std::find(promised.begin(), promised.end(), argv[1]) != promised.end()) {
    std::cerr << "error: 'carveout " << argv[1] << "' is not in version " << version_text
              << " yet; boards are judged and files written by carveout_generate (see README)\n";
    return 2;
  }

  CLI::App app{"carveout: reserved memory that is proven and generated, not guessed."};
  app.set_version_flag("--version", std::string{"carveout "} + version_text);
  app.require_subcommand(1);
  std::string id, format = "text";
  CLI::App* rules = app.add_subcommand("rules", "the rule catalogue; with an ID, where that rule comes from");
  rules->add_option("ID", id, "a rule, e.g. region-overlap");
  rules->add_option("--format", format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  app.footer("Exit status: 0 fine, 2 the command line cannot be used.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return show_rules(id, format == "json");
}
