// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include <carveout/alloc/best_fit.hpp>
#include <carveout/alloc/buddy.hpp>
#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/coherent.hpp>
#include <carveout/alloc/first_fit.hpp>
#include <carveout/alloc/gen_pool.hpp>
#include <carveout/alloc/good_fit.hpp>
#include <carveout/sim/replay.hpp>

#include "progress.hpp"

/// A trace replayed by an allocator that is chosen by name.
namespace carveout::codegen {

struct allocator_choice {
  std::string name;
  arena memory{};
  unsigned order_per_bit = 0;
  unsigned cma_alignment = 8;
  unsigned max_order = 10;
};

struct allocator_name {
  std::string_view name, what;
};

inline constexpr std::array allocator_names{
    allocator_name{"cma", "a CMA area: first fit, physical alignment as the trace gives it"},
    allocator_name{"cma-dma", "the same through the DMA API: alignment from the size, at most --cma-alignment"},
    allocator_name{"coherent", "a device's no-map pool: whole powers of two pages, aligned from the pool's beginning"},
    allocator_name{"genpool-first-fit", "gen_pool's default; no alignment beyond the granule"},
    allocator_name{"genpool-best-fit", "the smallest hole that is large enough, the lowest of equals"},
    allocator_name{"genpool-first-fit-align", "first fit at a physical multiple of ALIGN"},
    allocator_name{"genpool-first-fit-align-in-chunk", "the same before 4.14.177 and 5.4.286: ALIGN counts from the chunk"},
    allocator_name{"genpool-first-fit-order-align", "aligned to the size, as a power of two, from the chunk; the atomic pools"},
    allocator_name{"buddy", "blocks of 2^n pages up to --max-order; addresses are one possible outcome"},
    allocator_name{"best-fit", "the contiguous memory framework of 2010"},
    allocator_name{"first-fit", "no kernel's: the lowest place, for comparison"},
    allocator_name{"good-fit", "no kernel's: fast and tight, for comparison"},
};

/// Calls `use(pool)` with the allocator of that name; whether there is one. Throws capacity_error.
template <typename Use>
auto with_allocator(const allocator_choice& choice, const Use& use) -> bool {
  const auto call = [&]<typename Model>(std::type_identity<Model>, const auto&... options) {
    basic_allocator<Model> pool{choice.memory, options...};
    use(pool);
    return true;
  };
  const std::string_view name = choice.name;
  if (name == "cma") return call(std::type_identity<cma_area<>>{}, choice.order_per_bit);
  if (name == "cma-dma") return call(std::type_identity<dma_contiguous<>>{}, choice.cma_alignment);
  if (name == "coherent") return call(std::type_identity<coherent_pool<>>{});
  if (name == "genpool-first-fit") return call(std::type_identity<gen_pool<first_fit>>{});
  if (name == "genpool-best-fit") return call(std::type_identity<gen_pool<best_fit>>{});
  if (name == "genpool-first-fit-align") return call(std::type_identity<gen_pool<first_fit_align>>{});
  if (name == "genpool-first-fit-align-in-chunk") return call(std::type_identity<gen_pool<first_fit_align_in_chunk>>{});
  if (name == "genpool-first-fit-order-align") return call(std::type_identity<gen_pool<first_fit_order_align>>{});
  if (name == "buddy") return call(std::type_identity<buddy<>>{}, choice.max_order);
  if (name == "best-fit") return call(std::type_identity<classic_best_fit<>>{});
  if (name == "first-fit") return call(std::type_identity<address_ordered_first_fit<>>{});
  if (name == "good-fit") return call(std::type_identity<good_fit<>>{});
  return false;
}

/// An allocation of the trace and what became of it. Times are numbers of operations.
struct replayed {
  operation asked{};
  allocation result = refusal::none;
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] auto differs() const -> bool {
    return asked.is_recorded && (result ? asked.answer != std::optional{*result} : asked.answer.has_value());
  }
};

struct simulation {
  std::vector<replayed> allocations;  ///< in the order of the trace
  std::size_t operations = 0;
  std::size_t failures = 0;
  std::size_t recorded = 0;
  std::size_t differences = 0;  ///< from the recorded answers
  /// When the first request was refused: which, and what was free then.
  std::optional<std::size_t> first_failure{};
  bytes free_then = 0, largest_then = 0;
  /// At the end.
  bytes size = 0, high_water = 0, free_total = 0, largest_free_block = 0;
  double fragmentation = 0;
};

/// Every granule of a pool costs memory here; without a limit a line of a trace could ask for all of it.
inline constexpr std::uint64_t most_granules_grown = 64 * 1024 * 1024;

/// Replays `trace`; returns what is wrong with it, "LINE: why", or nothing.
inline auto simulate(const allocator_choice& choice, std::string_view trace, simulation& made) -> std::string {
  std::string complaint;
  const auto replay = [&](auto& pool) {
    replayer run{pool};
    trace_reader reader{trace};
    progress shown{"operations"};
    std::unordered_map<std::uint64_t, std::size_t> live;  // ID to index of its allocation
    while (const auto asked = reader.next()) {
      shown.at(made.operations);
      const bool grows = asked->kind == operation::what::add_chunk;
      const std::uint64_t granules = grows ? asked->size / choice.memory.granule : 0, had = pool.size() / choice.memory.granule;
      const std::string_view why = grows && (granules > most_granules_grown || had + granules > most_granules_grown)
                                       ? "a pool grows to 64 Mi granules at most"
                                       : run.apply(*asked);
      if (!why.empty()) {
        complaint = std::to_string(asked->line) + ": " + std::string{why};
        return;
      }
      ++made.operations;
      if (asked->kind == operation::what::free) {
        if (const auto freed = live.extract(asked->id)) made.allocations[freed.mapped()].end = made.operations;
      }
      if (asked->kind != operation::what::allocate) continue;
      made.allocations.push_back({*asked, run.result(), made.operations, 0});
      const replayed& last = made.allocations.back();
      if (last.result) live[asked->id] = made.allocations.size() - 1;
      made.recorded += asked->is_recorded ? 1 : 0;
      made.differences += last.differs() ? 1 : 0;
      if (last.result) continue;
      if (++made.failures > 1) continue;
      made.first_failure = made.allocations.size() - 1;
      made.free_then = pool.free_total();
      made.largest_then = pool.largest_free_block();
    }
    if (!reader.complaint().empty()) complaint = std::to_string(reader.line()) + ": " + std::string{reader.complaint()};
    for (replayed& each : made.allocations)
      if (each.end == 0) each.end = made.operations + 1;
    made.size = pool.size();
    made.high_water = pool.high_water();
    made.free_total = pool.free_total();
    made.largest_free_block = pool.largest_free_block();
    made.fragmentation = pool.fragmentation();
  };
  with_allocator(choice, replay);
  return complaint;
}

}  // namespace carveout::codegen
