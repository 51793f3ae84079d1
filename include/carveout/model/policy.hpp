// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <boost/hana/tuple.hpp>

/// How a board wants to be judged: rules of its own, severities that it changes, findings that it accepts.
namespace carveout {

enum class severity : std::uint8_t { note, warning, error };

[[nodiscard]] constexpr auto name_of(severity level) -> std::string_view {
  return level == severity::error ? "error" : level == severity::warning ? "warning" : "note";
}

/// Rules of the board team, checked with the standard ones: `rules{my_rule{}}`. See check/rule.hpp.
template <typename... Rules>
struct rules {
  boost::hana::tuple<Rules...> list;
  constexpr explicit rules(const Rules&... values) : list{values...} {}
};

/// Takes every finding of one rule for milder or harsher than it usually is; the reason is printed in every generated file.
struct judge {
  std::string_view rule{};
  severity as = severity::error;
  std::string_view reason{};
};

/// `severities{judge{.rule = "cma-share", .as = severity::error, .reason = "..."}}`
template <std::size_t Count>
struct severities {
  std::array<judge, Count> list;
  template <typename... Judges>
  constexpr explicit severities(const Judges&... values) : list{judge{values}...} {}
};
template <typename... Judges>
severities(const Judges&...) -> severities<sizeof...(Judges)>;

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

}  // namespace carveout
