// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <carveout/check/check.hpp>

/// `carveout rules`: the catalogue as text, JSON and the reference page of the documentation.
namespace carveout::codegen {

/// The smallest board that breaks a rule, with what carveout says to it, and its nearest neighbour that does not.
struct rule_example {
  std::string_view rule, bad, good;
};

inline constexpr rule_example rule_examples[] = {
#include <rule_examples.inc>
};

struct rule_facts {
  std::string id, severity, summary, mirrors;
  std::vector<std::string> after;
};

[[nodiscard]] inline auto all_rules() -> std::vector<rule_facts> {
  std::vector<rule_facts> list;
  const auto add = [&]<rule Rule>(const Rule&) {
    rule_facts facts{
        std::string{Rule::id}, std::string{name_of(Rule::level)}, std::string{Rule::summary}, std::string{Rule::mirrors}, {}};
    if constexpr (requires { Rule::after; }) facts.after.assign(Rule::after.begin(), Rule::after.end());
    list.push_back(std::move(facts));
  };
  standard_rules::for_each(add);
  policy_rules::for_each(add);
  return list;
}

namespace detail {

[[nodiscard]] inline auto lines_of(std::string_view text) -> std::vector<std::string> {
  std::istringstream in{std::string{text}};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// What an example says, line by line.
struct shown_example {
  std::vector<std::string> bad;       ///< the description
  std::vector<std::string> messages;  ///< carveout's answer, one finding an element
  std::vector<std::string> good;      ///< the lines of the neighbour that differ
};

[[nodiscard]] inline auto show(const rule_example& example) -> shown_example {
  shown_example shown;
  bool in_message = false;
  for (const std::string& line : lines_of(example.bad)) {
    constexpr std::string_view first = "// MESSAGE: ", next = "//   ";
    if (line.starts_with(first)) {
      shown.messages.push_back(line.substr(first.size()));
      in_message = true;
    } else if (in_message && line.starts_with(next)) {
      shown.messages.back() += " " + line.substr(next.size());
    } else {
      in_message = false;
      shown.bad.push_back(line);
    }
  }
  for (const std::string& line : lines_of(example.good))
    if (!line.starts_with("//") && !line.starts_with("constexpr auto good") &&
        std::find(shown.bad.begin(), shown.bad.end(), line) == shown.bad.end())
      shown.good.push_back(line);
  return shown;
}

[[nodiscard]] inline auto example_of(std::string_view id) -> shown_example {
  for (const rule_example& each : rule_examples)
    if (each.rule == id) return show(each);
  return {};
}

inline void print_indented(std::ostream& out, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) out << (line.empty() ? "" : "    ") << line << '\n';
}

/// `error[id]` and everything that is known about it.
inline void print_rule(std::ostream& out, const rule_facts& facts) {
  out << facts.severity << '[' << facts.id << "]\n  " << facts.summary << "\n\n  From: " << facts.mirrors << '\n';
  if (!facts.after.empty()) {
    out << "  Says nothing about what these have named already:";
    for (const std::string& each : facts.after) out << ' ' << each;
    out << '\n';
  }
  const shown_example example = example_of(facts.id);
  if (example.bad.empty()) return;
  out << "\n  Example:\n\n";
  print_indented(out, example.bad);
  out << "\n  carveout says:\n\n";
  print_indented(out, example.messages);
  out << "\n  It is content with:\n\n";
  print_indented(out, example.good);
}

/// The reference page.
inline void print_page(std::ostream& out, const std::vector<rule_facts>& list) {
  out << "# Rules\n\n"
         "Written by `carveout rules --format markdown`. Severities are the usual ones; a board changes them with\n"
         "`severities{judge{...}}` and accepts single findings with `waivers{waive{...}}`. Every rule has a test with the "
         "smallest\n"
         "board that breaks it and the nearest one that does not; both are shown by `carveout rules ID`.\n\n"
         "| rule | severity | what must hold, and why |\n|---|---|---|\n";
  for (const rule_facts& each : list)
    out << "| [" << each.id << "](#" << each.id << ") | " << each.severity << " | " << each.summary << " |\n";
  for (const rule_facts& each : list) {
    out << "\n## " << each.id << "\n\n"
        << each.summary << "\n\nSeverity: " << each.severity << ". From: " << each.mirrors << ".\n";
    const shown_example example = example_of(each.id);
    if (example.bad.empty()) continue;
    out << "\n```cpp\n";
    for (const std::string& line : example.bad) out << line << '\n';
    out << "```\n\n";
    for (const std::string& message : example.messages) out << "> " << message << "\n>\n";
    out << "\nRight is:\n\n```cpp\n";
    for (const std::string& line : example.good) out << line << '\n';
    out << "```\n";
  }
}

[[nodiscard]] inline auto as_json(const std::vector<rule_facts>& list) -> nlohmann::ordered_json {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const rule_facts& each : list)
    out.push_back({{"rule", each.id},
                   {"severity", each.severity},
                   {"summary", each.summary},
                   {"mirrors", each.mirrors},
                   {"after", each.after},
                   {"messages", example_of(each.id).messages}});
  return out;
}

/// The rule whose name has most beginnings of words in common with a misspelled one, for "did you mean".
[[nodiscard]] inline auto nearest_rule(const std::vector<rule_facts>& list, std::string_view id) -> std::string {
  std::string best;
  std::size_t most = 2;
  for (const rule_facts& each : list) {
    std::size_t same = 0;
    while (same < id.size() && same < each.id.size() && id[same] == each.id[same]) ++same;
    if (same > most) {
      most = same;
      best = each.id;
    }
  }
  return best;
}

}  // namespace detail

/// The catalogue, or one rule of it. Exit status 0, or 2 when there is no such rule.
[[nodiscard]] inline auto show_rules(std::ostream& out, std::ostream& err, const std::string& id, std::string_view format)
    -> int {
  std::vector<rule_facts> list = all_rules();
  if (!id.empty()) {
    const std::string nearest = detail::nearest_rule(list, id);
    std::erase_if(list, [&](const rule_facts& each) { return each.id != id; });
    if (list.empty()) {
      err << "error: no rule '" << id << "'" << (nearest.empty() ? "" : "; did you mean '" + nearest + "'?")
          << "; 'carveout rules' lists all\n";
      return 2;
    }
  }
  if (format == "json") {
    out << detail::as_json(list).dump(2) << '\n';
  } else if (format == "markdown") {
    detail::print_page(out, list);
  } else if (!id.empty()) {
    detail::print_rule(out, list.front());
  } else {
    for (const rule_facts& each : list) out << each.severity << '[' << each.id << "]\n  " << each.summary << "\n";
  }
  return 0;
}

}  // namespace carveout::codegen
