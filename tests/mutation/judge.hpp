// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>

#include <carveout/check/check.hpp>
#include <carveout/plan/lower.hpp>

/// What is compared between the original and a mutant: text on the standard output, in sections.
namespace mutation {

inline void say(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

struct string_sink {
  std::string text{};
  void append(std::string_view more) { text.append(more); }
};

/// A section, which a report names when it differs. What is thrown is part of its text.
template <typename Write>
void section(std::string_view name, const Write& write) {
  string_sink sink;
  sink.append("== ");
  sink.append(name);
  sink.append("\n");
  try {
    write(sink);
  } catch (const std::exception& thrown) {
    sink.append("thrown: ");
    sink.append(thrown.what());
    sink.append("\n");
  }
  say(sink.text);
}

inline void write_findings(string_sink& sink, const carveout::findings& all) {
  for (const carveout::finding& each : all.list()) {
    write_to(sink, each);
    sink.append("\n");
  }
}

// What a fixture is judged by, whatever kind of thing it is: a board, the storage of a plan, or a plan.

template <typename... Parts>
void judge(string_sink& sink, const carveout::board<Parts...>& fixture) {
  const auto storage = carveout::lower(fixture);
  write_findings(sink, check(fixture, storage.view()));
}
inline void judge(string_sink& sink, const carveout::memory_plan& fixture) { write_findings(sink, carveout::check(fixture)); }
template <typename Storage>
  requires requires(const Storage& storage) { storage.view(); }
void judge(string_sink& sink, const Storage& fixture) {
  write_findings(sink, carveout::check(fixture.view()));
}

/// Instead of plan_of<board>, which is a constant. Made anew each time, and left behind.
template <typename... Parts>
auto plan_now(const carveout::board<Parts...>& from) -> carveout::memory_plan {
  return (new auto(carveout::lower(from)))->view();
}

template <typename Fixture>
void fixture(std::string_view name, const Fixture& value) {
  section(name, [&](string_sink& sink) { judge(sink, value); });
}

}  // namespace mutation
