// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <carveout/core/sink.hpp>
#include <carveout/core/spelling.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/kernel/config.hpp>
#include <carveout/kernel/table.hpp>
#include <carveout/plan/resolve.hpp>

#include "../text.hpp"
#include "bus.hpp"
#include "device_tree.hpp"

/// The front end for device trees: from nodes and properties to a memory_plan.
namespace carveout::codegen {

/// What a tree is judged for, and what the command line says instead of it. Empty: as the tree has it.
struct tree_target {
  std::optional<kernel_version> version{};
  std::optional<carveout::arch> arch{};
  std::optional<bytes> page{};
  std::optional<std::string> config{};   ///< text of a .config
  std::optional<std::string> cmdline{};  ///< instead of /chosen bootargs
  std::vector<interval> memory{};        ///< instead of /memory
  interval kernel_image{}, initrd{}, fdt{};
  std::vector<firmware_window> firmware{};  ///< the names live in the command line
};

/// The plan of a tree, and all that it refers to; the tree itself need not live on.
class tree_plan {
 public:
  /// The release that is meant when nobody says one: the newest long-term one that Debian has.
  static constexpr kernel_version usual_version{6, 12};
  static constexpr std::size_t most_regions = 1024, most_uses = 65536;

  /// Throws tree_error. `name` is how findings call the tree.
  tree_plan(const device_tree& tree, const tree_target& target, std::string_view name) : tree_{tree} {
    plan_.board = keep(printable(name));
    plan_.from = front_end::device_tree;
    read_kernel(target);
    read_cells();
    read_symbols();
    read_memory(target);
    read_chosen(target);
    read_boot_chain(target);
    read_regions();
    read_devices();
    finish();
  }
  tree_plan(const tree_plan&) = delete;
  auto operator=(const tree_plan&) -> tree_plan& = delete;

  [[nodiscard]] auto view() const -> const memory_plan& { return plan_; }

 private:
  auto keep(std::string text) -> std::string_view { return texts_.emplace_back(std::move(text)); }
  void remark_on(std::size_t node, std::string what, bool skipped = false) {
    remarks_.push_back({.where = keep(tree_.path(node)), .what = keep(std::move(what)), .skipped = skipped});
  }

  // --- the target ---------------------------------------------------------------------------------------------------

  void read_kernel(const tree_target& target) {
    plan_.has_kernel = true;
    plan_.asked_version = target.version.value_or(usual_version);
    plan_.kernel.arch = target.arch.value_or(arch_of(tree_));
    plan_.kernel.page = target.page.value_or(4096);
    plan_.kernel.version = nearest_known(plan_.asked_version);
    if (!target.config) return;
    plan_.config = keep(*target.config);
    plan_.has_config = true;
    plan_.kernel.config = read_config(plan_.config, plan_.kernel);
  }

  /// By the cores that it has, or by the interrupt controller that a microcontroller has instead; arm64 if in doubt.
  [[nodiscard]] static auto arch_of(const device_tree& tree) -> carveout::arch {
    const std::size_t cpus = tree.child(0, "cpus");
    for (std::size_t i = cpus == device_tree::none ? cpus : tree[cpus].first_child; i != device_tree::none;
         i = tree[i].next_sibling) {
      const std::string_view core = tree.text(i, "compatible");
      if (core.empty() || tree.text(i, "device_type") != "cpu") continue;
      if (tree.has(i, "riscv,isa") || tree.has(i, "riscv,isa-base")) return arch::riscv64;
      return is_32_bit(core) ? arch::arm : arch::arm64;
    }
    for (std::size_t i = 0; i < tree.nodes().size(); ++i)
      if (tree.text(i, "compatible").starts_with("arm,armv7")) return arch::arm;
    return arch::arm64;
  }
  [[nodiscard]] static auto is_32_bit(std::string_view core) -> bool {
    for (const std::string_view name : {"arm,cortex-a5", "arm,cortex-a7", "arm,cortex-a8", "arm,cortex-a9", "arm,cortex-a12",
                                        "arm,cortex-a15", "arm,cortex-a17", "brcm,brahma-b15"})
      if (core == name) return true;
    for (const std::string_view family :
         {"arm,arm1", "arm,arm7", "arm,arm9", "arm,cortex-m", "arm,cortex-r", "marvell,", "qcom,krait", "qcom,scorpion"})
      if (core.starts_with(family)) return true;
    return false;
  }

  /// An address or a size of 1 or 2 cells is all that a kernel can add up.
  void read_cells() {
    const auto cells_of = [&](std::size_t node) -> root_cells {
      const root_cells found{tree_.cell(node, "#address-cells", 2), tree_.cell(node, "#size-cells", 1)};
      for (const auto& [value, name] : {std::pair{found.address, "#address-cells"}, std::pair{found.size, "#size-cells"}})
        if (value != 1 && value != 2)
          throw tree_error{"has " + std::string{name} + " = <" + std::to_string(value) + "> in " + tree_.path(node) +
                           "; addresses and sizes of memory have 1 or 2 cells"};
      return found;
    };
    plan_.cells = plan_.reserved_cells = cells_of(0);
    reserved_ = tree_.child(0, "reserved-memory");
    if (reserved_ == device_tree::none) return;
    plan_.reserved_cells = cells_of(reserved_);
    plan_.reserved_ranges = tree_.has(reserved_, "ranges");
    if (!tree_.is_enabled(reserved_)) remark_on(reserved_, "is disabled as a whole, of which Linux takes no notice");
  }

  void read_symbols() {
    const std::size_t symbols = tree_.child(0, "__symbols__");
    if (symbols == device_tree::none) return;
    for (std::size_t i = 0; i < tree_[symbols].properties; ++i) {
      const device_tree::property& each = tree_.properties_of(symbols)[i];
      labels_.emplace(each.value.substr(0, each.value.find('\0')), each.name);
    }
  }
  /// Empty where the tree has no (good) label for it.
  [[nodiscard]] auto label_of(const std::string& path) const -> std::string_view {
    const auto it = labels_.find(path);
    return it == labels_.end() || !is_label(it->second) ? std::string_view{} : it->second;
  }

  // --- memory, command line, boot chain -----------------------------------------------------------------------------

  /// (address, size) pairs of `cells`; false where the length is no multiple of one.
  [[nodiscard]] static auto read_pairs(const device_tree::property& from, root_cells cells, std::vector<memreserve>& into)
      -> bool {
    const std::vector<std::uint32_t> values = device_tree::cells(from);
    const std::size_t step = cells.address + cells.size;
    const auto number = [&](std::size_t at, unsigned count) -> std::uint64_t {
      return count == 1 ? values[at] : std::uint64_t{values[at]} << 32 | values[at + 1];
    };
    for (std::size_t i = 0; i + step <= values.size(); i += step)
      into.push_back({number(i, cells.address), number(i + cells.address, cells.size)});
    return from.value.size() % (4 * step) == 0;
  }

  void read_memory(const tree_target& target) {
    for (const interval& each : target.memory) add_bank(each.begin, each.size());
    if (!target.memory.empty()) return;
    for (std::size_t i = tree_[0].first_child; i != device_tree::none; i = tree_[i].next_sibling) {
      const bool is_memory = tree_.text(i, "device_type") == "memory";
      const std::string_view name = tree_[i].name.substr(0, tree_[i].name.find('@'));
      if (!is_memory && name == "memory")
        remark_on(i, "lacks device_type = \"memory\", so Linux does not take it for memory (early_init_dt_scan_memory())");
      if (!is_memory || !tree_.is_enabled(i)) continue;
      const device_tree::property* reg = tree_.find(i, "linux,usable-memory");
      if (reg == nullptr) reg = tree_.find(i, "reg");
      if (reg == nullptr) continue;  // for firmware to fill in
      std::vector<memreserve> found;
      if (!read_pairs(*reg, plan_.cells, found))
        remark_on(i, "has a " + std::string{reg->name} + " of " + std::to_string(reg->value.size()) +
                         " bytes, which is no multiple of the root's cells; the rest is not read");
      for (const memreserve& each : found)
        if (each.size != 0) add_bank(each.base, each.size);
    }
  }
  void add_bank(address base, bytes size) {
    banks_.push_back({.name = keep("memory-" + text_of(bare_hex{base})), .base = base, .size = size});
  }

  void read_chosen(const tree_target& target) {
    const std::size_t chosen = tree_.child(0, "chosen");
    std::string arguments;
    if (chosen != device_tree::none) {
      arguments = printable(tree_.text(chosen, "bootargs"));
      const auto number = [&](std::string_view name) -> std::uint64_t {
        const device_tree::property* const it = tree_.find(chosen, name);
        if (it == nullptr || (it->value.size() != 4 && it->value.size() != 8)) return 0;
        const std::vector<std::uint32_t> cells = device_tree::cells(*it);
        return cells.size() == 1 ? cells[0] : std::uint64_t{cells[0]} << 32 | cells[1];
      };
      const std::uint64_t begin = number("linux,initrd-start"), end = number("linux,initrd-end");
      if (begin < end) initrd_ = {begin, end};
      if (tree_.has(chosen, "linux,usable-memory-range"))
        remark_on(chosen, "has linux,usable-memory-range, which cuts memory for a crash kernel; that is not judged");
    }
    if (target.cmdline) arguments = printable(*target.cmdline);
    take_out_atomic_pool(arguments);
    plan_.extra_bootargs = keep(arguments);
  }
  /// coherent_pool= is a part of the plan, unless it is given twice or makes no sense, which is for a rule to say.
  void take_out_atomic_pool(std::string& text) {
    const auto found = find_argument(text, "coherent_pool");
    if (!found) return;
    const parsed_number size = memparse(found->value);
    if (!size.has_digits || !size.rest.empty() || size.value == 0) return;
    const std::string argument = "coherent_pool=" + std::string{found->value};
    std::size_t at = text.find(argument);
    if (at == std::string::npos || text.find("coherent_pool", at + 1) != std::string::npos) return;
    plan_.atomic_pool = size.value;
    plan_.atomic_pools = 1;
    text.erase(at, argument.size());
    while (at < text.size() && text[at] == ' ') text.erase(at, 1);
    while (at == text.size() && at > 0 && text[at - 1] == ' ') text.erase(--at);
  }

  void read_boot_chain(const tree_target& target) {
    if (!target.initrd.empty()) initrd_ = target.initrd;
    boot_.method = boot_method::direct;
    boot_.fdt_in_place = boot_.initrd_in_place = true;
    boot_.kernel = {
        .load = target.kernel_image.begin, .file_size = target.kernel_image.size(), .image_size = target.kernel_image.size()};
    boot_.initrd = {.name = "initrd", .load = initrd_.begin, .size = initrd_.size()};
    boot_.fdt = {.name = "fdt", .load = target.fdt.begin, .size = target.fdt.size()};
    for (const firmware_window& each : target.firmware) {
      firmware_window own = each;
      own.name = keep(printable(each.name));
      own.source = "the command line";
      boot_.firmware.push_back(own);
    }
    if (boot_.kernel.image_size != 0 || boot_.initrd.size != 0 || boot_.fdt.size != 0 || !boot_.firmware.empty())
      plan_.boot = &boot_;
    for (const auto& [base, size] : tree_.reservations()) memreserves_.push_back({base, size});
  }

  // --- /reserved-memory ---------------------------------------------------------------------------------------------

  void read_regions() {
    if (reserved_ == device_tree::none) return;
    for (std::size_t i = tree_[reserved_].first_child; i != device_tree::none; i = tree_[i].next_sibling) {
      if (regions_.size() + disabled_.size() == most_regions)
        throw tree_error{"has more than " + std::to_string(most_regions) + " nodes in /reserved-memory"};
      region node;
      if (!read_place(i, node)) continue;
      read_name(i, node);
      read_properties(i, node);
      node.enabled = tree_.is_enabled(i);
      node.kind = kind_of_node(node);
      for (std::size_t child = tree_[i].first_child; child != device_tree::none; child = tree_[child].next_sibling)
        remark_on(child, "is nested inside a node of /reserved-memory; Linux does not look there");
      (node.enabled ? regions_ : disabled_).push_back(node);
      of_node_.emplace(i, node.label);
    }
  }

  /// From `reg`, or `size` with `alignment` and `alloc-ranges`; false where Linux would not make a region of it.
  auto read_place(std::size_t of, region& node) -> bool {
    const auto length_of = [](const device_tree::property& value) { return std::to_string(value.value.size()) + " bytes"; };
    const auto skip = [&](const std::string& why, bool refused = true) {
      if (tree_.is_enabled(of)) remark_on(of, why, refused);
      return false;
    };
    if (const device_tree::property* const reg = tree_.find(of, "reg")) {
      std::vector<memreserve> ranges;
      const root_cells cells = plan_.reserved_cells;
      if (!read_pairs(*reg, cells, ranges))
        return skip("reg has " + length_of(*reg) + ", and an address with a size has " +
                    std::to_string(4 * (cells.address + cells.size)));
      if (ranges.empty()) return skip("has an empty reg: nothing is reserved", false);
      if (tree_.has(of, "size") || tree_.has(of, "alloc-ranges"))
        remark_on(of, "has reg and size or alloc-ranges; reg counts, the others do not");
      node.where = at(ranges[0].base);
      node.size = ranges[0].size;
      for (std::size_t i = 1; i < ranges.size(); ++i) {
        if (node.more_ranges.size() == node.more_ranges.capacity()) {
          remark_on(of, "has " + std::to_string(ranges.size()) + " ranges, of which the first " +
                            std::to_string(node.more_ranges.capacity() + 1) + " are judged");
          break;
        }
        node.more_ranges.push_back(ranges[i].range());
      }
      return true;
    }
    const device_tree::property* const size = tree_.find(of, "size");
    if (size == nullptr) return skip("has neither reg nor size: nothing is reserved", false);
    // __reserved_mem_alloc_size() takes no other lengths
    if (size->value.size() != 4 * plan_.cells.size)
      return skip("size has " + length_of(*size) + ", and a size has " + std::to_string(4 * plan_.cells.size));
    const device_tree::property* const alignment = tree_.find(of, "alignment");
    if (alignment != nullptr && alignment->value.size() != 4 * plan_.cells.address)
      return skip("alignment has " + length_of(*alignment) + ", and Linux wants it as long as an address, " +
                  std::to_string(4 * plan_.cells.address));
    node.size = number_of(of, "size").value_or(0);
    node.alignment = number_of(of, "alignment").value_or(0);
    node.where = by_kernel{};
    const device_tree::property* const windows = tree_.find(of, "alloc-ranges");
    if (windows == nullptr) return true;
    std::vector<memreserve> ranges;
    if (!read_pairs(*windows, plan_.cells, ranges))
      return skip("alloc-ranges has " + length_of(*windows) + ", and an address with a size has " +
                  std::to_string(4 * (plan_.cells.address + plan_.cells.size)));
    if (ranges.empty()) return true;
    if (ranges.size() > 1)
      remark_on(of, "has " + std::to_string(ranges.size()) + " alloc-ranges, of which the first is judged");
    if (wraps(ranges[0].base, ranges[0].size)) {
      node.where = by_kernel{within(ranges[0].base, max_address)};
    } else {
      node.where = by_kernel{within(ranges[0].base, ranges[0].base + ranges[0].size)};
    }
    return true;
  }

  /// A number of 1 or 2 cells.
  [[nodiscard]] auto number_of(std::size_t of, std::string_view name) const -> std::optional<std::uint64_t> {
    const device_tree::property* const it = tree_.find(of, name);
    if (it == nullptr || (it->value.size() != 4 && it->value.size() != 8)) return std::nullopt;
    const std::vector<std::uint32_t> cells = device_tree::cells(*it);
    return cells.size() == 1 ? cells[0] : std::uint64_t{cells[0]} << 32 | cells[1];
  }

  void read_name(std::size_t of, region& node) {
    const std::string name = printable(tree_[of].name);
    const std::size_t sign = name.find('@');
    const bool is_fixed = node.where.by == chosen_by::description;
    node.path = keep(tree_.path(of));
    node.node = keep(name.substr(0, sign));
    const std::string unit = sign == std::string::npos ? "" : name.substr(sign + 1);
    if (unit != (is_fixed ? text_of(bare_hex{node.where.window.begin}) : "")) node.unit_address = keep(unit);
    std::string label{label_of(std::string{node.path})};
    if (label.empty()) {
      label = name;
      for (char& c : label)
        if (!is_label({&c, 1}) && (c < '0' || c > '9')) c = '_';
      if (!is_label(label)) label.insert(0, "_");
    }
    for (std::string first = label; !taken_labels_.insert(label).second;) label = first + "_" + std::to_string(++doubles_);
    node.label = keep(label);
  }

  void read_properties(std::size_t of, region& node) {
    property_list more;
    const auto lacks_room = [&](std::string_view name, const std::string& what) {
      remark_on(of, "has a property " + printable(name) + " of " + what + ", more than the plan holds; it is not judged");
    };
    for (std::size_t i = 0; i < tree_[of].properties; ++i) {
      const device_tree::property& each = tree_.properties_of(of)[i];
      const std::string_view name = each.name;
      if (name == "reg" || name == "size" || name == "alloc-ranges" || name == "status" || name == "phandle" ||
          name == "linux,phandle" || (name == "alignment" && node.is_dynamic()))
        continue;
      if (name == "no-map") {
        node.no_map = true;
      } else if (name == "reusable") {
        node.reusable = true;
      } else if (name == "linux,cma-default") {
        node.cma_default = true;
      } else if (name == "compatible") {
        for (const std::string_view text : strings_of(each.value)) {
          if (node.compatible.size() == node.compatible.capacity()) {
            lacks_room(name, "more than " + std::to_string(node.compatible.capacity()) + " strings");
            break;
          }
          node.compatible.push_back(keep(printable(text)));
        }
      } else if (more.size() == more.capacity()) {
        lacks_room(name, std::to_string(each.value.size()) + " bytes");
      } else if (const auto value = read_value(each)) {
        more.push_back(*value);
      } else {
        lacks_room(name, std::to_string(each.value.size()) + " bytes");
      }
    }
    if (more.empty()) return;
    node.properties = &properties_.emplace_back(more);
  }

  [[nodiscard]] static auto strings_of(std::string_view value) -> std::vector<std::string_view> {
    std::vector<std::string_view> all;
    for (std::size_t from = 0; from < value.size();) {
      const std::size_t end = std::min(value.find('\0', from), value.size());
      all.push_back(value.substr(from, end - from));
      from = end + 1;
    }
    return all;
  }
  /// Nothing where the plan has no room for the value. Text is what dtc would decompile as text.
  auto read_value(const device_tree::property& from) -> std::optional<property> {
    const std::string_view name = keep(printable(from.name));
    if (from.value.empty()) return flag(name);
    bool is_text = from.value.back() == '\0' && from.value.front() != '\0' &&
                   from.value.find(std::string_view{"\0\0", 2}) == std::string_view::npos;
    for (const char c : from.value) is_text = is_text && (c == '\0' || (c >= ' ' && c <= '~'));
    property value{.name = name, .is = is_text ? property::form::strings : property::form::cells};
    if (is_text) {
      const std::vector<std::string_view> texts = strings_of(from.value);
      if (texts.size() > value.texts.capacity()) return std::nullopt;
      for (const std::string_view each : texts) value.texts.push_back(keep(std::string{each}));
      return value;
    }
    if (from.value.size() % 4 != 0 || from.value.size() / 4 > value.numbers.capacity()) return std::nullopt;
    for (const std::uint32_t each : device_tree::cells(from)) value.numbers.push_back(each);
    return value;
  }

  // --- devices ------------------------------------------------------------------------------------------------------

  void read_devices() {
    for (std::size_t i = 0; i < tree_.nodes().size(); ++i) {
      const device_tree::property* const uses = tree_.find(i, "memory-region");
      if (uses == nullptr || is_overlay_data(i)) continue;
      const bool enabled = is_enabled_up_to_root(i);
      auto& devices = enabled ? devices_ : disabled_devices_;
      auto& all_uses = enabled ? uses_ : disabled_uses_;
      const std::string path = tree_.path(i);
      const std::string_view label = label_of(path);
      plan_device device{.name = keep(path),
                         .node = keep(label.empty() ? path : "&" + std::string{label}),
                         .reach = reach_of(tree_, i),
                         .bus = reach_of(tree_, i),
                         .first_use = all_uses.size(),
                         .coherent = is_coherent(tree_, i),
                         .iommu = tree_.has(i, "iommus")};
      const std::vector<std::uint32_t> phandles = device_tree::cells(*uses);
      if (uses->value.size() % 4 != 0) remark_on(i, "has a memory-region that is no list of phandles; the rest is not read");
      const device_tree::property* const names = tree_.find(i, "memory-region-names");
      const std::vector<std::string_view> as = names == nullptr ? std::vector<std::string_view>{} : strings_of(names->value);
      if (names != nullptr && as.size() > phandles.size())
        remark_on(i, "has more memory-region-names than memory-regions; the rest is not read");
      for (std::size_t k = 0; k < phandles.size(); ++k) {
        if (uses_.size() + disabled_uses_.size() == most_uses)
          throw tree_error{"has more than " + std::to_string(most_uses) + " entries of memory-region"};
        plan_use use{.device = devices.size()};
        if (k < as.size()) use.as = keep(printable(as[k]));
        const std::size_t target = tree_.by_phandle(phandles[k]);
        const auto pool = of_node_.find(target);
        if (pool != of_node_.end()) {
          use.pool = pool->second;
        } else if (target == device_tree::none) {
          use.pool = keep("phandle " + text_of(hex{phandles[k]}));
        } else {
          remark_on(i, "has a memory-region that points to " + tree_.path(target) +
                           (tree_[target].parent == reserved_ ? ", where nothing is reserved"
                                                              : ", outside /reserved-memory; that is not judged"));
          continue;
        }
        all_uses.push_back(use);
        ++device.use_count;
      }
      devices.push_back(device);
    }
  }
  [[nodiscard]] auto is_enabled_up_to_root(std::size_t of) const -> bool {
    for (; of != device_tree::none; of = tree_[of].parent)
      if (!tree_.is_enabled(of)) return false;
    return true;
  }
  /// Inside __symbols__, __fixups__, __local_fixups__.
  [[nodiscard]] auto is_overlay_data(std::size_t of) const -> bool {
    for (; of != device_tree::none; of = tree_[of].parent)
      if (tree_[of].name.starts_with("__")) return true;
    return false;
  }

  void finish() {
    by_address_.resize(regions_.size());
    resolve({.kernel = plan_.kernel,
             .banks = banks_,
             .regions = regions_,
             .disabled_regions = disabled_,
             .by_address = by_address_,
             .devices = devices_,
             .uses = uses_,
             .disabled_uses = disabled_uses_});
    plan_.banks = banks_;
    plan_.regions = regions_;
    plan_.disabled_regions = disabled_;
    plan_.by_address = by_address_;
    plan_.devices = devices_;
    plan_.disabled_devices = disabled_devices_;
    plan_.uses = uses_;
    plan_.disabled_uses = disabled_uses_;
    plan_.memreserves = memreserves_;
    plan_.remarks = remarks_;
  }

  const device_tree& tree_;
  memory_plan plan_{};
  std::size_t reserved_ = device_tree::none;
  std::map<std::string, std::string_view, std::less<>> labels_;  ///< by path
  std::map<std::size_t, std::string_view> of_node_;              ///< labels of regions
  std::set<std::string, std::less<>> taken_labels_;
  std::size_t doubles_ = 1;
  interval initrd_{};
  boot_chain boot_{};
  std::deque<std::string> texts_;
  std::deque<property_list> properties_;
  std::vector<bank> banks_;
  std::vector<region> regions_, disabled_;
  std::vector<std::size_t> by_address_;
  std::vector<plan_device> devices_, disabled_devices_;
  std::vector<plan_use> uses_, disabled_uses_;
  std::vector<memreserve> memreserves_;
  std::vector<remark> remarks_;
};

}  // namespace carveout::codegen
