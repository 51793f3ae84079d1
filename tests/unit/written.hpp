// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <carveout/core/sink.hpp>

namespace testing {

/// A sink that is an ordinary string, so that a failing comparison prints both sides.
struct string_sink {
  std::string text;
  void append(std::string_view piece) { text.append(piece); }
};

/// What `put` makes of the parts.
template <typename... Parts>
auto written(Parts... parts) -> std::string {
  string_sink sink;
  carveout::put(sink, parts...);
  return sink.text;
}

/// What an emitter writes for a plan.
auto emitted(const auto& emit) -> std::string {
  string_sink sink;
  emit(sink);
  return sink.text;
}

}  // namespace testing
