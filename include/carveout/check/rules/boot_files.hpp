// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Rules about kernel image, device tree and initrd: where they lie while the kernel starts.
namespace carveout::standard {

using boot_file_rules = rule_list<>;

}  // namespace carveout::standard
