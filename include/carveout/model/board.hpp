// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include <boost/hana/tuple.hpp>

#include <carveout/kernel/target.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/boot_chain.hpp>
#include <carveout/model/budget.hpp>
#include <carveout/model/device.hpp>
#include <carveout/model/policy.hpp>
#include <carveout/model/pool.hpp>
#include <carveout/model/routing.hpp>

namespace carveout {

/// `#address-cells` and `#size-cells` of the tree's root; the kernel ignores a /reserved-memory whose cells differ.
struct root_cells {
  unsigned address = 2;
  unsigned size = 2;
};

/// Kernel arguments that the board needs besides those carveout computes; they come first in everything generated.
struct bootargs {
  std::string_view text{};
  constexpr explicit bootargs(std::string_view arguments) : text(arguments) {}
};

namespace detail {

enum class part : unsigned char {
  none,
  kernel,
  cells,
  bootargs,
  routing,
  banks,
  pools,
  devices,
  rules,
  severities,
  waivers,
  boot_chain,
  memreserves,
  budget,
  ram_variants,
  user_space,
  kconfig,
  dot_config,
  count
};

template <typename T>
inline constexpr part kind_of = routing_policy<T> ? part::routing : part::none;
template <>
inline constexpr part kind_of<linux_kernel> = part::kernel;
template <>
inline constexpr part kind_of<root_cells> = part::cells;
template <>
inline constexpr part kind_of<bootargs> = part::bootargs;
template <std::size_t Count>
inline constexpr part kind_of<banks<Count>> = part::banks;
template <typename... Pools>
inline constexpr part kind_of<pools<Pools...>> = part::pools;
template <std::size_t Count>
inline constexpr part kind_of<devices<Count>> = part::devices;
template <typename... Rules>
inline constexpr part kind_of<rules<Rules...>> = part::rules;
template <std::size_t Count>
inline constexpr part kind_of<severities<Count>> = part::severities;
template <std::size_t Count>
inline constexpr part kind_of<waivers<Count>> = part::waivers;
template <>
inline constexpr part kind_of<boot_chain> = part::boot_chain;
template <>
inline constexpr part kind_of<memreserves> = part::memreserves;
template <>
inline constexpr part kind_of<budget> = part::budget;
template <>
inline constexpr part kind_of<ram_variants> = part::ram_variants;
template <>
inline constexpr part kind_of<user_space> = part::user_space;
template <>
inline constexpr part kind_of<kconfig> = part::kconfig;
template <>
inline constexpr part kind_of<dot_config> = part::dot_config;

template <typename... Parts>
consteval auto each_kind_once() -> bool {
  unsigned seen[static_cast<unsigned>(part::count)]{};
  (++seen[static_cast<unsigned>(kind_of<Parts>)], ...);
  for (const unsigned count : seen)
    if (count > 1) return false;
  return true;
}

}  // namespace detail

/// What a board is made of: linux_kernel, banks, pools, devices, a routing policy, root_cells, bootargs, boot_chain,
/// memreserves, budget, ram_variants, user_space, kconfig, dot_config, rules, severities, waivers.
template <typename T>
concept board_part = detail::kind_of<T>
!= detail::part::none;

/// A board, described once: a name, then its parts in any order, each kind at most once.
///
/// Make it an `inline constexpr` object; it is passed to everything by reference (`valid<my_board>`).
template <board_part... Parts>
struct board {
  static_assert(detail::each_kind_once<Parts...>(), "a board takes each kind of part at most once");

  std::string_view name;
  boost::hana::tuple<Parts...> parts;
  constexpr explicit board(std::string_view board_name, const Parts&... values) : name(board_name), parts{values...} {}
};

}  // namespace carveout
