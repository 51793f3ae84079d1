// SPDX-License-Identifier: BSL-1.0
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <set>
#include <string_view>

#include <carveout/check/check.hpp>

TEST_CASE("every rule has its folder, and every folder its rule") {
  std::set<std::string_view> rules;
  const auto add = [&](const auto& rule) { CHECK(rules.insert(rule.id).second); };  // ids are unique
  carveout::standard_rules::for_each(add);
  carveout::policy_rules::for_each(add);
  CHECK(rules == std::set<std::string_view>{RULE_FOLDERS});
}

TEST_CASE("a prerequisite comes before the rule that names it") {
  std::set<std::string_view> before;
  carveout::standard_rules::for_each([&](const auto& rule) {
    if constexpr (requires { rule.after; })
      for (const std::string_view id : rule.after) CHECK(before.count(id) == 1);
    before.insert(rule.id);
  });
}
