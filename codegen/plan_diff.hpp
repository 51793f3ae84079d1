// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <carveout/core/sink.hpp>
#include <carveout/plan/memory_plan.hpp>

#include "board_header.hpp"
#include "text.hpp"

/// What is different between two plans.
namespace carveout::codegen {

/// One difference. An empty text: there was, or is, nothing.
struct plan_change {
  std::string name;  ///< of the node, bank, or fact
  std::string change;
  std::string before, after;
};

namespace detail {

struct paired_regions {
  const region *before, *after;  ///< null: added or removed
};

[[nodiscard]] inline auto node_name(const region& of) -> std::string {
  text_buffer text;
  write_node_name(text, of);
  return std::string{text.view()};
}

/// The same node is what has the same name, or else the same name without its address, or else the same place.
[[nodiscard]] inline auto pair_up(const memory_plan& before, const memory_plan& after) -> std::vector<paired_regions> {
  const auto all = [](const memory_plan& plan) {
    std::vector<const region*> list;
    for (const auto& some : {plan.regions, plan.disabled_regions})
      for (const region& each : some) list.push_back(&each);
    return list;
  };
  std::vector<const region*> left = all(before), right = all(after);
  std::vector<paired_regions> pairs;
  for (const region* each : left) pairs.push_back({each, nullptr});
  const auto match = [&](const auto& is_same) {
    for (paired_regions& each : pairs) {
      if (each.after != nullptr) continue;
      const auto it =
          std::find_if(right.begin(), right.end(), [&](const region* other) { return is_same(*each.before, *other); });
      if (it == right.end()) continue;
      each.after = *it;
      right.erase(it);
    }
  };
  match([](const region& a, const region& b) { return node_name(a) == node_name(b); });
  const auto base_name = [](const region& of) { return node_name(of).substr(0, node_name(of).find('@')); };
  match([&](const region& a, const region& b) { return base_name(a) == base_name(b); });
  match([](const region& a, const region& b) { return a.is_placed() && a.range == b.range; });
  for (const region* each : right) pairs.push_back({nullptr, each});
  return pairs;
}

[[nodiscard]] inline auto place_of(const region& of) -> std::string {
  if (of.is_placed()) return text_of(hex_range{of.range});
  if (!of.is_dynamic()) return "nowhere";
  const interval& window = of.where.window;
  return window == interval::everything() ? "by the kernel, anywhere" : text_of("by the kernel, in ", hex_range{window});
}
[[nodiscard]] inline auto ranges_of(const region& of) -> std::string {
  std::string text;
  for (const interval& each : of.more_ranges) text += (text.empty() ? "" : " ") + text_of(hex_range{each});
  return text;
}
[[nodiscard]] inline auto flags_of(const region& of) -> std::string {
  std::string text = of.no_map ? "no-map" : "";
  if (of.reusable) text += text.empty() ? "reusable" : " reusable";
  if (of.cma_default) text += text.empty() ? "linux,cma-default" : " linux,cma-default";
  return text;
}
[[nodiscard]] inline auto users_of(const memory_plan& plan, const region& of) -> std::string {
  if (!of.enabled) return {};
  std::vector<std::string> names;
  for (const plan_use& use : plan.uses)
    if (use.region != no_index && &plan.regions[use.region] == &of) names.emplace_back(plan.devices[use.device].name);
  std::sort(names.begin(), names.end());
  return joined(names);
}
/// Without those whose value is a number that means something in its own tree alone.
[[nodiscard]] inline auto properties_of(const region& of) -> std::string {
  std::vector<std::string> all;
  if (of.properties != nullptr)
    for (const property& each : *of.properties)
      if (!holds_phandle(each.name)) all.push_back(spelled_property(each));
  std::sort(all.begin(), all.end());
  return joined(all);
}
[[nodiscard]] inline auto summary_of(const region& of) -> std::string {
  return text_of(name_of(of.kind), ", ", human_size{of.size}, ", ") + place_of(of) + (of.enabled ? "" : ", disabled");
}

}  // namespace detail

/// In the order of `before`, then what is new; then the facts of the whole plan. Addresses of dynamic nodes are left to the
/// kernel, so they are not among the differences.
[[nodiscard]] inline auto diff_plans(const memory_plan& before, const memory_plan& after) -> std::vector<plan_change> {
  using namespace detail;
  std::vector<plan_change> changes;
  const auto compare = [&](const std::string& name, std::string_view change, const std::string& old, const std::string& fresh) {
    if (old != fresh) changes.push_back({name, std::string{change}, old, fresh});
  };
  for (const auto& [old, fresh] : pair_up(before, after)) {
    if (old == nullptr || fresh == nullptr) {
      changes.push_back({node_name(old == nullptr ? *fresh : *old), old == nullptr ? "added" : "removed",
                         old == nullptr ? "" : summary_of(*old), fresh == nullptr ? "" : summary_of(*fresh)});
      continue;
    }
    const std::string name = node_name(*old);
    const auto own_name = [](const region& of) {
      const std::string text = node_name(of);
      return of.unit_address ? text : text.substr(0, text.find('@'));  // an address that follows the place says nothing new
    };
    compare(name, "renamed", own_name(*old), own_name(*fresh));
    compare(name, "kind", std::string{name_of(old->kind)}, std::string{name_of(fresh->kind)});
    const bool both_fixed = old->is_placed() && fresh->is_placed();
    if (both_fixed ? old->range.begin != fresh->range.begin : place_of(*old) != place_of(*fresh))
      changes.push_back({name, "moved", place_of(*old), place_of(*fresh)});
    if (old->size != fresh->size)
      changes.push_back({name, old->size < fresh->size ? "grew" : "shrank", text_of(human_size{old->size}),
                         text_of(human_size{fresh->size})});
    compare(name, "further ranges", ranges_of(*old), ranges_of(*fresh));
    compare(name, "alignment", text_of(human_size{old->alignment}), text_of(human_size{fresh->alignment}));
    compare(name, "flags", flags_of(*old), flags_of(*fresh));
    compare(name, "status", old->enabled ? "okay" : "disabled", fresh->enabled ? "okay" : "disabled");
    compare(name, "compatible", spelled_compatible(old->compatible), spelled_compatible(fresh->compatible));
    compare(name, "properties", properties_of(*old), properties_of(*fresh));
    compare(name, "devices", users_of(before, *old), users_of(after, *fresh));
  }
  const auto banks_of = [](const memory_plan& plan) {
    std::string text;
    for (const bank& each : plan.banks) text += (text.empty() ? "" : " ") + text_of(hex_range{each.range()});
    return text;
  };
  const auto reserves_of = [](const memory_plan& plan) {
    std::string text;
    for (const memreserve& each : plan.memreserves) text += (text.empty() ? "" : " ") + text_of(hex_range{each.range()});
    return text;
  };
  const auto size_of = [](bytes value) { return value == 0 ? std::string{} : text_of(human_size{value}); };
  compare("DRAM", "banks", banks_of(before), banks_of(after));
  compare("/memreserve/", "ranges", reserves_of(before), reserves_of(after));
  compare("bootargs", "text", std::string{before.extra_bootargs}, std::string{after.extra_bootargs});
  compare("coherent_pool", "size", size_of(before.atomic_pool), size_of(after.atomic_pool));
  return changes;
}

}  // namespace carveout::codegen
