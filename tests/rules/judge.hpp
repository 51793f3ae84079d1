// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <doctest/doctest.h>

#include <carveout/check/finding.hpp>

namespace rule_test {

/// Only this rule speaks, every finding has a way out, and names each of its subjects (or quotes what it cannot name).
inline void judge_bad(std::string_view id, const carveout::findings& found) {
  std::size_t open = 0;
  for (const carveout::finding& each : found.list()) {
    CAPTURE(each.message.view());
    if (!each.waived_because.empty()) continue;
    ++open;
    CHECK(each.rule == id);
    CHECK(each.fix.size() > 0);
    CHECK(each.subjects.size() > 0);
    for (const carveout::subject& about : each.subjects)
      CHECK((each.message.view().find(about.name) != std::string_view::npos || id == "bad-name"));
  }
  CHECK(open > 0);
}

/// Nothing is found that the board does not waive.
inline void judge_good(const carveout::findings& found) {
  for (const carveout::finding& each : found.list()) {
    CAPTURE(each.message.view());
    CHECK_FALSE(each.waived_because.empty());
  }
}

}  // namespace rule_test
