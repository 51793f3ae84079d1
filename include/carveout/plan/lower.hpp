// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include <boost/hana/unpack.hpp>

#include <carveout/kernel/config.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/kernel/table.hpp>
#include <carveout/model/board.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/plan/resolve.hpp>

/// Lowering: from a board, which is types, to a memory_plan, which is values.
namespace carveout {

/// The arrays behind a memory_plan; whatever a board already has as an array is read where it is.
template <std::size_t Banks, std::size_t Regions, std::size_t Devices, std::size_t Uses>
struct plan_storage {
  memory_plan scalars{};  ///< everything but the spans
  std::array<bank, Banks> banks{};
  std::array<region, Regions> regions{};  ///< the enabled ones first, as with devices and uses
  std::array<std::size_t, Regions> by_address{};
  std::size_t region_count = 0;
  std::size_t disabled_region_count = 0;
  std::array<plan_device, Devices> devices{};
  std::size_t device_count = 0;
  std::array<plan_use, Uses> uses{};
  std::size_t use_count = 0;
  std::size_t disabled_use_count = 0;

  /// The plan; valid as long as this object.
  [[nodiscard]] constexpr auto view() const -> memory_plan {
    memory_plan plan = scalars;
    plan.banks = banks;
    plan.regions = std::span{regions}.first(region_count);
    plan.by_address = std::span{by_address}.first(region_count);
    plan.disabled_regions = std::span{regions}.subspan(region_count, disabled_region_count);
    plan.devices = std::span{devices}.first(device_count);
    plan.disabled_devices = std::span{devices}.subspan(device_count);
    plan.uses = std::span{uses}.first(use_count);
    plan.disabled_uses = std::span{uses}.subspan(use_count, disabled_use_count);
    return plan;
  }
};

namespace detail {

/// How many of each a board describes, from its type alone.
struct part_counts {
  std::size_t banks = 0, pools = 0, devices = 0;
  template <typename Part>
  consteval void add(const Part*) {}
  template <std::size_t Count>
  consteval void add(const carveout::banks<Count>*) {
    banks += Count;
  }
  template <typename... Pools>
  consteval void add(const carveout::pools<Pools...>*) {
    pools += sizeof...(Pools);
  }
  template <std::size_t Count>
  consteval void add(const carveout::devices<Count>*) {
    devices += Count;
  }
};

template <typename... Parts>
consteval auto count_parts() -> part_counts {
  part_counts counts;
  (counts.add(static_cast<const Parts*>(nullptr)), ...);
  return counts;
}

/// Takes the parts of a board one by one into the storage.
template <typename Storage>
struct lowering {
  Storage& to;

  constexpr void add(const linux_kernel& kernel) const {
    to.scalars.kernel = kernel;
    to.scalars.asked_version = kernel.version;
    to.scalars.has_kernel = true;
  }
  constexpr void add(const root_cells& cells) const { to.scalars.cells = to.scalars.reserved_cells = cells; }
  constexpr void add(const bootargs& arguments) const { to.scalars.extra_bootargs = arguments.text; }
  template <routing_policy Routing>
  constexpr void add(const Routing&) const {
    to.scalars.routing = Routing::facts;
  }
  template <std::size_t Count>
  constexpr void add(const banks<Count>& part) const {
    to.banks = part.list;
  }
  template <std::size_t Count>
  constexpr void add(const severities<Count>& part) const {
    to.scalars.severities = part.list;
  }
  template <std::size_t Count>
  constexpr void add(const waivers<Count>& part) const {
    to.scalars.waivers = part.list;
  }
  constexpr void add(const boot_chain& part) const { to.scalars.boot = &part; }
  constexpr void add(const memreserves& part) const { to.scalars.memreserves = {part.data(), part.size()}; }
  constexpr void add(const ram_variants& part) const { to.scalars.variants = {part.data(), part.size()}; }
  constexpr void add(const budget& part) const { to.scalars.free_ram = part.free_ram; }
  constexpr void add(const user_space& part) const { to.scalars.heaps = {part.heaps.data(), part.heaps.size()}; }
  constexpr void add(const kconfig& part) const { to.scalars.kconfig = {part.data(), part.size()}; }
  constexpr void add(const dot_config& part) const {
    to.scalars.config = part.text;
    to.scalars.has_config = true;
  }
  template <typename... Rules>
  constexpr void add(const rules<Rules...>&) const {}  // types; check/ reads them from the board
  template <typename... Pools>
  constexpr void add(const pools<Pools...>& part) const {
    boost::hana::unpack(part.list, [this](const auto&... pool) {
      (add_pool(pool.facts()), ...);
      if (to.disabled_region_count == 0) return;
      to.disabled_region_count = 0;
      (add_disabled_pool(pool.facts()), ...);
    });
  }
  template <std::size_t Count>
  constexpr void add(const devices<Count>& part) const {
    for (const device& each : part.list)
      if (each.enabled) add_device(each, to.device_count++, to.use_count);
    std::size_t disabled = 0;
    for (const device& each : part.list)
      if (!each.enabled) add_device(each, disabled++, to.disabled_use_count);
  }

  /// `uses` counts those of its list, which begins behind the list of the enabled ones.
  constexpr void add_device(const device& from, std::size_t index, std::size_t& uses) const {
    const std::size_t first_use = from.enabled ? 0 : to.use_count;
    to.devices[from.enabled ? index : to.device_count + index] = {.name = from.name,
                                                                  .node = from.node,
                                                                  .reach = from.reach.window,
                                                                  .bus = from.reach.bus,
                                                                  .first_use = uses,
                                                                  .use_count = from.uses.size(),
                                                                  .needs = {from.needs.data(), from.needs.size()},
                                                                  .coherent = from.coherent,
                                                                  .iommu = from.iommu,
                                                                  .attaches = from.attaches,
                                                                  .attaches_all = from.attaches_all};
    for (const pool_use& use : from.uses) to.uses[first_use + uses++] = {.device = index, .pool = use.pool, .as = use.as};
  }

  /// Those that are disabled are counted; they come behind the others.
  constexpr void add_pool(const pool_facts& facts) const {
    if (facts.kind == pool_kind::atomic && facts.compatible.empty()) {
      to.scalars.atomic_pool = facts.size;
      ++to.scalars.atomic_pools;
    } else if (facts.enabled) {
      to.regions[to.region_count++] = region{facts};
    } else {
      ++to.disabled_region_count;
    }
  }
  constexpr void add_disabled_pool(const pool_facts& facts) const {
    if (!facts.enabled) to.regions[to.region_count + to.disabled_region_count++] = region{facts};
  }
};

}  // namespace detail

/// What a command line says instead of the board.
struct other_target {
  std::optional<kernel_version> version{};
  std::optional<carveout::arch> arch{};
  std::optional<bytes> page{};
  std::optional<std::string_view> config{};  ///< text of a .config
};

/// The plan of a board, for its own kernel or another. At run time:
/// `const auto storage = lower(board); const memory_plan plan = storage.view();`
template <typename... Parts>
[[nodiscard]] constexpr auto lower(const board<Parts...>& from, const other_target& instead = {}) {
  constexpr detail::part_counts counts = detail::count_parts<Parts...>();
  constexpr std::size_t uses = counts.devices * decltype(device::uses)::capacity();
  plan_storage<counts.banks, counts.pools, counts.devices, uses> storage;
  storage.scalars.board = from.name;
  const detail::lowering<decltype(storage)> into{storage};
  boost::hana::unpack(from.parts, [&](const auto&... part) { (into.add(part), ...); });
  memory_plan& facts = storage.scalars;
  if (instead.version) facts.asked_version = *instead.version;
  if (instead.arch) facts.kernel.arch = *instead.arch;
  if (instead.page) facts.kernel.page = *instead.page;
  if (instead.config) into.add(dot_config{*instead.config});
  facts.kernel.version = nearest_known(facts.asked_version);
  if (facts.has_config) facts.kernel.config = read_config(facts.config, facts.kernel);
  for (region& each : storage.regions)
    if (each.kind == pool_kind::heap && each.compatible.empty()) each.compatible = heap_compatible(facts.kernel);
  resolve({.kernel = storage.scalars.kernel,
           .banks = storage.banks,
           .regions = std::span{storage.regions}.first(storage.region_count),
           .disabled_regions = std::span{storage.regions}.subspan(storage.region_count, storage.disabled_region_count),
           .by_address = std::span{storage.by_address}.first(storage.region_count),
           .devices = std::span{storage.devices}.first(storage.device_count),
           .uses = std::span{storage.uses}.first(storage.use_count),
           .disabled_uses = std::span{storage.uses}.subspan(storage.use_count, storage.disabled_use_count)});
  return storage;
}

/// A board's plan as a constant.
template <const auto& Board>
inline constexpr auto lowered = lower(Board);
template <const auto& Board>
inline constexpr memory_plan plan_of = lowered<Board>.view();

}  // namespace carveout
