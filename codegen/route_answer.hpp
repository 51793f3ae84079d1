// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <carveout/route/route.hpp>

#include "text.hpp"
#include "tree/tree_plan.hpp"

/// What `carveout route` found out, and the words for it.
namespace carveout::codegen::detail {

/// A device of the tree, with the pools that the plan knows of it.
struct routed_device {
  std::string name;
  plan_device facts;
};

/// One kernel's answers.
struct routed {
  std::shared_ptr<const tree_plan> owner;
  memory_plan plan;               ///< with the routing policy that was asked for
  std::vector<dma_route> routes;  ///< of each device
};

/// The columns of a matrix.
inline constexpr std::array all_sources{
    memory_source::device_pool, memory_source::restricted_pool, memory_source::atomic_pool, memory_source::device_cma,
    memory_source::default_cma, memory_source::scattered_pages, memory_source::buddy,       memory_source::swiotlb};

/// In a matrix: 1 for who is asked first, 2 for who is when that has nothing, and so on; 0 for who never is.
[[nodiscard]] inline auto turn_of(const dma_route& way, memory_source from) -> std::size_t {
  std::size_t number = 0;
  for (const route_step& each : way.steps) {
    if (each.outcome == step_outcome::skipped) continue;
    ++number;
    if (each.from == from) return number;
  }
  return 0;
}

/// 4 MiB that may wait, without a kernel mapping
[[nodiscard]] inline auto words_for(const dma_request& request) -> std::string {
  return text_of(human_size{request.size}, request.atomic ? " that must not wait" : " that may wait",
                 request.no_kernel_mapping ? ", without a kernel mapping" : "", request.pages ? ", by dma_alloc_pages()" : "");
}

[[nodiscard]] inline auto outcome_of(const route_step& step) -> std::string_view {
  return step.outcome == step_outcome::skipped ? "skipped" : step.outcome == step_outcome::last ? "final" : "or the next";
}

/// Why it is asked or not; and that it is in vain, where no request of that size ever succeeds there.
[[nodiscard]] inline auto reason_of(const route_step& step, bytes size) -> std::string {
  if (step.outcome == step_outcome::skipped || step.can_serve(size)) return step.reason;
  return text_of(step.reason, "; in vain: it never gives more than ", human_size{step.most}, " at once");
}

[[nodiscard]] inline auto name_of_step(const memory_plan& plan, const route_step& step) -> std::string {
  std::string name{name_of(step.from)};
  if (step.region == no_index) return name;
  text_buffer pool;
  write_node_name(pool, plan.regions[step.region]);
  return name + ' ' + std::string{pool.view()};
}

[[nodiscard]] inline auto same_way(const dma_route& one, const dma_route& other) -> bool {
  return std::equal(one.steps.begin(), one.steps.end(), other.steps.begin(), other.steps.end(),
                    [](const route_step& a, const route_step& b) {
                      return a.from == b.from && a.outcome == b.outcome && a.mapping == b.mapping;
                    });
}

}  // namespace carveout::codegen::detail
