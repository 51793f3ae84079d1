// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/core/sink.hpp>
#include <carveout/plan/memory_plan.hpp>

/// The kernel command line that a plan comes to.
namespace carveout {

/// The arguments on one line, without a line break: the board's own first, then `coherent_pool=`.
template <text_sink Sink>
constexpr void write_bootargs(const memory_plan& plan, Sink& sink) {
  sink.append(plan.extra_bootargs);
  if (plan.atomic_pool == 0) return;
  put(sink, plan.extra_bootargs.empty() ? "" : " ", "coherent_pool=", memparse_size{plan.atomic_pool});
}

}  // namespace carveout
