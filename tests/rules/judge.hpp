// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <carveout/check/check.hpp>
#include <carveout/plan/lower.hpp>

namespace rule_test {

/// What a fixture comes to: a board, or the storage of a plan.
inline auto judged(const auto& fixture) -> carveout::findings {
  if constexpr (requires { fixture.parts; }) {
    const auto storage = carveout::lower(fixture);
    return check(fixture, storage.view());
  } else {
    return carveout::check(fixture.view());
  }
}

/// The findings that a bad.hpp announces in its comments: "// MESSAGE: ", continued by lines that are indented by three.
inline auto announced(std::string_view id) -> std::string {
  std::ifstream header(std::string{RULE_ROOT "/"}.append(id).append("/bad.hpp"));
  std::string messages;
  bool inside = false;
  for (std::string line; std::getline(header, line);) {
    constexpr std::string_view first = "// MESSAGE: ", next = "//   ";
    if (line.starts_with(first)) {
      messages.append("\n").append(line.substr(first.size()));
      inside = true;
    } else if (inside && line.starts_with(next)) {
      messages.append(" ").append(line.substr(next.size()));
    } else {
      inside = false;
    }
  }
  return messages;
}

/// Only this rule speaks; it says what was announced, word by word; every finding has a way out, and names each of its
/// subjects (or quotes what it cannot name).
inline void judge_bad(std::string_view id, const carveout::findings& found) {
  carveout::text_buffer said;
  for (const carveout::finding& each : found.list()) {
    CAPTURE(each.message.view());
    if (!each.waived_because.empty()) continue;
    put(said, '\n', each);
    CHECK(each.rule == id);
    CHECK(each.fix.size() > 0);
    CHECK(each.subjects.size() > 0);
    for (const carveout::subject& about : each.subjects)
      CHECK((each.message.view().find(about.name) != std::string_view::npos || id == "bad-name"));
  }
  CHECK(said.size() > 0);
  CHECK(std::string{said.view()} == announced(id));
}

/// Nothing is found that the board does not waive.
inline void judge_good(const carveout::findings& found) {
  for (const carveout::finding& each : found.list()) {
    CAPTURE(each.message.view());
    CHECK_FALSE(each.waived_because.empty());
  }
}

}  // namespace rule_test
