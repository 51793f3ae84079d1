// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>
#include <vector>

#include <carveout/check/check.hpp>
#include <carveout/core/sink.hpp>
#include <carveout/emit/json.hpp>
#include <carveout/plan/memory_plan.hpp>

#include "text.hpp"

/// From a plan back to the header that a board team would write.
namespace carveout::codegen {

namespace detail {

/// 0x4000'0000
[[nodiscard]] inline auto spelled_address(address value) -> std::string {
  std::string digits = text_of(bare_hex{value});
  for (std::size_t at = digits.size(); at > 4; at -= 4) digits.insert(at - 4, "'");
  return "0x" + digits;
}
/// 64_MiB, or hex where it is no whole number of KiB.
[[nodiscard]] inline auto spelled_size(bytes value) -> std::string {
  if (value == 0 || value % 1024 != 0) return spelled_address(value);
  const carveout::detail::scaled_size scaled{value};
  return std::to_string(scaled.count) + (scaled.unit == 3 ? "_GiB" : scaled.unit == 2 ? "_MiB" : "_KiB");
}
[[nodiscard]] inline auto quoted(std::string_view text) -> std::string {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}
[[nodiscard]] inline auto joined(const std::vector<std::string>& parts) -> std::string {
  std::string out;
  for (const std::string& each : parts) out += (out.empty() ? "" : ", ") + each;
  return out;
}

/// `type{.a = 1, .b = 2}`, on a line for each field where one line has no room.
class aggregate {
 public:
  explicit aggregate(std::string type) : type_{std::move(type)} {}
  void field(std::string_view name, const std::string& value) { fields_.push_back('.' + std::string{name} + " = " + value); }
  [[nodiscard]] auto text(std::size_t indent) const -> std::string {
    constexpr std::size_t widest = 128;
    std::string line = type_ + '{' + joined(fields_) + '}';
    if (indent + line.size() + 1 <= widest) return line;
    line = type_ + '{';
    for (const std::string& each : fields_)
      line += (&each == fields_.data() ? "" : ",\n" + std::string(indent + type_.size() + 1, ' ')) + each;
    return line + '}';
  }

 private:
  std::string type_;
  std::vector<std::string> fields_;
};

// --- pools ------------------------------------------------------------------------------------------------------------

[[nodiscard]] inline auto spelled_placement(const placement& where) -> std::string {
  const interval& window = where.window;
  if (where.by == chosen_by::description) return "at(" + spelled_address(window.begin) + ")";
  const std::string inside = window == interval::everything() ? ""
                             : window.begin == 0
                                 ? "below(" + spelled_address(window.end) + ")"
                                 : "within(" + spelled_address(window.begin) + ", " + spelled_address(window.end) + ")";
  if (where.by == chosen_by::kernel) return "by_kernel{" + inside + "}";
  return inside.empty() ? "anywhere{}" : inside;
}

[[nodiscard]] inline auto spelled_property(const property& value) -> std::string {
  std::vector<std::string> values;
  if (value.is == property::form::flag) return "flag(" + quoted(value.name) + ")";
  for (const std::uint32_t each : value.numbers) values.push_back(text_of(hex{each}));
  for (const std::string_view each : value.texts) values.push_back(quoted(each));
  return (value.is == property::form::cells ? "cells(" : "strings(") + quoted(value.name) + ", {" + joined(values) + "})";
}
[[nodiscard]] inline auto spelled_properties(const property_list& list) -> std::string {
  std::vector<std::string> values;
  for (const property& each : list) values.push_back(spelled_property(each));
  return "{" + joined(values) + "}";
}
[[nodiscard]] inline auto spelled_compatible(const compatible_list& list) -> std::string {
  std::vector<std::string> values;
  for (const std::string_view each : list) values.push_back(quoted(each));
  return values.size() == 1 ? values[0] : "{" + joined(values) + "}";
}

[[nodiscard]] inline auto same(const property_list* left, const property_list* right) -> bool {
  const auto spelled = [](const property_list* list) { return list == nullptr ? "{}" : spelled_properties(*list); };
  return spelled(left) == spelled(right);
}

/// Everything that a tree shows of a pool is the same, and a name that is not given is the one that would be made up.
[[nodiscard]] inline auto same(const pool_facts& left, const pool_facts& right) -> bool {
  const auto name_of_node = [](const pool_facts& facts) {
    text_buffer text;
    write_base_name(text, region{facts});
    return std::string{text.view()};
  };
  return left.kind == right.kind && left.label == right.label && name_of_node(left) == name_of_node(right) &&
         left.size == right.size && left.alignment == right.alignment && left.where.by == right.where.by &&
         left.where.window == right.where.window && left.no_map == right.no_map && left.reusable == right.reusable &&
         left.cma_default == right.cma_default &&
         std::equal(left.compatible.begin(), left.compatible.end(), right.compatible.begin(), right.compatible.end()) &&
         same(left.properties, right.properties) && left.enabled == right.enabled &&
         std::equal(left.more_ranges.begin(), left.more_ranges.end(), right.more_ranges.begin(), right.more_ranges.end()) &&
         left.unit_address == right.unit_address;
}

/// A pool of this kind with the fields that every kind has.
template <typename Pool>
[[nodiscard]] auto pool_like(const pool_facts& facts) -> Pool {
  Pool pool;
  pool.label = facts.label;
  pool.node = facts.node;
  pool.size = facts.size;
  pool.alignment = facts.alignment;
  pool.where = facts.where;
  if constexpr (requires { pool.compatible; }) pool.compatible = facts.compatible;
  if constexpr (requires { pool.no_map; }) pool.no_map = facts.no_map;
  if constexpr (requires { pool.reusable; }) pool.reusable = facts.reusable;
  if constexpr (requires { pool.cma_default; }) pool.cma_default = facts.cma_default;
  if constexpr (requires { pool.enabled; }) pool.enabled = facts.enabled;
  if constexpr (requires { pool.more_ranges; }) pool.more_ranges = facts.more_ranges;
  if constexpr (requires { pool.unit_address; }) pool.unit_address = facts.unit_address;
  if constexpr (requires { pool.properties; })
    if (facts.properties != nullptr) pool.properties = *facts.properties;
  return pool;
}

/// The fields that differ from what they are without being written.
template <typename Pool>
[[nodiscard]] auto spelled_pool(std::string_view type, const Pool& pool) -> aggregate {
  const Pool usual{};
  aggregate out{std::string{type}};
  if (pool.label != usual.label) out.field("label", quoted(pool.label));
  std::string made_up{pool.label};
  std::replace(made_up.begin(), made_up.end(), '_', '-');
  const std::string_view without = usual.node.empty() ? std::string_view{made_up} : usual.node;
  if (pool.node != without) out.field("node", quoted(pool.node));
  if (pool.size != 0) out.field("size", spelled_size(pool.size));
  if (pool.where.by != usual.where.by || pool.where.window != usual.where.window)
    out.field("where", spelled_placement(pool.where));
  if (pool.alignment != 0) out.field("alignment", spelled_size(pool.alignment));
  if constexpr (requires { pool.compatible; })
    if (!std::equal(pool.compatible.begin(), pool.compatible.end(), usual.compatible.begin(), usual.compatible.end()))
      out.field("compatible", spelled_compatible(pool.compatible));
  const auto flag = [&](std::string_view name, bool value, bool otherwise) {
    if (value != otherwise) out.field(name, value ? "true" : "false");
  };
  if constexpr (requires { pool.no_map; }) flag("no_map", pool.no_map, usual.no_map);
  if constexpr (requires { pool.reusable; }) flag("reusable", pool.reusable, usual.reusable);
  if constexpr (requires { pool.cma_default; }) flag("cma_default", pool.cma_default, usual.cma_default);
  if constexpr (requires { pool.enabled; }) flag("enabled", pool.enabled, usual.enabled);
  if constexpr (requires { pool.more_ranges; }) {
    std::vector<std::string> ranges;
    for (const interval& each : pool.more_ranges)
      ranges.push_back("interval{" + spelled_address(each.begin) + ", " + spelled_address(each.end) + "}");
    if (!ranges.empty()) out.field("more_ranges", "{" + joined(ranges) + "}");
  }
  if constexpr (requires { pool.unit_address; })
    if (pool.unit_address) out.field("unit_address", quoted(*pool.unit_address));
  if constexpr (requires { pool.properties; })
    if (!pool.properties.empty()) out.field("properties", spelled_properties(pool.properties));
  return out;
}

/// Where a node of carveout's own making would look different: see describe() in emit/tree.hpp.
[[nodiscard]] inline auto needs_verbatim(const region& node) -> bool {
  return node.is_dynamic() && (node.alignment != node.required_alignment || node.window != node.where.window);
}

/// The kind that says the same as the node with the fewest words.
[[nodiscard]] inline auto spelled_pool(const region& node) -> aggregate {
  const auto as_kind = [&]<typename Pool>(std::string_view type, Pool pool) -> std::optional<aggregate> {
    pool = pool_like<Pool>(node);
    return same(pool.facts(), node) ? std::optional{spelled_pool(type, pool)} : std::nullopt;
  };
  if (!needs_verbatim(node)) {
    if (auto pool = as_kind("cma", cma{})) return *pool;
    if (auto pool = as_kind("device_cma", device_cma{})) return *pool;
    if (auto pool = as_kind("coherent", coherent{})) return *pool;
    if (auto pool = as_kind("restricted", restricted{})) return *pool;
    if (auto pool = as_kind("carveout_heap", carveout_heap{})) return *pool;
    if (auto pool = as_kind("firmware", firmware{})) return *pool;
  }
  return spelled_pool("foreign_node", pool_like<foreign_node>(node));
}

// --- devices ----------------------------------------------------------------------------------------------------------

[[nodiscard]] inline auto spelled_device(const plan_device& from, std::string_view name, std::span<const plan_use> uses,
                                         bool enabled) -> aggregate {
  aggregate out{"device"};
  out.field("name", quoted(name));
  out.field("node", quoted(from.node));
  if (from.reach != interval::everything()) {  // by dma-ranges: a tree tells of no masks
    const std::string window = "{" + spelled_address(from.reach.begin) + ", " + spelled_address(from.reach.end) + "}";
    out.field("reach", from.reach.begin == 0 && std::has_single_bit(from.reach.end)
                           ? "bus_bits(" + std::to_string(std::bit_width(from.reach.end) - 1) + ")"
                           : "{" + window + ", " + window + "}");
  }
  std::vector<std::string> pools;
  for (const plan_use& use : uses)
    if (pools.size() < decltype(device::uses)::capacity())
      pools.push_back(use.as.empty() ? quoted(use.pool) : "pool_use{" + quoted(use.pool) + ", " + quoted(use.as) + "}");
  // {"a", "b"} alone could be one pool_use of a pool and a name
  if (pools.size() > 1 && pools[0].starts_with('"')) pools[0] = "pool_use{" + pools[0] + "}";
  if (!pools.empty()) out.field("uses", "{" + joined(pools) + "}");
  if (from.coherent) out.field("coherent", "true");
  if (from.iommu) out.field("iommu", "true");
  if (!enabled) out.field("enabled", "false");
  return out;
}

/// The last part of its path, where no other device has the same.
[[nodiscard]] inline auto short_names(const memory_plan& plan) -> std::vector<std::string> {
  std::vector<std::string> names;
  const auto last = [](std::string_view path) { return std::string{path.substr(path.rfind('/') + 1)}; };
  for (const auto& list : {plan.devices, plan.disabled_devices})
    for (const plan_device& each : list) names.push_back(last(each.name));
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  std::size_t i = 0;
  for (const auto& list : {plan.devices, plan.disabled_devices})
    for (const plan_device& each : list) {
      if (std::upper_bound(sorted.begin(), sorted.end(), names[i]) - std::lower_bound(sorted.begin(), sorted.end(), names[i]) >
          1)
        names[i] = each.name;
      ++i;
    }
  return names;
}

// --- the rest -----------------------------------------------------------------------------------------------------------

/// By its binding the property's cells are phandles: numbers that mean another node, or none, in any other tree.
[[nodiscard]] inline auto holds_phandle(std::string_view name) -> bool {
  for (const std::string_view each : {"hwlocks", "qcom,rpm-msg-ram", "memory-region", "clocks", "power-domains", "iommus"})
    if (name == each) return true;
  return false;
}

/// What the header cannot say, a line each.
[[nodiscard]] inline auto not_expressed(const memory_plan& plan) -> std::vector<std::string> {
  std::vector<std::string> out;
  for (const remark& each : plan.remarks) out.push_back(std::string{each.where} + ": " + std::string{each.what});
  if (plan.reserved_cells.address != plan.cells.address || plan.reserved_cells.size != plan.cells.size)
    out.push_back("/reserved-memory has other cells than the root, so Linux ignores it; here it has the root's");
  if (!plan.regions.empty() && !plan.reserved_ranges)
    out.push_back("/reserved-memory lacks ranges, so Linux ignores it; here it has them");
  if (plan.has_config) out.push_back("facts of the kernel's .config; give it to the generator with --config");
  if (plan.memreserves.size() > memreserves::capacity())
    out.push_back("/memreserve/: entries beyond the " + std::to_string(memreserves::capacity()) + "th");
  for (const auto& list : {plan.devices, plan.disabled_devices})
    for (const plan_device& each : list)
      if (each.use_count > decltype(device::uses)::capacity())
        out.push_back(std::string{each.name} + ": entries of memory-region beyond the " +
                      std::to_string(decltype(device::uses)::capacity()) + "th");
  for (const auto& list : {plan.regions, plan.disabled_regions})
    for (const region& node : list)
      if (node.properties != nullptr)
        for (const property& each : *node.properties)
          if (holds_phandle(each.name))
            out.push_back(std::string{node.path} + ": the phandle in " + std::string{each.name} + " is a number of that tree");
  return out;
}

[[nodiscard]] inline auto spelled_boot_chain(const boot_chain& from) -> aggregate {
  aggregate out{"boot_chain"};
  const auto file = [](const boot_file& it) {
    aggregate text{""};
    text.field("name", quoted(it.name));
    text.field("load", spelled_address(it.load));
    text.field("size", spelled_size(it.size));
    return text.text(0);
  };
  out.field("method", "boot_method::direct");
  if (from.kernel.image_size != 0) {
    aggregate image{""};
    image.field("load", spelled_address(from.kernel.load));
    image.field("file_size", spelled_size(from.kernel.file_size));
    image.field("image_size", spelled_size(from.kernel.image_size));
    out.field("kernel", image.text(0));
  }
  if (from.fdt.size != 0) out.field("fdt", file(from.fdt));
  out.field("fdt_in_place", "true");
  if (from.initrd.size != 0) out.field("initrd", file(from.initrd));
  out.field("initrd_in_place", "true");
  std::vector<std::string> windows;
  for (const firmware_window& each : from.firmware) {
    aggregate window{"firmware_window"};
    window.field("name", quoted(each.name));
    window.field("base", spelled_address(each.base));
    window.field("size", spelled_size(each.size));
    window.field("source", quoted(each.source));
    windows.push_back(window.text(0));
  }
  if (!windows.empty()) out.field("firmware", "{" + joined(windows) + "}");
  return out;
}

}  // namespace detail

/// The name as C++ takes it: '_' for whatever is neither letter nor digit.
[[nodiscard]] inline auto identifier_of(std::string_view name) -> std::string {
  std::string out{name};
  for (char& c : out)
    if (!is_label({&c, 1}) && (c < '0' || c > '9')) c = '_';
  for (const std::string_view taken :
       {"and",     "asm",      "auto",     "board",   "bool",    "break",    "case",   "char",       "class",   "const",
        "default", "delete",   "do",       "double",  "else",    "enum",     "export", "false",      "float",   "for",
        "friend",  "goto",     "if",       "int",     "long",    "new",      "not",    "or",         "private", "public",
        "return",  "short",    "signed",   "static",  "struct",  "switch",   "this",   "throw",      "true",    "try",
        "union",   "unsigned", "using",    "virtual", "void",    "while",    "xor",    "atomic",     "at",      "bank",
        "banks",   "cma",      "coherent", "device",  "devices", "firmware", "pools",  "restricted", "within"})
    if (out == taken) out += "_board";
  if (out.empty() || (out[0] >= '0' && out[0] <= '9')) out.insert(0, "board_");
  return out;
}

/// A header that describes the plan's board under that name. `from`: where the plan comes from, for the comment. The header
/// proves the board where it can be proven, and says so where it cannot.
[[nodiscard]] inline auto board_header(const memory_plan& plan, std::string_view name, std::string_view from) -> std::string {
  using namespace detail;
  std::string out =
      "#pragma once\n\n#include <carveout/carveout.hpp>\n\nnamespace boards {\n\nusing namespace carveout;\n"
      "using namespace carveout::literals;\n\n";
  out += "/// Imported from '" + printable(from) + "'.\n";
  const std::vector<std::string> missing = not_expressed(plan);
  if (!missing.empty()) out += "///\n/// Not expressed here:\n";
  for (const std::string& each : missing) out += "/// - " + each + "\n";
  const std::string identifier = identifier_of(name);
  out += "inline constexpr auto " + identifier + " = board{\n    " + quoted(name) + ",\n";

  const linux_kernel& kernel = plan.kernel;
  aggregate target{"linux_kernel"};
  const kernel_version& version = plan.asked_version;
  target.field("version", "{" + std::to_string(version.major) + ", " + std::to_string(version.minor) +
                              (version.sublevel == 0 ? "" : ", " + std::to_string(version.sublevel)) + "}");
  target.field("arch", "arch::" + std::string{name_of(kernel.arch)});
  target.field("page", spelled_size(kernel.page));
  out += "    " + target.text(4) + ",\n";
  if (plan.cells.address != 2 || plan.cells.size != 2) {
    aggregate cells{"root_cells"};
    cells.field("address", std::to_string(plan.cells.address));
    cells.field("size", std::to_string(plan.cells.size));
    out += "    " + cells.text(4) + ",\n";
  }
  if (!plan.extra_bootargs.empty()) out += "    bootargs{" + quoted(plan.extra_bootargs) + "},\n";
  if (plan.boot != nullptr) out += "    " + spelled_boot_chain(*plan.boot).text(4) + ",\n";

  const auto section = [&](std::string_view title, const std::vector<aggregate>& values) {
    if (values.empty()) return;
    out += "\n    " + std::string{title} + "{\n";
    for (const aggregate& each : values) out += "        " + each.text(8) + ",\n";
    out += "    },\n";
  };
  std::vector<aggregate> values;
  for (const bank& each : plan.banks) {
    values.emplace_back("bank");
    values.back().field("name", quoted(each.name));
    values.back().field("base", spelled_address(each.base));
    values.back().field("size", spelled_size(each.size));
  }
  section("banks", values);
  values.clear();
  for (const memreserve& each : plan.memreserves.first(std::min(plan.memreserves.size(), memreserves::capacity()))) {
    values.emplace_back("memreserve");
    values.back().field("base", spelled_address(each.base));
    values.back().field("size", spelled_size(each.size));
  }
  section("memreserves", values);
  values.clear();
  for (const region& each : plan.regions) values.push_back(spelled_pool(each));
  for (const region& each : plan.disabled_regions) values.push_back(spelled_pool(each));
  if (plan.atomic_pool != 0) {
    values.emplace_back("atomic");
    values.back().field("size", spelled_size(plan.atomic_pool));
  }
  section("pools", values);
  values.clear();
  const std::vector<std::string> names = short_names(plan);
  for (const plan_device& each : plan.devices)
    values.push_back(spelled_device(each, names[values.size()], plan.uses_of(each), true));
  for (const plan_device& each : plan.disabled_devices)
    values.push_back(
        spelled_device(each, names[values.size()], plan.disabled_uses.subspan(each.first_use, each.use_count), false));
  section("devices", values);

  memory_plan as_board = plan;
  as_board.from = front_end::board;
  as_board.remarks = {};
  out += "};\n\n";
  if (const std::size_t errors = check(as_board, 1).errors(); errors == 0)
    out += "static_assert(valid<" + identifier + ">);\n";
  else
    out += "// static_assert(valid<" + identifier + ">);  // has errors as it is: the compiler names them\n";
  return out + "\n}  // namespace boards\n";
}

}  // namespace carveout::codegen
