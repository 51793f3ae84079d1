// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <carveout/check/check.hpp>
#include <carveout/emit/json.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/emit/svg.hpp>

#include "../../codegen/check.hpp"
#include "../../codegen/tree/tree_plan.hpp"

/// What every target asks of a plan and of what is said about it.
namespace fuzz {

using namespace carveout;
using namespace carveout::codegen;

inline constexpr std::size_t most_findings = 200;

/// A property that has to hold, whatever the input. Ends the process as a crash, which is how libFuzzer keeps the input.
inline void require(bool holds, const char* what, std::string_view about = {}) {
  if (holds) return;
  std::fprintf(stderr, "broken property: %s: '%s'\n", what, printable(about).c_str());
  __builtin_trap();
}

[[nodiscard]] inline auto is_printable(std::string_view text, bool with_line_breaks = false) -> bool {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return (c >= ' ' && c <= '~') || (with_line_breaks && c == '\n'); });
}

[[nodiscard]] inline auto as_text(const std::uint8_t* data, std::size_t size) -> std::string_view {
  return {reinterpret_cast<const char*>(data), size};
}

inline void require_ordered(interval range, std::string_view about) {
  require(range.begin <= range.end, "a range begins before it ends", about);
}

inline void require_sound(const region& each) {
  require_ordered(each.range, each.path);
  require_ordered(each.window, each.path);
  require_ordered(each.expected, each.path);
  for (const interval& more : each.more_ranges) require_ordered(more, each.path);
  if (!each.is_dynamic()) {
    require(each.range.size() == each.size || wraps(each.where.window.begin, each.size), "a region is as large as reg says",
            each.path);
    require(each.range.begin == each.where.window.begin, "a region is where reg says", each.path);
  } else {
    require(!each.is_placed(), "nobody knows where a dynamic node will be", each.path);
    require(each.expected.empty() || (each.window.contains(each.expected) && each.expected.size() == each.size),
            "a dynamic node is expected inside its window", each.path);
  }
  require(!each.label.empty() && !each.path.empty(), "a region has a label and a path");
  require(is_printable(each.label) && is_printable(each.path) && is_printable(each.node), "names are printable", each.path);
  for (const std::string_view text : each.compatible) require(is_printable(text), "compatible is printable", text);
  if (each.properties == nullptr) return;
  for (const property& value : *each.properties) {
    require(is_printable(value.name), "names of properties are printable", value.name);
    for (const std::string_view text : value.texts) require(is_printable(text), "texts of properties are printable", text);
  }
}

/// Devices that are enabled, or those that are disabled.
inline void require_sound(std::span<const plan_device> devices, std::span<const plan_use> uses, const memory_plan& plan) {
  std::size_t seen = 0;
  for (const plan_device& each : devices) {
    require(is_printable(each.name) && is_printable(each.node), "names of devices are printable", each.name);
    require_ordered(each.reach, each.name);
    require(each.first_use == seen && each.use_count <= uses.size() - seen, "uses are grouped by device", each.name);
    seen += each.use_count;
  }
  require(seen == uses.size(), "every use belongs to a device");
  for (const plan_use& each : uses) {
    require(each.device < devices.size(), "a use names its device", each.pool);
    require(each.region == no_index || each.region < plan.regions.size(), "a use names a region that there is", each.pool);
    require(each.disabled == no_index || each.disabled < plan.disabled_regions.size(), "or one that is disabled", each.pool);
    require(is_printable(each.pool) && is_printable(each.as), "names of uses are printable", each.pool);
  }
}

inline void require_sound(const memory_plan& plan) {
  require(is_printable(plan.board) && is_printable(plan.extra_bootargs), "name and arguments are printable",
          plan.extra_bootargs);
  for (const bank& each : plan.banks) require_ordered(each.range(), each.name);
  std::vector<std::string_view> labels;
  for (const std::span<const region> list : {plan.regions, plan.disabled_regions})
    for (const region& each : list) {
      require_sound(each);
      labels.push_back(each.label);
    }
  std::sort(labels.begin(), labels.end());
  require(std::adjacent_find(labels.begin(), labels.end()) == labels.end(), "labels are unique");
  std::vector<bool> listed(plan.regions.size());
  require(plan.by_address.size() == plan.regions.size(), "by_address has every region");
  const region* last = nullptr;
  for (const std::size_t index : plan.by_address) {
    require(index < listed.size() && !listed[index], "by_address has every region once");
    listed[index] = true;
    const region& each = plan.regions[index];
    if (last != nullptr && each.is_placed())
      require(last->is_placed() && last->range.begin <= each.range.begin, "by_address is in order", each.path);
    last = &each;
  }
  require_sound(plan.devices, plan.uses, plan);
  require_sound(plan.disabled_devices, plan.disabled_uses, plan);
  for (const remark& each : plan.remarks)
    require(!each.what.empty() && is_printable(each.where) && is_printable(each.what), "remarks are printable", each.what);
}

inline void require_sound(const findings& found, const memory_plan& plan) {
  require(found.list().size() <= most_findings, "no more findings than were asked for");
  for (const finding& each : found.list()) {
    require(found.has_run(each.rule), "a finding is by a rule", each.rule);
    require(each.message.size() != 0, "a finding has a message", each.rule);
    require(is_printable(each.message.view()), "messages are printable", each.message.view());
    require(is_printable(each.fix.view()), "fixes are printable", each.fix.view());
    for (const subject& about : each.subjects) require_ordered(about.range, about.name);
    require(is_printable(excerpt(plan, each, "    "), true), "excerpts are printable", each.message.view());
  }
}

/// The texts of a plan need no escaping, as those of every board that is accepted.
[[nodiscard]] inline auto is_plain(const memory_plan& plan) -> bool {
  bool plain = is_plain_text(plan.extra_bootargs);
  for (const region& each : plan.regions) {
    plain = plain && is_plain_text(each.node) && is_plain_text(each.unit_address.value_or(""));
    if (each.properties != nullptr)
      for (const property& value : *each.properties) plain = plain && is_plain_text(value.name);
  }
  return plain;
}

inline void require_outputs(const memory_plan& plan) {
  text_buffer map, json, node;
  emit_map(plan, map);
  require(is_printable(map.view(), true), "the map is printable");
  std::size_t longest = 0;
  for (const region& each : plan.regions) {
    node.truncate(0);
    carveout::detail::write_map_name(node, each);
    longest = std::max(longest, node.size());
    require(map.view().find(node.view()) != std::string_view::npos, "the map lists every region", each.path);
    if (each.is_placed())
      require(map.view().find(text_of(hex_range{each.range})) != std::string_view::npos, "the map says where a region is",
              each.path);
  }
  write_json(plan, json);
  if (!is_plain(plan)) return;
  const auto read = nlohmann::json::parse(json.view(), nullptr, false);
  require(!read.is_discarded() && read["regions"].size() == plan.regions.size() && read["banks"].size() == plan.banks.size() &&
              read["devices"].size() == plan.devices.size(),
          "the plan as JSON can be read back");
}

/// All that `carveout check` can print of a tree.
inline void require_reports(const judged_tree& judged) {
  std::size_t found = 0;
  for (const verdict& each : judged.verdicts) found += each.found.list().size();
  std::ostringstream text;
  carveout::codegen::detail::check_report report{text, severity::note, false};
  report.add(judged);
  report.finish();
  require(is_printable(text.str(), true), "the report is printable");

  const auto dumped = [](const nlohmann::ordered_json& json) {
    const auto read =
        nlohmann::json::parse(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace), nullptr, false);
    require(!read.is_discarded(), "what is dumped can be read");
    return read;
  };
  std::size_t as_json = 0;
  for (const auto& each : dumped(carveout::codegen::detail::as_json(judged))) as_json += each["findings"].size();
  require(as_json == found, "JSON has every finding");
  // SARIF carries the catalogue of rules, which would take most of the time: one report in eight will do
  if (std::hash<std::string>{}(text.str()) % 8 != 0) return;
  static const sarif_log empty;
  sarif_log sarif = empty;
  sarif.add(judged);
  const nlohmann::ordered_json log = sarif.json();
  require(dumped(log["runs"][0]["results"]).size() == found, "SARIF has every finding");
}

/// One tree for several kernels, from the plans to the reports. Throws tree_error.
inline void judge(blob bytes, const std::vector<tree_target>& targets) {
  judged_tree judged{.path = "fuzz.dtb", .unusable = {}, .verdicts = {}};
  {
    const device_tree tree{std::move(bytes)};
    for (const tree_target& target : targets)
      judged.verdicts.push_back({std::make_shared<const tree_plan>(tree, target, "fuzz"), findings{}});
  }  // a plan has to last without its tree
  for (verdict& each : judged.verdicts) {
    const memory_plan& plan = each.plan->view();
    require_sound(plan);
    each.found = check(plan, most_findings);
    require_sound(each.found, plan);
    require_outputs(plan);
    text_buffer picture;
    emit_svg(plan, each.found.list(), picture);
    require(is_printable(picture.view(), true), "the picture is printable");
  }
  require_reports(judged);
}

/// What a refusal has to be.
inline void require_sound(const tree_error& error) {
  require(*error.what() != '\0' && is_printable(error.what()), "a refusal has a printable reason", error.what());
}

[[nodiscard]] inline auto kernels() -> const std::vector<tree_target>& {
  static const std::vector<tree_target> targets = [] {
    std::vector<tree_target> made(2);
    made[0].version = kernel_version{6, 1};
    made[1].version = kernel_version{6, 12};
    for (tree_target& each : made) each.arch = arch::arm64;
    return made;
  }();
  return targets;
}

}  // namespace fuzz
