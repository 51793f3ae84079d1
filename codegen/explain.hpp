// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <carveout/core/sink.hpp>
#include <carveout/kernel/messages.hpp>

#include "rules.hpp"

/// `carveout explain`: what lines of a kernel's or U-Boot's log mean.
namespace carveout::codegen {

/// A message that occurs in a log.
struct explained {
  const row<message>* entry;
  bool u_boot;
  std::vector<std::size_t> lines;  ///< from 1
  std::string first;               ///< the first of them
};

namespace detail {

/// "Linux 5.8 to 7.1", "U-Boot 2019.04 to 2026.10"
[[nodiscard]] inline auto printed_by(const row<message>& each, bool u_boot) -> std::string {
  const auto name = [&](const kernel_version& version) {
    text_buffer text;
    put(text, unsigned{version.major}, u_boot && version.minor < 10 ? ".0" : ".", unsigned{version.minor});
    if (version.sublevel != 0) put(text, '.', unsigned{version.sublevel});
    return std::string{text.view()};
  };
  return (u_boot ? "U-Boot " : "Linux ") + name(each.first) + (each.first == each.last ? "" : " to " + name(each.last));
}

/// A line without what could move a terminal's cursor.
[[nodiscard]] inline auto printable(std::string line) -> std::string {
  for (char& c : line)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = c == '\t' ? ' ' : '?';
  return line;
}

inline void print_meaning(std::ostream& out, const message& it) {
  out << "  " << name_of(it.is.how) << ": " << it.is.means << '\n';
  if (!it.is.advice.empty()) out << "  do: " << it.is.advice << '\n';
}

inline void print(std::ostream& out, const explained& each, const std::vector<rule_facts>& rules) {
  out << "line " << each.lines.front() << ": " << printable(each.first) << '\n';
  if (each.lines.size() > 1) out << "  (and " << each.lines.size() - 1 << " more like it)\n";
  print_meaning(out, each.entry->value);
  for (const rule_facts& rule : rules)
    if (rule.id == each.entry->value.is.rule)
      out << "  rule: " << rule.severity << '[' << rule.id << "] " << rule.summary << '\n';
  out << "  from: " << printed_by(*each.entry, each.u_boot) << ", " << each.entry->source << "\n\n";
}

[[nodiscard]] inline auto as_json(const row<message>& each, bool u_boot) -> nlohmann::ordered_json {
  const meaning& is = each.value.is;
  return {{"message", each.value.text}, {"kind", name_of(is.how)}, {"means", is.means},
          {"advice", is.advice},        {"rule", is.rule},         {"printed_by", printed_by(each, u_boot)},
          {"source", each.source}};
}

/// Where the messages of a log are, in the order of their first lines.
class reader {
 public:
  explicit reader(std::optional<kernel_version> version) : version_(version) {}

  void read(std::string line) {
    ++lines_;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    bool u_boot = false;
    const row<message>* found = find_message(message_table, line, version_);
    if (found == nullptr) {
      found = find_message(u_boot_message_table, line);
      u_boot = true;
    }
    if (found == nullptr) return;
    for (explained& each : found_)
      if (each.entry == found) return each.lines.push_back(lines_);
    found_.push_back({found, u_boot, {lines_}, std::move(line)});
  }
  [[nodiscard]] auto lines() const -> std::size_t { return lines_; }
  [[nodiscard]] auto found() const -> const std::vector<explained>& { return found_; }

 private:
  std::optional<kernel_version> version_;
  std::size_t lines_ = 0;
  std::vector<explained> found_;
};

}  // namespace detail

/// All messages that are known.
inline void list_messages(std::ostream& out, std::string_view format) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  const auto add = [&](const auto& table, bool u_boot) {
    for (const row<message>& each : table) {
      json.push_back(detail::as_json(each, u_boot));
      if (format == "json") continue;
      out << each.value.text << '\n';
      detail::print_meaning(out, each.value);
      out << "  from: " << detail::printed_by(each, u_boot) << ", " << each.source << '\n';
    }
  };
  add(message_table, false);
  add(u_boot_message_table, true);
  if (format == "json") out << json.dump(2) << '\n';
}

/// Explains lines, or standard input when there are none or the only one is "-". Exit status 0, or 1 when no line is known.
[[nodiscard]] inline auto explain(std::istream& in, std::ostream& out, std::ostream& err, const std::vector<std::string>& lines,
                                  std::optional<kernel_version> version, std::string_view format) -> int {
  detail::reader log{version};
  if (lines.empty() || (lines.size() == 1 && lines[0] == "-")) {
    for (std::string line; std::getline(in, line);) log.read(std::move(line));
  } else {
    for (const std::string& each : lines) {
      std::istringstream text{each};
      for (std::string line; std::getline(text, line);) log.read(std::move(line));
    }
  }
  if (format == "json") {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const explained& each : log.found()) {
      json.push_back(detail::as_json(*each.entry, each.u_boot));
      json.back()["lines"] = each.lines;
      json.back()["first"] = each.first;
    }
    out << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  } else {
    const std::vector<rule_facts> rules = all_rules();
    for (const explained& each : log.found()) detail::print(out, each, rules);
  }
  std::size_t known = 0;
  for (const explained& each : log.found()) known += each.lines.size();
  err << known << " of " << log.lines() << (log.lines() == 1 ? " line" : " lines") << " known\n";
  return known == 0 ? 1 : 0;
}

}  // namespace carveout::codegen
