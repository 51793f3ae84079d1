// SPDX-License-Identifier: BSL-1.0

// The whole catalogue of rules over a large plan, against the plainest way to find what overlaps: every pair of regions. A
// catalogue that compares regions pair by pair anywhere is slower than that from some size on.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <carveout/check/check.hpp>
#include <carveout/plan/resolve.hpp>

namespace {

using namespace carveout;

/// A valid plan: two regions of three are no-map memory of firmware, one is a device's pool, one pool of eight is dynamic.
struct large_plan {
  std::vector<std::string> names;
  std::vector<bank> banks{bank{.name = "dram", .base = 0x1'0000'0000, .size = bytes{64} << 30}};
  std::vector<region> regions;
  std::vector<std::size_t> by_address;
  std::vector<plan_device> devices;
  std::vector<plan_use> uses;
  memory_plan plan;

  explicit large_plan(std::size_t count) : regions(count), by_address(count) {
    names.reserve(2 * count);
    for (std::size_t i = 0; i < count; ++i) {
      region& each = regions[i];
      names.push_back("pool_" + std::to_string(i));
      each.label = names.back();
      each.size = bytes{1} << 20;
      each.no_map = true;
      each.where = at(0x1'0000'0000 + (bytes{8} << 20) * ((i * 7919) % count));
      each.kind = pool_kind::firmware;
      if (i % 3 != 0) continue;
      each.kind = pool_kind::coherent;
      each.compatible = "shared-dma-pool";
      if (i % 8 == 0) each.where = within(0x1'0000'0000, 0x11'0000'0000);
      names.push_back("&device_" + std::to_string(i));
      devices.push_back({.name = std::string_view{names.back()}.substr(1),
                         .node = names.back(),
                         .reach = {0, std::uint64_t{1} << 40},
                         .first_use = uses.size(),
                         .use_count = 1});
      uses.push_back({.device = devices.size() - 1, .pool = names[names.size() - 2]});
    }
    plan.board = "large";
    plan.kernel = {.version = {6, 12}};
    plan.asked_version = plan.kernel.version;
    plan.has_kernel = true;
    resolve({.kernel = plan.kernel,
             .banks = banks,
             .regions = regions,
             .by_address = by_address,
             .devices = devices,
             .uses = uses});
    plan.banks = banks;
    plan.regions = regions;
    plan.by_address = by_address;
    plan.devices = devices;
    plan.uses = uses;
  }
};

void whole_catalogue(benchmark::State& state) {
  const large_plan large{static_cast<std::size_t>(state.range(0))};
  for (auto _ : state) {
    const findings found = check(large.plan);
    if (found.errors() != 0) state.SkipWithError("the plan is not valid");
    benchmark::DoNotOptimize(found.list().data());
  }
}

void overlaps_by_pairs(benchmark::State& state) {
  const large_plan large{static_cast<std::size_t>(state.range(0))};
  for (auto _ : state) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < large.regions.size(); ++i)
      for (std::size_t j = i + 1; j < large.regions.size(); ++j)
        found += large.regions[i].range.overlaps(large.regions[j].range) ? 1u : 0u;
    if (found != 0) state.SkipWithError("the plan is not valid");
    benchmark::DoNotOptimize(found);
  }
}

BENCHMARK(whole_catalogue)->Arg(50)->Arg(1000)->Arg(4000)->Unit(benchmark::kMicrosecond);
BENCHMARK(overlaps_by_pairs)->Arg(50)->Arg(1000)->Arg(4000)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
