// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <carveout/check/check.hpp>
#include <carveout/plan/lower.hpp>

#include "written.hpp"

namespace testing {

/// What one rule says about a plan, a line for each finding; empty: nothing.
inline auto told(std::string_view rule, const carveout::memory_plan& plan) -> std::string {
  std::string text;
  const carveout::findings found = carveout::check(plan);
  for (const carveout::finding& each : found.list())
    if (each.rule == rule) text += written(each) + '\n';
  return text;
}

/// The same about a board of these parts.
template <typename... Parts>
auto told_of(std::string_view rule, const Parts&... parts) -> std::string {
  const carveout::board described{"demo", parts...};
  const auto storage = carveout::lower(described);
  return told(rule, storage.view());
}

inline auto has(const std::string& text, std::string_view part) -> bool { return text.find(part) != std::string::npos; }

}  // namespace testing
