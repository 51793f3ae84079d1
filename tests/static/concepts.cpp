// SPDX-License-Identifier: BSL-1.0
#include <carveout/carveout.hpp>
#include <carveout/emit/dts.hpp>
#include <carveout/emit/overlay.hpp>

#include <string>

/// What each concept takes, and what it refuses.
namespace static_checks {

using namespace carveout;

struct nothing {};

static_assert(placement_policy<archetypes::placement_policy> && !placement_policy<nothing>);
struct decides_a_number {
  [[nodiscard]] constexpr auto decide() const -> int { return 0; }
};
static_assert(!placement_policy<decides_a_number>);

static_assert(pool_policy<archetypes::pool_policy> && !pool_policy<nothing>);
struct facts_only_when_changed {
  constexpr auto facts() -> pool_facts { return {}; }  // not const: a board is a constant
};
static_assert(!pool_policy<facts_only_when_changed>);

static_assert(routing_policy<archetypes::routing_policy> && !routing_policy<nothing>);
struct other_facts {
  static constexpr int facts = 3;
};
static_assert(!routing_policy<other_facts>);

static_assert(rule<archetypes::rule> && !rule<nothing>);
struct rule_without_summary {
  static constexpr std::string_view id = "x";
  static constexpr severity level = severity::note;
  static constexpr std::string_view mirrors = "";
  constexpr void check(const memory_plan&, findings&) const {}
};
static_assert(!rule<rule_without_summary>);
struct rule_without_check {
  static constexpr std::string_view id = "x";
  static constexpr severity level = severity::note;
  static constexpr std::string_view summary = "";
  static constexpr std::string_view mirrors = "";
};
static_assert(!rule<rule_without_check>);

static_assert(board_part<linux_kernel> && board_part<root_cells> && board_part<bootargs> && board_part<banks<2>>);
static_assert(board_part<pools<cma>> && board_part<devices<1>> && board_part<rules<archetypes::rule>> &&
              board_part<waivers<0>>);
static_assert(board_part<archetypes::routing_policy> && board_part<routing::stock_policy>);
static_assert(!board_part<bank> && !board_part<cma> && !board_part<int> && !board_part<nothing>);

/// The least that a text sink is.
struct sink_archetype {
  void append(std::string_view);
};
static_assert(text_sink<sink_archetype> && text_sink<text_buffer> && text_sink<counting_sink> && text_sink<std::string>);
static_assert(!text_sink<nothing>);

static_assert(tree_writer<dts_writer<sink_archetype>> && tree_writer<overlay_writer>);
static_assert(overlay_tree_writer<dts_writer<sink_archetype>> && overlay_tree_writer<overlay_writer>);
static_assert(!tree_writer<nothing> && !overlay_tree_writer<fdt_writer>);

}  // namespace static_checks
