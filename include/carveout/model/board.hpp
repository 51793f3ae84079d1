// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include <boost/hana/tuple.hpp>

#include <carveout/kernel/target.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/device.hpp>
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

/// Rules of the board team, checked with the standard ones: `rules{my_rule{}}`. See check/rule.hpp.
template <typename... Rules>
struct rules {
  boost::hana::tuple<Rules...> list;
  constexpr explicit rules(const Rules&... values) : list{values...} {}
};

/// Accepts the findings of one rule on one pool (or device, or bank); the reason is printed in every generated file.
struct waive {
  std::string_view rule{};
  std::string_view on{};
  std::string_view reason{};
};

/// `waivers{waive{...}, waive{...}}`
template <std::size_t Count>
struct waivers {
  std::array<waive, Count> list;
  template <typename... Waivers>
  constexpr explicit waivers(const Waivers&... values) : list{waive{values}...} {}
};
template <typename... Waivers>
waivers(const Waivers&...) -> waivers<sizeof...(Waivers)>;

namespace detail {

template <typename T>
inline constexpr bool is_list = false;
template <std::size_t Count>
inline constexpr bool is_list<banks<Count>> = true;
template <std::size_t Count>
inline constexpr bool is_list<devices<Count>> = true;
template <std::size_t Count>
inline constexpr bool is_list<waivers<Count>> = true;
template <typename... Pools>
inline constexpr bool is_list<pools<Pools...>> = true;
template <typename... Rules>
inline constexpr bool is_list<rules<Rules...>> = true;

}  // namespace detail

/// What a board is made of: linux_kernel, banks, pools, devices, a routing policy, root_cells, bootargs, rules, waivers.
template <typename T>
concept board_part = detail::is_list<T> || routing_policy<T> || std::is_same_v<T, linux_kernel> ||
    std::is_same_v<T, root_cells> || std::is_same_v<T, bootargs>;

/// A board, described once: a name, then its parts in any order, each kind at most once.
///
/// Make it an `inline constexpr` object; it is passed to everything by reference (`valid<my_board>`).
template <board_part... Parts>
struct board {
  std::string_view name;
  boost::hana::tuple<Parts...> parts;
  constexpr explicit board(std::string_view board_name, const Parts&... values) : name(board_name), parts{values...} {}
};

}  // namespace carveout
