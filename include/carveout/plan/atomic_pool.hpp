// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/units.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/plan/memory_plan.hpp>

/// How large a plan's atomic pool is meant to be.
namespace carveout {

/// What `coherent_pool=` says; 0 where nobody does.
[[nodiscard]] constexpr auto told_atomic_pool(const memory_plan& plan) -> bytes {
  if (plan.atomic_pool != 0) return plan.atomic_pool;
  const auto asked = find_argument(plan.extra_bootargs, "coherent_pool");
  return asked ? memparse(asked->value).value : 0;
}

/// That, or what the kernel takes otherwise.
[[nodiscard]] constexpr auto atomic_pool_size(const memory_plan& plan) -> bytes {
  const bytes told = told_atomic_pool(plan);
  return told != 0 ? told : default_atomic_pool(plan.kernel, plan.ram());
}

}  // namespace carveout
