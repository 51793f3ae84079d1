// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about U-Boot, firmware and EFI: what they own, and what they do not know.
namespace carveout::standard {

using boot_loader_rules = rule_list<>;

}  // namespace carveout::standard
