// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <carveout/version.hpp>

#include "judge.hpp"
#include "rules.hpp"

/// Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the files.
namespace carveout::codegen {

class sarif_log {
 public:
  sarif_log() {
    for (const rule_facts& each : all_rules()) {
      index_.emplace(each.id, rules_.size());
      rules_.push_back({{"id", each.id},
                        {"shortDescription", {{"text", each.summary}}},
                        {"help", {{"text", each.summary + "\nSource: " + each.mirrors + "\nMore: carveout rules " + each.id}}},
                        {"defaultConfiguration", {{"level", each.severity}}}});
    }
  }

  void add(const judged_tree& tree) {
    if (!tree.unusable.empty()) {
      notifications_.push_back({{"level", "error"},
                                {"message", {{"text", tree.path + ": " + tree.unusable}}},
                                {"locations", {location(tree.path, {})}}});
      return;
    }
    for (const verdict& judged : tree.verdicts) {
      const std::string kernel = text_of(judged.plan->view().asked_version);
      for (const finding& each : judged.found.list()) {
        const std::string fix{each.fix.view()};
        nlohmann::ordered_json result{
            {"ruleId", each.rule},
            {"level", name_of(each.level)},
            {"message", {{"text", std::string{each.message.view()} + (fix.empty() ? "" : "; ") + fix}}},
            {"locations", {location(tree.path, each.subjects)}},
            {"properties", {{"kernel", kernel}}}};
        if (const auto known = index_.find(std::string{each.rule}); known != index_.end()) result["ruleIndex"] = known->second;
        results_.push_back(std::move(result));
      }
    }
  }

  [[nodiscard]] auto json() const -> nlohmann::ordered_json {
    nlohmann::ordered_json invocation{{"executionSuccessful", notifications_.empty()}};
    if (!notifications_.empty()) invocation["toolExecutionNotifications"] = notifications_;
    return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
            {"version", "2.1.0"},
            {"runs",
             {{{"tool", {{"driver", {{"name", "carveout"}, {"version", version_text}, {"rules", rules_}}}}},
               {"invocations", {invocation}},
               {"results", results_}}}}};
  }

 private:
  /// A reference as RFC 3986 has it: what is not plain is in %XX.
  [[nodiscard]] static auto uri_of(std::string_view path) -> std::string {
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                         std::string_view{"-._~/,+@"}.find(c) != std::string_view::npos;
      constexpr std::string_view digits = "0123456789ABCDEF";
      if (plain)
        uri += c;
      else
        uri.append({'%', digits[byte / 16], digits[byte % 16]});
    }
    return uri;
  }
  /// The line of a .dts at which a node begins; 1 for what is not written there, and for blobs.
  [[nodiscard]] static auto line_of(const std::string& path, std::string_view node) -> std::size_t {
    if (!path.ends_with(".dts") || node.empty()) return 1;
    const std::string name{node.substr(node.rfind('/') + 1)};
    std::ifstream file{path};
    std::size_t number = 1;
    for (std::string line; std::getline(file, line); ++number) {
      const std::size_t at = line.find(name);
      if (at != std::string::npos && line.find('{', at) == line.find_first_not_of(" \t", at + name.size())) return number;
    }
    return 1;
  }
  [[nodiscard]] static auto location(const std::string& path, const fixed_vector<subject, 2>& subjects)
      -> nlohmann::ordered_json {
    nlohmann::ordered_json place{
        {"physicalLocation",
         {{"artifactLocation", {{"uri", path == "-" ? "stdin" : uri_of(path)}}},
          {"region", {{"startLine", line_of(path, subjects.empty() ? std::string_view{} : subjects[0].name)}}}}}};
    for (const subject& each : subjects)
      place["logicalLocations"].push_back({{"fullyQualifiedName", each.name}, {"kind", each.what}});
    return place;
  }

  std::map<std::string, std::size_t> index_;
  nlohmann::ordered_json rules_ = nlohmann::ordered_json::array(), results_ = nlohmann::ordered_json::array(),
                         notifications_ = nlohmann::ordered_json::array();
};

}  // namespace carveout::codegen
