// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/plan/memory_plan.hpp>

namespace carveout {

/// A rule: a small struct with
///   id        kebab-case, stable, unique: what people waive and search for
///   level     how bad a finding is
///   summary   one sentence: what must hold, and why
///   mirrors   the kernel symbol and versions, or the specification, that it comes from
///   check     looks at the plan and adds findings
/// and, if it makes no sense while others fail, `after`: an array of their ids. Its findings about a subject that one of
/// those has already named, or all of them when it named the board, are dropped: one mistake is reported once.
template <typename T>
concept rule = requires(const T& self, const memory_plan& plan, findings& out) {
  { T::id } -> std::convertible_to<std::string_view>;
  { T::level } -> std::convertible_to<severity>;
  { T::summary } -> std::convertible_to<std::string_view>;
  { T::mirrors } -> std::convertible_to<std::string_view>;
  self.check(plan, out);
};

namespace archetypes {

/// The least that a rule is.
struct rule {
  static constexpr std::string_view id = "archetype";
  static constexpr severity level = severity::note;
  static constexpr std::string_view summary = "";
  static constexpr std::string_view mirrors = "";
  constexpr void check(const memory_plan&, findings&) const {}
};

}  // namespace archetypes
static_assert(rule<archetypes::rule>);

/// Rules of one topic, in the order in which they run.
template <rule... Rules>
struct rule_list {
  static constexpr std::size_t size = sizeof...(Rules);
  /// Calls `look` with each of them.
  static constexpr void for_each(const auto& look) { (look(Rules{}), ...); }
};

/// Lists one after the other. Not one list of all their rules, nor a Hana tuple: this costs the compiler nothing.
template <typename... Lists>
struct rule_catalogue {
  static constexpr std::size_t size = (Lists::size + ... + 0);
  static constexpr void for_each(const auto& look) { (Lists::for_each(look), ...); }
};

namespace detail {

/// One of the findings before `end`, that nobody waives, is by a rule in `ids`, and names a subject of `late` or the board as a
/// whole.
template <typename Ids>
[[nodiscard]] constexpr auto is_cascade(const findings& all, std::size_t end, const finding& late, const Ids& ids) -> bool {
  for (std::size_t i = 0; i < end; ++i) {
    const finding& early = all.list()[i];
    for (const std::string_view id : ids) {
      if (early.rule != id || !early.waived_because.empty()) continue;
      for (const subject& cause : early.subjects) {
        if (cause.what == "board" || cause.what == "tree") return true;
        for (const subject& about : late.subjects)
          if (about.what == cause.what && about.name == cause.name) return true;
      }
    }
  }
  return false;
}

}  // namespace detail

/// Runs one rule and drops what only follows from earlier findings.
template <rule Rule>
constexpr void run(const Rule& rule, const memory_plan& plan, findings& out) {
  const std::size_t before = out.list().size();
  out.set_rule(Rule::id, Rule::level);
  rule.check(plan, out);
  if constexpr (requires { Rule::after; }) {
    for (std::size_t i = out.list().size(); i-- > before;)
      if (detail::is_cascade(out, before, out.list()[i], Rule::after)) out.erase(i);
  }
}

}  // namespace carveout
