// SPDX-License-Identifier: BSL-1.0

// Allocators on the same requests, in one run: carveout's, Boost.Interprocess' rbtree_best_fit, which manages memory in place,
// and the plainest bitmap scan, which is what the kernel does bit by bit. Time is per request, allocations and frees alike.

#include <benchmark/benchmark.h>
#include <malloc.h>
#include <time.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <boost/interprocess/indexes/null_index.hpp>
#include <boost/interprocess/mem_algo/rbtree_best_fit.hpp>
#include <boost/interprocess/sync/mutex_family.hpp>

#include <carveout/alloc/best_fit.hpp>
#include <carveout/alloc/buddy.hpp>
#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/coherent.hpp>
#include <carveout/alloc/gen_pool.hpp>
#include <carveout/alloc/good_fit.hpp>

#include "../../tests/unit/reference_allocators.hpp"
#include "workloads.hpp"

namespace {

using namespace carveout;
using workloads::workload;

constexpr bytes nowhere = ~bytes{0};

/// One of ours.
template <typename Model>
class ours {
 public:
  explicit ours(bytes region) : pool_{arena{.base = 0x4000'0000, .size = region}} {}
  auto allocate(bytes size, bytes alignment) -> bytes {
    const allocation got = pool_.allocate(size, alignment);
    return got ? *got : nowhere;
  }
  void free(bytes offset, bytes /*size*/) {
    if (pool_.free(offset) != refusal::none) std::abort();
  }

 private:
  basic_allocator<Model> pool_;
};

/// First fit over a flag a page.
class bitmap_scan {
 public:
  explicit bitmap_scan(bytes region) : map_{region / workloads::page} {}
  auto allocate(bytes size, bytes alignment) -> bytes {
    const std::size_t count = pages(size);
    const std::size_t place = map_.first_fit(count, alignment / workloads::page, 0);
    if (place == map_.none) return nowhere;
    map_.mark(place, count, true);
    return place * workloads::page;
  }
  void free(bytes offset, bytes size) { map_.mark(offset / workloads::page, pages(size), false); }

 private:
  static auto pages(bytes size) -> std::size_t { return (size + workloads::page - 1) / workloads::page; }
  reference::bitmap map_;
};

/// In place, and so given 64 bytes for every page: its best case.
class rbtree_best_fit {
  using algorithm = boost::interprocess::rbtree_best_fit<boost::interprocess::null_mutex_family>;
  static constexpr bytes scale = workloads::page / 64;

 public:
  explicit rbtree_best_fit(bytes region)
      : memory_{new (std::align_val_t{4096}) std::byte[region / scale + 4096]},
        pool_{new (memory_.get()) algorithm{region / scale + 4096, 0}} {}
  auto allocate(bytes size, bytes alignment) -> bytes {
    const bytes scaled = (size + workloads::page - 1) / workloads::page * 64 - 16;
    void* const got =
        alignment > workloads::page ? pool_->allocate_aligned(scaled, alignment / scale) : pool_->allocate(scaled);
    return got == nullptr ? nowhere : static_cast<bytes>(static_cast<std::byte*>(got) - memory_.get());
  }
  void free(bytes offset, bytes /*size*/) { pool_->deallocate(memory_.get() + offset); }

 private:
  struct release {
    void operator()(std::byte* memory) const { ::operator delete[](memory, std::align_val_t{4096}); }
  };
  std::unique_ptr<std::byte[], release> memory_;
  algorithm* pool_;
};

auto cpu_seconds() -> double {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

auto heap_in_use() -> std::size_t {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

/// The measured part of a workload, on a pool that was filled by the rest.
template <typename Pool>
void replay(benchmark::State& state, const workload& requests) {
  struct block {
    bytes offset, size;
  };
  std::size_t failures = 0, tables = 0;
  for (auto _ : state) {
    std::vector<block> live(requests.slots, {nowhere, 0});
    const std::size_t before = heap_in_use();
    Pool pool{requests.region};
    double begin = 0;
    failures = 0;
    for (std::size_t i = 0; i < requests.requests.size(); ++i) {
      if (i == requests.measured_from) begin = cpu_seconds();
      const auto& [size, alignment, slot] = requests.requests[i];
      if (size == 0) {
        if (live[slot].offset != nowhere) pool.free(live[slot].offset, live[slot].size);
        continue;
      }
      live[slot] = {pool.allocate(size, alignment), size};
      failures += live[slot].offset == nowhere ? 1 : 0;
    }
    state.SetIterationTime(cpu_seconds() - begin);
    tables = heap_in_use() - before;
  }
  const auto measured = static_cast<double>(requests.requests.size() - requests.measured_from);
  state.counters["op"] =
      benchmark::Counter(measured, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["KiB"] = static_cast<double>(tables) / 1024;
  state.counters["refused"] = static_cast<double>(failures);
}

template <typename Pool>
void add(const std::string& row, const std::string& name, const workload& requests) {
  benchmark::RegisterBenchmark((row + '/' + name).c_str(),
                               [&requests](benchmark::State& state) { replay<Pool>(state, requests); })
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond)
      ->MinTime(0.2);
}

void add_all(const std::string& row, const workload& requests, bool slow_ones) {
  add<ours<good_fit<>>>(row, "good-fit", requests);
  add<rbtree_best_fit>(row, "boost-rbtree_best_fit", requests);
  add<ours<cma_area<>>>(row, "cma", requests);
  if (slow_ones) add<bitmap_scan>(row, "bitmap-scan", requests);
  add<ours<dma_contiguous<>>>(row, "cma-dma", requests);
  add<ours<gen_pool<first_fit>>>(row, "genpool-first-fit", requests);
  add<ours<gen_pool<best_fit>>>(row, "genpool-best-fit", requests);
  add<ours<gen_pool<first_fit_order_align>>>(row, "genpool-first-fit-order-align", requests);
  add<ours<coherent_pool<>>>(row, "coherent", requests);
  add<ours<classic_best_fit<>>>(row, "best-fit", requests);
  add<ours<buddy<>>>(row, "buddy", requests);
}

}  // namespace

auto main(int argc, char** argv) -> int {
  using namespace workloads;
  benchmark::Initialize(&argc, argv);
  std::map<std::string, workload> rows;  // stays where it is while benchmarks point into it
  for (const int percent : {50, 70, 80, 90, 95}) rows["power-law-" + std::to_string(percent)] = power_law(gib, percent / 100.0);
  rows["camera-70"] = camera(0.7, false);
  rows["camera-70-aligned"] = camera(0.7, true);
  rows["holes"] = holes();
  for (const unsigned live : {1'000U, 10'000U, 100'000U, 1'000'000U}) rows["live-" + std::to_string(live)] = live_blocks(live);
  for (const auto& [row, requests] : rows)
    add_all(row, requests, row != "live-100000" && row != "live-1000000" && row != "holes");
  // a scan of 98,304 holes takes minutes: a hundredth of the requests
  static workload few_holes = rows["holes"];
  few_holes.requests.resize(few_holes.measured_from + 2000);
  add<bitmap_scan>("holes", "bitmap-scan", few_holes);

  static std::map<unsigned, workload> sizes;
  for (unsigned kib_pages = 1; kib_pages <= 1024; kib_pages *= 4) {
    sizes[kib_pages] = power_law(kib_pages * 4 * mib, 0.7, std::uint64_t{8} * kib_pages < 2048 ? 8 * kib_pages : 2048);
    const std::string row = "pages-" + std::to_string(kib_pages) + "Ki";
    add<ours<good_fit<>>>(row, "good-fit", sizes[kib_pages]);
    add<ours<cma_area<>>>(row, "cma", sizes[kib_pages]);
    add<ours<gen_pool<best_fit>>>(row, "genpool-best-fit", sizes[kib_pages]);
    if (kib_pages <= 64) add<bitmap_scan>(row, "bitmap-scan", sizes[kib_pages]);
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
