// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <boost/hana/for_each.hpp>
#include <boost/hana/unpack.hpp>

#include <carveout/check/rule.hpp>
#include <carveout/check/rules/atomic_pool.hpp>
#include <carveout/check/rules/boot_files.hpp>
#include <carveout/check/rules/boot_loader.hpp>
#include <carveout/check/rules/bootargs.hpp>
#include <carveout/check/rules/budget.hpp>
#include <carveout/check/rules/cma.hpp>
#include <carveout/check/rules/configuration.hpp>
#include <carveout/check/rules/description.hpp>
#include <carveout/check/rules/device.hpp>
#include <carveout/check/rules/dynamic.hpp>
#include <carveout/check/rules/flags.hpp>
#include <carveout/check/rules/heaps.hpp>
#include <carveout/check/rules/memory.hpp>
#include <carveout/check/rules/needs.hpp>
#include <carveout/check/rules/overlap.hpp>
#include <carveout/check/rules/tree.hpp>
#include <carveout/model/board.hpp>
#include <carveout/plan/memory_plan.hpp>

/// The standard rules, and judging a plan by them.
namespace carveout {

/// In this order: a rule comes after those that it depends on.
using standard_rules =
    rule_catalogue<standard::description_rules, standard::tree_rules, standard::memory_rules, standard::flag_rules,
                   standard::overlap_rules, standard::cma_rules, standard::atomic_pool_rules, standard::dynamic_rules,
                   standard::device_rules, standard::need_rules, standard::heap_rules, standard::budget_rules,
                   standard::bootargs_rules, standard::configuration_rules, standard::boot_file_rules,
                   standard::boot_loader_rules>;

namespace detail {

constexpr void run_own(const auto&, const memory_plan&, findings&) {}
template <typename... Rules>
constexpr void run_own(const rules<Rules...>& own, const memory_plan& plan, findings& out) {
  static_assert((rule<Rules> && ...), "rules{...} takes rules: see the concept carveout::rule for what one has");
  boost::hana::for_each(own.list, [&](const auto& each) { run(each, plan, out); });
}

template <typename... Parts>
constexpr void run_own_rules(const board<Parts...>& from, const memory_plan& plan, findings& out) {
  boost::hana::unpack(from.parts, [&](const auto&... part) { (run_own(part, plan, out), ...); });
}

}  // namespace detail

/// These come last: they look at what the others found.
using policy_rules = rule_list<standard::unknown_rule, standard::unused_waiver>;

namespace detail {

constexpr void judge_by(const memory_plan& plan, findings& out, const auto& run_more) {
  const auto run_one = [&](const auto& each) { run(each, plan, out); };
  standard_rules::for_each(run_one);
  run_more();
  policy_rules::for_each(run_one);
}

}  // namespace detail

/// Every finding on a plan by the standard rules.
[[nodiscard]] constexpr auto check(const memory_plan& plan, std::size_t limit = ~std::size_t{0}) -> findings {
  findings out{plan, limit};
  detail::judge_by(plan, out, [] {});
  return out;
}

/// Every finding on a board's plan, by the standard rules and the board's own.
template <typename... Parts>
[[nodiscard]] constexpr auto check(const board<Parts...>& from, const memory_plan& plan, std::size_t limit = ~std::size_t{0})
    -> findings {
  findings out{plan, limit};
  detail::judge_by(plan, out, [&] { detail::run_own_rules(from, plan, out); });
  return out;
}

}  // namespace carveout
