// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/core/growing.hpp>
#include <carveout/core/hash.hpp>
#include <carveout/core/sort.hpp>
#include <carveout/core/spelling.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/buddy.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/kernel/table.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about the description itself: complete, spelled so that every output can hold it, and every name resolves.
namespace carveout::standard {

struct incomplete_board {
  static constexpr std::string_view id = "incomplete-board";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A board names its kernel, its DRAM and at least one pool; without them nothing can be proven.";
  static constexpr std::string_view mirrors = "carveout";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.from == front_end::device_tree) return;  // firmware may fill in memory, and pools are no duty
    const auto lacks = [&](std::string_view what, std::string_view fix) {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), " lacks ", what);
      put(it.fix, "add ", fix);
    };
    if (!plan.has_kernel) lacks("a kernel", "linux_kernel{.version = {6, 1}}");
    if (plan.banks.empty()) lacks("DRAM", "banks{bank{.name = ..., .base = ..., .size = ...}}");
    if (plan.regions.empty() && plan.disabled_regions.empty() && plan.atomic_pools == 0)
      lacks("pools", "pools{cma{.size = 64_MiB}}");
  }
};

struct unknown_kernel {
  static constexpr std::string_view id = "unknown-kernel";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Limits are known for the kernels whose source was read, on page sizes that the architecture has.";
  static constexpr std::string_view mirrors = "arch/arm64/Kconfig (ARM64_4K_PAGES, ARM64_16K_PAGES, ARM64_64K_PAGES)";
  static constexpr std::array<std::string_view, 1> after{"incomplete-board"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const linux_kernel& kernel = plan.kernel;
    if (!is_known(plan.asked_version)) {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), " boots Linux ", plan.asked_version, ", which is outside the known ",
          oldest_known_kernel, " to ", newest_known_kernel);
      put(it.fix, "name the nearest known version, ", nearest_known(plan.asked_version), ", if its limits are the same");
    }
    if (!has_page_size(kernel.arch, kernel.page)) {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), " has pages of ", human_size{kernel.page}, ", which ", name_of(kernel.arch), " lacks");
      const bool arm64 = kernel.arch == arch::arm64;
      put(it.fix, plan.wording(arm64 ? "make .page 4_KiB, 16_KiB or 64_KiB" : "make .page 4_KiB",
                               arm64 ? "ask for --page 4K, 16K or 64K" : "ask for --page 4K"));
    }
  }
};

struct unread_kernel {
  static constexpr std::string_view id = "unread-kernel";
  static constexpr severity level = severity::note;
  static constexpr std::string_view summary =
      "What the plan relies on was read in the source of its kernel; between two versions that were read and differ, the older "
      "one's behaviour is assumed.";
  static constexpr std::string_view mirrors = "the tables in kernel/";
  static constexpr std::array<std::string_view, 2> after{"incomplete-board", "unknown-kernel"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    bool reusable = false, dynamic = false;
    for (const region& each : plan.regions) {
      reusable = reusable || each.reusable;
      dynamic = dynamic || each.is_dynamic();
    }
    const auto judge = [&](bool matters, const auto& table, const char* what) {
      if (!matters) return;
      const auto known = look_up(table, plan.kernel.version);
      if (known.was_read) return;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": Linux ", plan.kernel.version, " was not read as to ", what, "; what is known since ",
          known.known_since, " is assumed");
      put(it.fix, "look at ", known.source, ", or take a version that was read");
    };
    judge(reusable, cma_unit_table, "what CMA is aligned to");
    judge(reusable, pageblock_table, "how large a pageblock is");
    judge(reusable, cma_area_table, "how many CMA areas there can be");
    judge(plan.atomic_pool != 0, atomic_pool_table, "how the atomic pool is made");
    judge(dynamic, dynamic_order_table, "in which order dynamic nodes are placed");
    judge(dynamic, region_limit_table, "how many dynamic nodes there can be");
    judge(!plan.heaps.empty(), cma_heap_name_table, "how heaps are called");
  }
};

struct bad_name {
  static constexpr std::string_view id = "bad-name";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Names and texts hold only what a device tree, a command line and a file name can hold.";
  static constexpr std::string_view mirrors = "Devicetree Specification v0.4, 2.2.1, 2.2.4.1 and 6.2";

 private:
  // before their use: clang instantiates a template of the class only once it has seen its body
  static constexpr auto owner_word(const memory_plan&) -> std::string_view { return "board's"; }
  static constexpr auto owner_word(const bank&) -> std::string_view { return "bank's"; }
  static constexpr auto owner_word(const region&) -> std::string_view { return "pool's"; }
  static constexpr auto owner_word(const plan_device&) -> std::string_view { return "device's"; }

  static constexpr std::array<std::string_view, 9> made_here{
      "compatible", "reg", "size", "alignment", "alloc-ranges", "no-map", "reusable", "phandle", "linux,cma-default"};

  static constexpr void judge_properties(const region& owner, const auto& judge) {
    for (const property& each : *owner.properties) {
      judge(is_property_name(each.name), owner, "property name", each.name,
            "use at most 31 letters, digits, ',', '.', '_', '+', '?', '#' and '-'");
      for (const std::string_view taken : made_here)
        judge(each.name != taken, owner, "property", each.name, "leave it to the pool's own fields");
      const bool empty = each.is == property::form::cells ? each.numbers.empty() : each.texts.empty();
      judge(each.is == property::form::flag || !empty, owner, "property without a value", each.name,
            "give it a value, or make it a flag");
      std::size_t same = 0;
      for (const property& other : *owner.properties) same += other.name == each.name ? 1 : 0;
      judge(same == 1, owner, "property given twice", each.name, "keep one of them");
      for (const std::string_view text : each.texts)
        judge(is_plain_text(text), owner, "property text", text, "use printable characters without quotes and '\\'");
    }
  }

 public:
  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.from == front_end::device_tree) return;  // what a blob says has been written
    // const char*: the length of a message that is not needed would cost more constant evaluation than the check itself
    const auto judge = [&](bool good, const auto& owner, const char* what, std::string_view text, const char* fix) {
      if (good) return;
      finding& it = out.add(owner);
      put(it.message, owner_word(owner), ' ', what, ' ', safely_quoted{text}, " cannot be written");
      put(it.fix, fix);
    };
    judge(is_file_stem(plan.board), plan, "name", plan.board, "use letters, digits, '_', '.' and '-'");
    judge(is_argument_text(plan.extra_bootargs), plan, "bootargs", plan.extra_bootargs,
          "use printable characters without quotes, '\\', '$' and '#'");
    for (const bank& each : plan.banks)
      judge(is_file_stem(each.name), each, "name", each.name, "use letters, digits, '_', '.' and '-'");
    for (const region& each : plan.regions) {
      judge(is_label(each.label), each, "label", each.label, "use letters, digits and '_', not a digit first");
      const bool derived = each.node.empty();
      const std::string_view node = derived ? each.label : each.node;
      judge(is_node_name(node) || (derived && !is_label(each.label)), each, "node name", node,
            "use at most 31 letters, digits, ',', '.', '_', '+' and '-', a letter first");
      for (const std::string_view text : each.compatible)
        judge(!text.empty() && is_plain_text(text) && text.find(' ') == std::string_view::npos, each, "compatible", text,
              "use vendor,device");
      if (each.properties != nullptr) judge_properties(each, judge);
    }
    judge(is_plain_text(plan.routing.id) && is_plain_text(plan.routing.summary), plan, "routing policy", plan.routing.id,
          "describe it in plain text, without quotes");
    for (const plan_device& each : plan.devices) {
      judge(is_file_stem(each.name), each, "name", each.name, "use letters, digits, '_', '.' and '-'");
      judge(is_node_reference(each.node), each, "node", each.node, "use a label (&gpu) or a full path (/soc@0/gpu@1000)");
      for (const plan_use& use : plan.uses_of(each))
        judge(use.as.empty() || (is_plain_text(use.as)), each, "memory-region name", use.as, "use letters, digits and '-'");
    }
    for (const waive& each : plan.waivers) {
      judge(is_plain_text(each.rule) && is_plain_text(each.on), plan, "waiver", each.rule,
            "name a rule and one of its subjects");
      judge(!each.reason.empty() && is_plain_text(each.reason), plan, "waiver's reason", each.reason,
            "say in plain text, without quotes, why the finding is accepted");
    }
    for (const carveout::judge& each : plan.severities)
      judge(is_plain_text(each.rule) && !each.reason.empty() && is_plain_text(each.reason), plan, "severity's reason",
            each.reason, "name a rule, and say in plain text, without quotes, why it is judged otherwise");
  }
};

struct duplicate_name {
  static constexpr std::string_view id = "duplicate-name";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Names are how a board refers to its parts: no two of a kind are the same, and a tree has each label once.";
  static constexpr std::string_view mirrors = "dtc duplicate_label, duplicate_node_names";

 private:
  /// A name, and whose it is. A name derived from a label has '-' for '_'.
  struct claim {
    std::string_view name;
    subject by;
    bool derived = false;
    bool is_open = true;  ///< clashes with its like; two that are not open have addresses to tell them apart
    std::uint64_t hash = hash_of_name();

    [[nodiscard]] constexpr auto at(std::size_t index) const -> char {
      return derived && name[index] == '_' ? '-' : name[index];
    }
    [[nodiscard]] constexpr auto hash_of_name() const -> std::uint64_t {
      fnv1a all;
      for (std::size_t i = 0; i < name.size(); ++i) all.add(at(i));
      return all.value;
    }
    [[nodiscard]] constexpr auto is_same(const claim& other) const -> bool {
      if (hash != other.hash || name.size() != other.name.size()) return false;
      for (std::size_t i = 0; i < name.size(); ++i)
        if (at(i) != other.at(i)) return false;
      return true;
    }
  };
  using claims = growing<claim>;

  /// Sorted by hash and not compared pair by pair: 256 pools stay far from the compilers' limits on constant evaluation. An
  /// empty name is another rule's.
  static constexpr void unique(claims list, findings& out, std::string_view what) {
    merge_sort(std::span{list.data(), list.size()}, [](const claim& left, const claim& right) {
      return left.hash != right.hash ? left.hash < right.hash : left.is_open > right.is_open;
    });
    for (std::size_t i = 1; i < list.size(); ++i) {
      const claim& first = list[i - 1];
      const claim& second = list[i];
      if (first.name.empty() || !first.is_open || !first.is_same(second)) continue;
      finding& it = out.add(first.by, second.by);
      put(it.message, first.by, " and ", second.by, ' ', what, " '", first.name, '\'');
      put(it.fix, "rename one of them");
    }
  }

 public:
  constexpr void check(const memory_plan& plan, findings& out) const {
    claims bank_names, labels, nodes, device_names, paths;
    if (plan.from == front_end::device_tree) {  // labels and names of our own making tell them apart; paths are the tree's
      for (const region& each : plan.regions) paths.push_back({each.path, subject_of(each)});
      return unique(paths, out, "have the same path");
    }
    for (const bank& each : plan.banks) bank_names.push_back({each.name, subject_of(each)});
    for (const region& each : plan.regions) {
      labels.push_back({each.label, subject_of(each)});
      nodes.push_back({each.node.empty() ? each.label : each.node, subject_of(each), each.node.empty(), each.is_dynamic()});
    }
    for (const plan_device& each : plan.devices) {
      device_names.push_back({each.name, subject_of(each)});
      if (each.node.starts_with('&'))
        labels.push_back({each.node.substr(1), subject_of(each)});
      else
        paths.push_back({each.node, subject_of(each)});
    }
    unique(bank_names, out, "have the same name");
    unique(labels, out, "claim the same label");
    unique(nodes, out, "are nodes of the same name, one of them without an address,");
    unique(device_names, out, "have the same name");
    unique(paths, out, "describe the same node");
  }
};

struct unknown_name {
  static constexpr std::string_view id = "unknown-name";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "Every pool that a device uses is a pool of the board.";
  static constexpr std::string_view mirrors = "of_reserved_mem_device_init_by_idx() (drivers/of/of_reserved_mem.c)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const plan_use& use : plan.uses) {
      if (use.region != no_index || use.disabled != no_index) continue;
      finding& it = out.add(plan.devices[use.device]);
      put(it.message, subject_of(plan.devices[use.device]), " uses pool ", safely_quoted{use.pool}, ", which the ",
          plan.wording("board", "tree"), " lacks");
      if (plan.regions.empty() || plan.from == front_end::device_tree) {
        put(it.fix, plan.wording("add it to the board's pools", "point memory-region to a node of /reserved-memory"));
        continue;
      }
      put(it.fix, "use one of ");
      bool first = true;
      for (const region& each : plan.regions) {
        if (it.fix.size() > 120) {
          put(it.fix, ", ...");
          break;
        }
        put(it.fix, first ? "'" : ", '", each.label, '\'');
        first = false;
      }
    }
  }
};

struct unnamed_use {
  static constexpr std::string_view id = "unnamed-use";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "memory-region-names names every entry of memory-region, or is absent.";
  static constexpr std::string_view mirrors = "of_reserved_mem_device_init_by_name() (drivers/of/of_reserved_mem.c, 5.10)";
  static constexpr std::array<std::string_view, 1> after{"unknown-name"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const plan_device& device : plan.devices) {
      const plan_use* named = nullptr;
      const plan_use* unnamed = nullptr;
      for (const plan_use& use : plan.uses_of(device)) (use.as.empty() ? unnamed : named) = &use;
      if (named == nullptr || unnamed == nullptr) continue;
      finding& it = out.add(device);
      put(it.message, subject_of(device), " names pool '", named->pool, "' '", named->as, "' but has no name for pool '",
          unnamed->pool, '\'');
      put(it.fix, "name every pool of the device, or none");
    }
  }
};

using description_rules =
    rule_list<incomplete_board, unknown_kernel, unread_kernel, bad_name, duplicate_name, unknown_name, unnamed_use>;

}  // namespace carveout::standard
