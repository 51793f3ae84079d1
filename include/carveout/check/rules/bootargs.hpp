// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about the kernel command line.
namespace carveout::standard {

using bootargs_rules = rule_list<>;

}  // namespace carveout::standard
