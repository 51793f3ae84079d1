// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about the form of /reserved-memory. carveout writes most of it right by itself; trees by other hands do not.
namespace carveout::standard {

struct cells_mismatch {
  static constexpr std::string_view id = "cells-mismatch";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "/reserved-memory has the root's #address-cells and #size-cells; otherwise the kernel ignores it with everything in it.";
  static constexpr std::string_view mirrors =
      "__reserved_mem_check_root() (drivers/of/fdt.c), all versions; seen on 6.1 and 6.12; dtc does not see it";

  constexpr void check(const memory_plan& plan, findings& out) const {
    const root_cells& mine = plan.reserved_cells;
    if (mine.address == plan.cells.address && mine.size == plan.cells.size) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), ": /reserved-memory has ", mine.address, " address and ", mine.size,
        " size cells, the root ", plan.cells.address, " and ", plan.cells.size,
        "; Linux says \"unsupported node format, ignoring\" and reserves nothing");
    put(it.fix, "set #address-cells = <", plan.cells.address, "> and #size-cells = <", plan.cells.size, "> there");
  }
};

struct missing_ranges {
  static constexpr std::string_view id = "missing-ranges";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "/reserved-memory has a `ranges` property; without it the kernel ignores it with everything in it.";
  static constexpr std::string_view mirrors = "__reserved_mem_check_root() (drivers/of/fdt.c), all versions";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.reserved_ranges) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan),
        ": /reserved-memory has no ranges; Linux says \"unsupported node format, ignoring\" and reserves nothing");
    put(it.fix, "add an empty ranges property");
  }
};

struct several_ranges {
  static constexpr std::string_view id = "several-ranges";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A node has one range: the kernel reserves all that `reg` names, but drivers get the first, and the others are lost.";
  static constexpr std::string_view mirrors =
      "__reserved_mem_reserve_reg() (drivers/of/of_reserved_mem.c), all versions; seen on 6.1 and 6.12; dt-schema: maxItems 1";
  static constexpr std::array<std::string_view, 2> after{"cells-mismatch", "missing-ranges"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (each.more_ranges.empty()) continue;
      const bool is_pool = each.reusable || each.is_compatible("shared-dma-pool") || each.is_compatible("restricted-dma-pool");
      finding& it = out.add_as(is_pool ? severity::error : severity::warning, each);
      put(it.message, subject_of(each), " has ", each.more_ranges.size() + 1,
          " ranges in one node; the kernel uses the first and loses the rest");
      put(it.fix, "make a node of each");
    }
  }
};

struct unit_address {
  static constexpr std::string_view id = "unit-address";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary =
      "The address in a node's name is its first one; people read the name, and the kernel finds nodes by it.";
  static constexpr std::string_view mirrors =
      "Devicetree Specification v0.4, 2.2.1; of_reserved_mem_device_init_by_idx() looks the name up since 6.12";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (!each.unit_address || !each.is_placed()) continue;
      finding& it = out.add(each);
      if (each.unit_address->empty())
        put(it.message, subject_of(each), " has no address in its name");
      else
        put(it.message, subject_of(each), " is called ...@", *each.unit_address);
      put(it.fix, "rename it to ...@", bare_hex{each.range.begin}, ", or correct its reg");
    }
  }
};

struct naming_contract {
  static constexpr std::string_view id = "naming-contract";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Remote-processor drivers find their rings, buffers and tables by the names of the nodes, so those names are fixed.";
  static constexpr std::string_view mirrors =
      "rproc_virtio_start() looks for vdev%dbuffer (drivers/remoteproc/remoteproc_virtio.c), rproc_alloc_vring() for "
      "vdev%dvring%d; imx_rproc_addr_init() for rsc-table";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (plan.from == front_end::device_tree && each.users == 0) continue;  // nobody looks for it
      const std::string_view name = each.node.empty() ? each.label : each.node;
      if (!is_suspicious(name) || (name == "vdevbuffer" && is_first_of_a_device(plan, each))) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), ": no driver looks for a node called '");
      write_base_name(it.message, each);
      put(it.message, "'");
      put(it.fix,
          name.starts_with("rsc") ? "call it rsc-table" : "call it vdevNvringM or vdevNbuffer, with numbers for N and M");
    }
  }

 private:
  /// rproc_add_virtio_dev() takes the first memory-region of the device for its buffers, whatever it is called.
  static constexpr auto is_first_of_a_device(const memory_plan& plan, const region& pool) -> bool {
    const auto begins_with_it = [&](std::span<const plan_device> devices, std::span<const plan_use> uses) {
      for (const plan_device& device : devices)
        if (device.use_count != 0 && uses[device.first_use].pool == pool.label) return true;
      return false;
    };
    return begins_with_it(plan.devices, plan.uses) || begins_with_it(plan.disabled_devices, plan.disabled_uses);
  }
  static constexpr auto skip_number(std::string_view text) -> std::string_view {
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    return digits == 0 ? std::string_view{"?"} : text.substr(digits);
  }
  /// Reads like one of the fixed names, but is none. A label stands for its name with '-' for '_'.
  static constexpr auto is_suspicious(std::string_view name) -> bool {
    if (name.starts_with("rsc"))
      return name.find("table") != std::string_view::npos && name != "rsc-table" && name != "rsc_table";
    if (!name.starts_with("vdev")) return false;
    const std::string_view rest = skip_number(name.substr(4));
    if (rest == "buffer") return false;
    return !rest.starts_with("vring") || !skip_number(rest.substr(5)).empty();
  }
};

struct region_count {
  static constexpr std::string_view id = "region-count";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The kernel keeps a limited number of nodes; what comes after is reserved but never set up, or, when dynamic, not there "
      "at all, and some releases panic.";
  static constexpr std::string_view mirrors =
      "MAX_RESERVED_REGIONS (drivers/of/of_reserved_mem.c): 16 in 4.9, 32 from 4.14, 64 from 5.7; static ones unlimited from "
      "6.12; panic with 65 dynamic ones seen on 6.12.100";

  constexpr void check(const memory_plan& plan, findings& out) const {
    std::size_t dynamic = 0;
    for (const region& each : plan.regions) dynamic += each.is_dynamic() ? 1 : 0;
    const region_limits limits = look_up(region_limit_table, plan.kernel.version).value;
    const bool too_many = limits.nodes != 0 && plan.regions.size() > limits.nodes;
    if (!too_many && dynamic <= limits.dynamic) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), " describes ");
    if (too_many)
      put(it.message, plan.regions.size(), " regions, and Linux ", plan.kernel.version, " keeps ", limits.nodes);
    else
      put(it.message, dynamic, " dynamic regions, and Linux ", plan.kernel.version, " keeps ", limits.dynamic);
    put(it.message,
        limits.panics_beyond && dynamic > limits.dynamic ? "; it panics beyond that" : "; the others are not set up");
    put(it.fix, "join neighbours, or give dynamic ones an address");
  }
};

struct disabled_pool {
  static constexpr std::string_view id = "disabled-pool";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "A device's memory-region points to nodes that are enabled; from 5.4 on the driver is told that all is well, and gets "
      "memory from anywhere.";
  static constexpr std::string_view mirrors = "of_reserved_mem_device_init_by_idx() (drivers/of/of_reserved_mem.c)";
  static constexpr std::array<std::string_view, 1> after{"unknown-name"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const plan_use& use : plan.uses) {
      if (use.disabled == no_index) continue;
      const region& pool = plan.disabled_regions[use.disabled];
      const plan_device& device = plan.devices[use.device];
      const bool silent = look_up(disabled_node_table, plan.kernel.version).value == disabled_node::silently_no_pool;
      finding& it = out.add(device, pool);
      put(it.message, subject_of(device), " uses ", subject_of(pool), ", whose node is disabled; its driver ",
          silent ? "is told that all is well and allocates elsewhere" : "fails with -EINVAL", " (Linux ", plan.kernel.version,
          ')');
      put(it.fix, "enable the node, or drop it from memory-region");
    }
  }
};

struct skipped_node {
  static constexpr std::string_view id = "skipped-node";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Addresses and sizes in /reserved-memory have as many cells as the root says; a node with other lengths is left out, and "
      "its memory is ordinary memory.";
  static constexpr std::string_view mirrors =
      "__reserved_mem_reserve_reg(), __reserved_mem_alloc_size() (drivers/of/of_reserved_mem.c, fdt.c), all versions: "
      "\"invalid reg property\", \"invalid size property\"";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const remark& each : plan.remarks) {
      if (!each.skipped) continue;
      finding& it = out.add(subject{"node", each.where, {}});
      put(it.message, subject{"node", each.where, {}}, " is left out by Linux: ", each.what);
      put(it.fix, "write as many cells as #address-cells and #size-cells of the root say");
    }
  }
};

struct not_judged {
  static constexpr std::string_view id = "not-judged";
  static constexpr severity level = severity::note;
  static constexpr std::string_view summary =
      "Whatever a tree says about memory is judged, or named here: nothing is left out without a word.";
  static constexpr std::string_view mirrors = "carveout";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const remark& each : plan.remarks) {
      if (each.skipped) continue;
      finding& it = out.add(subject{"node", each.where, {}});
      put(it.message, subject{"node", each.where, {}}, ' ', each.what);
      put(it.fix, "look at it yourself");
    }
  }
};

using tree_rules = rule_list<cells_mismatch, missing_ranges, skipped_node, several_ranges, unit_address, naming_contract,
                             region_count, disabled_pool, not_judged>;

}  // namespace carveout::standard
