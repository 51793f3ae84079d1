// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>

#include <carveout/core/interval.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Whether a device reaches a buffer whose address may be known to the kernel only.
namespace carveout {

enum class reached : std::uint8_t { no, yes, unknown };

/// For `size` bytes at `where`, or, if that is not known, somewhere in DRAM inside `within` (dma_coherent_ok(),
/// kernel/dma/direct.c).
[[nodiscard]] constexpr auto is_reached(const memory_plan& plan, const plan_device& device, std::optional<address> where,
                                        bytes size, interval within = interval::everything()) -> reached {
  if (where) return device.reach.contains(interval::at(*where, size)) ? reached::yes : reached::no;
  bool all = true, some = false;
  for (const bank& each : plan.banks) {
    const interval memory = interval::at(each.base, each.size).intersection(within);
    if (memory.empty()) continue;
    all = all && device.reach.contains(memory);
    some = some || device.reach.overlaps(memory);
  }
  return all && some ? reached::yes : some ? reached::unknown : reached::no;
}

}  // namespace carveout
