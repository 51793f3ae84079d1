// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <carveout/core/growing.hpp>
#include <carveout/core/hash.hpp>
#include <carveout/core/sort.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/plan/place.hpp>

/// The part of lowering that needs everything together, for any front end: alignments by the kernel, uses by label, windows
/// by reach, addresses, order.
namespace carveout {

/// The arrays of a plan in the making. `by_address` is as long as `regions`.
struct draft_plan {
  linux_kernel kernel{};
  std::span<const bank> banks{};
  std::span<region> regions{};
  std::span<region> disabled_regions{};
  std::span<std::size_t> by_address{};
  std::span<const plan_device> devices{};
  std::span<plan_use> uses{};
  std::span<plan_use> disabled_uses{};
};

namespace detail {

constexpr void sort_indices(std::span<std::size_t> indices, const auto& before) {
  for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = i;
  merge_sort(indices, before);
}

/// Finds the pools that devices name, by bisection over hashes: 256 by 256 comparisons of names would be too many for
/// clang's limit on constant evaluation. Cuts the pools' windows to what their devices reach, if no IOMMU maps them.
constexpr void resolve_uses(const draft_plan& draft) {
  struct entry {
    std::uint64_t hash;
    std::size_t region;
  };
  const std::size_t enabled = draft.regions.size();
  const auto pool_at = [&](std::size_t i) -> region& {
    return i < enabled ? draft.regions[i] : draft.disabled_regions[i - enabled];
  };
  growing<entry> order;
  for (std::size_t i = 0; i < enabled + draft.disabled_regions.size(); ++i) order.push_back({hash_of(pool_at(i).label), i});
  merge_sort(std::span{order.data(), order.size()},
             [](const entry& left, const entry& right) { return left.hash < right.hash; });
  const auto resolve_use = [&](plan_use& use) -> region* {
    const std::uint64_t hash = hash_of(use.pool);
    std::size_t from = 0, to = order.size();
    while (from < to) {
      const std::size_t middle = (from + to) / 2;
      if (order[middle].hash < hash)
        from = middle + 1;
      else
        to = middle;
    }
    while (from < order.size() && order[from].hash == hash && pool_at(order[from].region).label != use.pool) ++from;
    if (from == order.size() || order[from].hash != hash) return nullptr;
    const std::size_t found = order[from].region;
    (found < enabled ? use.region : use.disabled) = found < enabled ? found : found - enabled;
    ++pool_at(found).users;
    return &pool_at(found);
  };
  for (plan_use& use : draft.uses) {
    region* const pool = resolve_use(use);
    const plan_device& device = draft.devices[use.device];
    if (pool != nullptr && !device.iommu) pool->window = pool->window.intersection(device.reach);
  }
  for (plan_use& use : draft.disabled_uses) resolve_use(use);
}

}  // namespace detail

constexpr void resolve(const draft_plan& draft) {
  const bytes for_cma = cma_alignment(draft.kernel);
  const auto locate = [&](region& each) {
    const bytes demanded = each.reusable ? for_cma : draft.kernel.page;
    each.required_alignment = each.alignment > demanded ? each.alignment : demanded;
    each.window = each.where.window;
    if (each.where.by == chosen_by::description) each.range = interval::at(each.window.begin, each.size);
  };
  for (region& each : draft.regions) locate(each);
  for (region& each : draft.disabled_regions) locate(each);
  detail::resolve_uses(draft);
  if (!draft.banks.empty()) place(draft.regions, draft.banks);
  detail::sort_indices(draft.by_address, [&](std::size_t left, std::size_t right) {
    const region& a = draft.regions[left];
    const region& b = draft.regions[right];
    return a.is_placed() != b.is_placed() ? a.is_placed() : a.range.begin < b.range.begin;
  });
}

}  // namespace carveout
