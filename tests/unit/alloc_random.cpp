// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <carveout/alloc/best_fit.hpp>
#include <carveout/alloc/buddy.hpp>
#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/coherent.hpp>
#include <carveout/alloc/first_fit.hpp>
#include <carveout/alloc/gen_pool.hpp>
#include <carveout/alloc/good_fit.hpp>

#include "reference_allocators.hpp"

/// Random requests to every allocator, judged by a flag a unit: no overlap, alignment as promised, refused only where nothing
/// fits, and, for the kernel's algorithms, the very place that the definition gives.
namespace {

using namespace carveout;

/// What an algorithm promises for a request: how many units it takes, and which steps its first unit goes in.
struct promise {
  std::uint64_t count;
  std::uint64_t step = 1;   ///< in units
  std::uint64_t shift = 0;  ///< added to a unit's number before
};

enum class placing { lowest, smallest, anywhere };

struct setup {
  arena memory;
  unsigned option;
};

template <typename Model, typename Promise>
void judge(const char* name, const setup& with, placing where, bytes unit, const Promise& promised, auto... options) {
  INFO(name, ", base ", with.memory.base, ", size ", with.memory.size);
  std::mt19937_64 dice{with.memory.size ^ with.memory.base};
  const auto below = [&](std::uint64_t bound) { return dice() % bound; };

  basic_allocator<Model> pool{with.memory, options...};
  reference::bitmap seen{static_cast<std::size_t>(with.memory.size / unit)};
  REQUIRE(pool.size() == seen.size() * unit);
  struct block {
    bytes offset, size;
    std::uint64_t count;
  };
  std::vector<block> live;
  bytes used = 0, most_used = 0;
  unsigned wrong = 0, refused = 0;
  const auto expect = [&](bool right, const std::string& what) {
    if (right) return;
    ++wrong;
    CHECK_MESSAGE(right, what);
  };

  for (int round = 0; round < 12'000 && wrong < 5; ++round) {
    if (below(100) < (round / 1500 % 2 == 0 ? 62 : 42)) {
      bytes size = 1 + below(below(4) == 0 ? with.memory.size / 3 : 24 * unit);
      if (below(4) == 0) size = std::bit_floor(size) + below(3);
      const bytes alignment = below(2) == 0 ? 1 : bytes{1} << below(22);
      const promise it = promised(size, alignment);
      const allocation got = pool.allocate(size, alignment);
      const std::size_t lowest = it.count > seen.size() ? seen.none : seen.first_fit(it.count, it.step, it.shift);
      if (!got) {
        ++refused;
        expect(lowest == seen.none, "refused, and there was room");
        expect(got.why == refusal::no_hole || got.why == refusal::beyond_pool, std::string{message_of(got.why)});
        continue;
      }
      const auto begin = static_cast<std::size_t>(*got / unit);
      expect(*got % unit == 0 && begin + it.count <= seen.size(), "outside the pool");
      if (wrong != 0) return;
      for (std::size_t i = begin; i < begin + it.count; ++i) expect(!seen.is_used(i), "overlaps");
      expect((begin + it.shift) % it.step == 0, "not aligned");
      if (where == placing::lowest) expect(begin == lowest, "not the lowest place");
      if (where == placing::smallest) expect(begin == seen.best_fit(it.count), "not the lowest of the smallest holes");
      seen.mark(begin, it.count, true);
      live.push_back({*got, size, it.count});
      used += it.count * unit;
      most_used = std::max(most_used, used);
    } else if (!live.empty()) {
      const std::size_t chosen = below(live.size());
      const block gone = live[chosen];
      live[chosen] = live.back();
      live.pop_back();
      expect(pool.free(gone.offset + 1) == refusal::inside_block, "a free of a block's inside");
      expect(pool.free(gone.offset, gone.size + gone.count * unit) == refusal::wrong_size, "a free by another size");
      expect((below(2) == 0 ? pool.free(gone.offset) : pool.free(gone.offset, gone.size)) == refusal::none, "a free");
      expect(pool.free(gone.offset) == refusal::double_free, "a second free");
      seen.mark(static_cast<std::size_t>(gone.offset / unit), gone.count, false);
      used -= gone.count * unit;
    }
    expect(pool.free_total() == pool.size() - used, "free total");
  }
  CHECK(pool.high_water() == most_used);
  CHECK(refused > 0);
  if constexpr (!requires { Model::highest_order; }) CHECK(pool.largest_free_block() == seen.longest_run() * unit);
  for (const block& each : live) CHECK(pool.free(each.offset) == refusal::none);
  CHECK(pool.free_total() == pool.size());
  if constexpr (!requires { Model::highest_order; }) CHECK(pool.largest_free_block() == pool.size());
  CHECK(pool.free(0) == refusal::double_free);
  CHECK(pool.free(pool.size()) == refusal::outside_pool);
  CHECK(pool.free(~bytes{0}) == refusal::outside_pool);
}

constexpr bytes page = 4096;

auto pages(bytes size, bytes unit = page) -> std::uint64_t { return size / unit + (size % unit != 0 ? 1 : 0); }

const setup setups[] = {
    {{.base = 0x4000'0000, .size = 4 << 20, .granule = page}, 0},
    {{.base = 0x5f0a'7000, .size = 0x1f'5000, .granule = page}, 0},  // neither end at a multiple of anything
    {{.base = 0x4020'0000, .size = 63 * page, .granule = page}, 0},
    {{.base = 0x8'8000'0000, .size = 64 * page, .granule = page}, 0},
    {{.base = 0x7000, .size = 65 * page, .granule = page}, 0},
    {{.base = 0x4123'4000, .size = 9'000 * page, .granule = page}, 0},
};

}  // namespace

TEST_CASE("allocators place as their definitions say, whatever comes") {
  for (const setup& each : setups) {
    const address base = each.memory.base;
    for (const unsigned order : {0U, 2U}) {
      const bytes unit = page << order;
      if (each.memory.size < unit || base % unit != 0) continue;
      judge<cma_area<>>(
          "cma", each, placing::lowest, unit,
          [&](bytes size, bytes alignment) {
            return promise{pages(size, unit), alignment > unit ? alignment / unit : 1, base / unit};
          },
          order);
    }
    for (const unsigned most : {4U, 8U})
      judge<dma_contiguous<>>(
          "cma-dma", each, placing::lowest, page,
          [&](bytes size, bytes) {
            return promise{pages(size), std::min(std::bit_ceil(pages(size)), std::uint64_t{1} << most), base / page};
          },
          most);
    judge<coherent_pool<>>("coherent", each, placing::lowest, page, [](bytes size, bytes) {
      return promise{std::bit_ceil(pages(size)), std::bit_ceil(pages(size))};
    });
    judge<gen_pool<first_fit>>("first fit", each, placing::lowest, page,
                               [](bytes size, bytes) { return promise{pages(size)}; });
    judge<gen_pool<best_fit>>("best fit", each, placing::smallest, page,
                              [](bytes size, bytes) { return promise{pages(size)}; });
    const auto physical = [&](bytes size, bytes alignment) {
      return promise{pages(size), alignment > page ? alignment / page : 1, base / page};
    };
    judge<gen_pool<first_fit_align>>("first fit align", each, placing::lowest, page, physical);
    judge<gen_pool<first_fit_align_in_chunk>>("first fit align in chunk", each, placing::lowest, page,
                                              [](bytes size, bytes alignment) {
                                                return promise{pages(size), alignment > page ? alignment / page : 1};
                                              });
    judge<gen_pool<first_fit_order_align>>("first fit order align", each, placing::lowest, page, [](bytes size, bytes) {
      return promise{pages(size), std::bit_ceil(pages(size))};
    });
    judge<address_ordered_first_fit<>>("address-ordered first fit", each, placing::lowest, page, physical);
    judge<classic_best_fit<>>("classic best fit", each, placing::anywhere, page, physical);
    judge<good_fit<>>("good fit", each, placing::anywhere, page, physical);
  }
}

TEST_CASE("buddy blocks are aligned to their size, and refused only where no free block is large enough") {
  for (const setup& each : setups) {
    std::mt19937_64 dice{each.memory.base};
    const unsigned max_order = 5;
    basic_allocator<buddy<>> pool{each.memory, max_order};
    struct block {
      bytes offset, size;
    };
    std::vector<block> live;
    for (int round = 0; round < 20'000; ++round) {
      if (dice() % 100 < 55) {
        const bytes size = 1 + dice() % (page << (dice() % (max_order + 1)));
        const bytes whole = std::bit_ceil(pages(size)) * page;
        const allocation got = pool.allocate(size);
        if (!got) {
          REQUIRE(pool.largest_free_block() < whole);
          continue;
        }
        REQUIRE((each.memory.base + *got) % whole == 0);
        REQUIRE(*got + whole <= pool.size());
        REQUIRE(std::none_of(live.begin(), live.end(), [&](const block& other) {
          return *got < other.offset + other.size && other.offset < *got + whole;
        }));
        live.push_back({*got, whole});
      } else if (!live.empty()) {
        const std::size_t chosen = dice() % live.size();
        const block gone = live[chosen];
        live[chosen] = live.back();
        live.pop_back();
        if (gone.size > page) REQUIRE(pool.free(gone.offset + page) == refusal::inside_block);
        REQUIRE(pool.free(gone.offset + 1) == refusal::inside_block);
        REQUIRE(pool.free(gone.offset, 2 * gone.size) == refusal::wrong_size);
        REQUIRE(pool.free(gone.offset, gone.size) == refusal::none);
        REQUIRE(pool.free(gone.offset) == refusal::double_free);
      }
    }
    // all merge again: whatever is aligned and inside is one block of the largest order
    for (const block& each_block : live) CHECK(pool.free(each_block.offset) == refusal::none);
    CHECK(pool.free_total() == pool.size());
    const bytes largest = page << max_order;
    const address begin = (each.memory.base + largest - 1) / largest * largest;
    const bytes whole_blocks = (each.memory.base + each.memory.size - begin) / largest;
    for (bytes i = 0; i < whole_blocks; ++i) CHECK(pool.allocate(largest));
    CHECK(!pool.allocate(largest));
  }
}
