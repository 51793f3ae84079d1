// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <cstdint>

#include <carveout/alloc/best_fit.hpp>
#include <carveout/alloc/buddy.hpp>
#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/coherent.hpp>
#include <carveout/alloc/failure.hpp>
#include <carveout/alloc/first_fit.hpp>
#include <carveout/alloc/gen_pool.hpp>
#include <carveout/alloc/good_fit.hpp>

#include "const_check.hpp"

// What every allocator answers to requests that make no sense, and small examples whose answers follow from the definitions.
namespace {

using namespace carveout;
using namespace carveout::literals;

constexpr arena small{.base = 0x4020'0000, .size = 256_KiB};  // 64 pages

static_assert(allocator<basic_allocator<cma_area<>>> && allocator<basic_allocator<dma_contiguous<>>>);
static_assert(allocator<basic_allocator<gen_pool<>>> && allocator<basic_allocator<gen_pool<best_fit>>>);
static_assert(allocator<basic_allocator<coherent_pool<>>> && allocator<basic_allocator<buddy<>>>);
static_assert(allocator<basic_allocator<classic_best_fit<>>> && allocator<basic_allocator<good_fit<>>>);
static_assert(allocator<basic_allocator<address_ordered_first_fit<>>>);
static_assert(!allocator<basic_allocator<cma_area<>, no_statistics>>);  // without a high-water mark

template <typename Model>
constexpr auto refuses_nonsense() -> bool {
  basic_allocator<Model> pool{small};
  if (pool.allocate(0).why != refusal::zero_size) return false;
  if (pool.allocate(4096, 0).why != refusal::bad_alignment || pool.allocate(4096, 24).why != refusal::bad_alignment)
    return false;
  if (pool.allocate(512_KiB).why != refusal::beyond_pool) return false;
  if (pool.allocate(max_address).why != refusal::wraps) return false;
  if (pool.free(0) != refusal::double_free || pool.free(256_KiB) != refusal::outside_pool) return false;
  if (pool.free(max_address) != refusal::outside_pool || pool.free(0, 0) != refusal::zero_size) return false;
  const allocation first = pool.allocate(16_KiB);
  if (!first || pool.free_total() != 240_KiB) return false;
  if (pool.free(*first + 4096) != refusal::inside_block || pool.free(*first + 1) != refusal::inside_block) return false;
  if (pool.free(*first, 8_KiB) != refusal::wrong_size || pool.free(*first, max_address) != refusal::wrong_size) return false;
  if (pool.free(*first, 16_KiB) != refusal::none || pool.free(*first) != refusal::double_free) return false;
  if (pool.statistics().allocations != 1 || pool.statistics().failures != 5 || pool.high_water() != 16_KiB) return false;
  const bool all_free = pool.free_total() == 256_KiB && pool.largest_free_block() == 256_KiB && pool.fragmentation() == 0;
  pool.reset();
  return all_free && pool.high_water() == 0 && pool.free_total() == 256_KiB;
}

/// The same request gives the same place in a model of fixed capacity and in one that is sized when it is made.
template <template <std::size_t> typename Model>
constexpr auto fixed_equals_growing() -> bool {
  basic_allocator<Model<64>> fixed{small};
  basic_allocator<Model<0>> sized{small};
  std::uint64_t state = 1;
  bytes live[8]{};
  for (int i = 0; i < 60; ++i) {
    state = state * 6364136223846793005 + 1442695040888963407;
    bytes& slot = live[state >> 61];
    if (slot != 0) {
      if (fixed.free(slot - 1) != refusal::none || sized.free(slot - 1) != refusal::none) return false;
      slot = 0;
      continue;
    }
    const bytes size = 1 + (state >> 40) % 60'000, alignment = bytes{4096} << (state >> 33) % 4;
    const allocation one = fixed.allocate(size, alignment), other = sized.allocate(size, alignment);
    if (!(one == other)) return false;
    if (one) slot = *one + 1;
  }
  return fixed.high_water() == sized.high_water();
}

}  // namespace

TEST_CASE("nonsense is refused by name, and changes nothing") {
  CONST_CHECK(refuses_nonsense<cma_area<64>>());
  CONST_CHECK(refuses_nonsense<dma_contiguous<64>>());
  CONST_CHECK((refuses_nonsense<gen_pool<first_fit, 64>>()));
  CONST_CHECK((refuses_nonsense<gen_pool<best_fit, 64>>()));
  CONST_CHECK((refuses_nonsense<gen_pool<first_fit_order_align, 64>>()));
  CONST_CHECK(refuses_nonsense<coherent_pool<64>>());
  CONST_CHECK(refuses_nonsense<classic_best_fit<64>>());
  CONST_CHECK(refuses_nonsense<address_ordered_first_fit<64>>());
  CONST_CHECK(refuses_nonsense<good_fit<64>>());
  CHECK(refuses_nonsense<buddy<64>>());
  CHECK(refuses_nonsense<cma_area<>>());
  CHECK(refuses_nonsense<gen_pool<best_fit>>());
  CHECK(refuses_nonsense<good_fit<>>());
  for (int why = 0; why <= static_cast<int>(refusal::wrong_size); ++why) CHECK(!message_of(static_cast<refusal>(why)).empty());
}

TEST_CASE("a fixed capacity changes no placement") {
  CONST_CHECK(fixed_equals_growing<cma_area>());
  CONST_CHECK(fixed_equals_growing<dma_contiguous>());
  CONST_CHECK(fixed_equals_growing<coherent_pool>());
  CONST_CHECK(fixed_equals_growing<classic_best_fit>());
  CONST_CHECK(fixed_equals_growing<good_fit>());
  CHECK(fixed_equals_growing<buddy>());
  CHECK_THROWS_AS(cma_area<63>{small}, capacity_error);
  CHECK_THROWS_AS(good_fit<63>{small}, capacity_error);
  CHECK_THROWS_AS(buddy<63>{small}, capacity_error);
  CHECK_THROWS_AS((cma_area<>{arena{.base = 0, .size = 4096, .granule = 24}}), granule_error);
  CHECK_THROWS_AS((gen_pool<>{arena{.base = 0, .size = 4096, .granule = 0}}), granule_error);
}

TEST_CASE("atomic pools: the size is not rounded, its alignment is (kernel/dma/pool.c; lib/genalloc.c)") {
  // 3, 1, 5 and 2 pages in an empty chunk of 64: steps of 4, 1, 8 and 2 pages
  constexpr auto places = [](int which) {
    basic_allocator<gen_pool<first_fit_order_align, 64>> pool{small};
    const allocation got[] = {pool.allocate(3 * 4096), pool.allocate(4096), pool.allocate(5 * 4096), pool.allocate(2 * 4096)};
    return *got[which] / 4096;
  };
  CONST_CHECK(places(0) == 0);
  CONST_CHECK(places(1) == 3);
  CONST_CHECK(places(2) == 8);
  CONST_CHECK(places(3) == 4);
}

TEST_CASE("what a device's coherent pool costs: 600 KiB take 1 MiB, 4.1 MiB take 8 MiB (kernel/dma/coherent.c)") {
  basic_allocator<coherent_pool<>> pool{arena{.base = 0x4000'0000, .size = 16_MiB}};
  CHECK(pool.allocate(600_KiB) == allocation{0});
  CHECK(pool.free_total() == 15_MiB);
  CHECK(pool.allocate(4199_KiB) == allocation{8_MiB});
  CHECK(pool.free_total() == 7_MiB);
  CHECK(pool.allocate(4_MiB + 1).why == refusal::no_hole);  // 4 MiB are free at 4 MiB, and 3 MiB at 1 MiB
  CHECK(pool.allocate(4_MiB) == allocation{4_MiB});
  CHECK(pool.largest_free_block() == 3_MiB);
}

TEST_CASE("CMA aligns physical addresses, a coherent pool offsets") {
  constexpr arena odd{.base = 0x4020'0000, .size = 8_MiB};  // 2 MiB behind a multiple of 4 MiB
  basic_allocator<cma_area<>> area{odd};
  CHECK(area.allocate(4096, 4_MiB) == allocation{2_MiB});
  basic_allocator<dma_contiguous<>> dma{odd};
  CHECK(dma.allocate(1_MiB) == allocation{0});
  CHECK(dma.allocate(3_MiB) == allocation{1_MiB});  // CONFIG_CMA_ALIGNMENT=8: 1 MiB at most
  basic_allocator<dma_contiguous<>> finer{odd, 12U};
  CHECK(finer.allocate(3_MiB) == allocation{2_MiB});
  basic_allocator<coherent_pool<>> coherent{odd};
  CHECK(coherent.allocate(4_MiB) == allocation{0});
}

TEST_CASE("a bit of a CMA area may stand for several pages") {
  basic_allocator<cma_area<>> area{arena{.base = 0x4000'0000, .size = 1_MiB}, 2U};
  CHECK(area.allocate(4096) == allocation{0});
  CHECK(area.allocate(5 * 4096) == allocation{16_KiB});
  CHECK(area.allocate(4096) == allocation{48_KiB});
  CHECK(area.free_total() == 1_MiB - 64_KiB);
}

TEST_CASE("a gen_pool asks its newest chunk first, and lets no buffer cross into another") {
  basic_allocator<gen_pool<>> pool{small};
  CHECK(pool.allocate(4096) == allocation{0});
  pool.model().add_chunk(64_KiB);
  CHECK(pool.size() == 320_KiB);
  CHECK(pool.allocate(4096) == allocation{256_KiB});
  CHECK(pool.allocate(64_KiB) == allocation{4096});
  CHECK(pool.allocate(253_KiB).why == refusal::no_hole);
  CHECK(pool.allocate(257_KiB).why == refusal::beyond_pool);
  CHECK(pool.free(256_KiB, 4096) == refusal::none);
  CHECK(pool.largest_free_block() == 188_KiB);
  pool.reset();
  CHECK(pool.allocate(60_KiB) == allocation{256_KiB});  // the chunks stay
  gen_pool<first_fit, 64, 1> full{small};
  CHECK_THROWS_AS(full.add_chunk(4096), capacity_error);
}

TEST_CASE("gen_pool_fixed_alloc() takes the place that is asked for, or none") {
  gen_pool<> pool{small};
  CHECK(pool.allocate_at(8192, 4096) == allocation{8192});
  CHECK(pool.allocate_at(8192, 4096).why == refusal::no_hole);
  CHECK(pool.allocate_at(4096, 8192).why == refusal::no_hole);
  CHECK(pool.allocate_at(0, 8192) == allocation{0});
  CHECK(pool.allocate_at(100, 4096).why == refusal::bad_alignment);
  CHECK(pool.allocate_at(252_KiB, 8192).why == refusal::outside_pool);
  CHECK(pool.allocate_at(0, 0).why == refusal::zero_size);
}

TEST_CASE("gen_pool's alignment counted from the chunk before 4.14.177 and 5.4.286") {
  constexpr arena odd{.base = 0x4000'1000, .size = 256_KiB};
  basic_allocator<gen_pool<first_fit_align>> now{odd};
  basic_allocator<gen_pool<first_fit_align_in_chunk>> then{odd};
  CHECK(now.allocate(4096, 64_KiB) == allocation{60_KiB});
  CHECK(then.allocate(4096, 64_KiB) == allocation{0});
}

TEST_CASE("the best fit of 2010: newest of equals, and to the end of a hole where that is aligned too") {
  basic_allocator<classic_best_fit<>> pool{small};
  for (int i = 0; i < 8; ++i) CHECK(pool.allocate(32_KiB) == allocation{static_cast<bytes>(i) * 32_KiB});
  CHECK(pool.free(32_KiB) == refusal::none);
  CHECK(pool.free(160_KiB) == refusal::none);
  CHECK(pool.allocate(32_KiB) == allocation{160_KiB});  // freed last
  CHECK(pool.free(64_KiB) == refusal::none);            // [32K, 96K) is one hole
  // aligned to 64K it could begin at 64K, leaving room on both sides; what is behind, 16K, is no multiple of 64K
  CHECK(pool.allocate(16_KiB, 64_KiB) == allocation{64_KiB});
  CHECK(pool.free(64_KiB) == refusal::none);
  // at 16K granularity the hole begins aligned: no reason to move
  CHECK(pool.allocate(16_KiB, 16_KiB) == allocation{32_KiB});
  // [48K, 96K): 64K is aligned to 32K, and 0 bytes are left behind a block of 32K
  CHECK(pool.allocate(32_KiB, 32_KiB) == allocation{64_KiB});

  basic_allocator<classic_best_fit<>> moved{arena{.base = 0x4000'1000, .size = 1_MiB + 60_KiB}};
  // the first multiple of 64K is at 60K; behind 64K there are 960K, a multiple of 64K: to the end
  CHECK(moved.allocate(64_KiB, 64_KiB) == allocation{1_MiB - 4_KiB});
}

TEST_CASE("buddy blocks have an end") {
  basic_allocator<buddy<>> pool{arena{.base = 0x4000'0000, .size = 16_MiB}, 10U};
  CHECK(pool.allocate(4_MiB + 1).why == refusal::beyond_pool);
  CHECK(pool.allocate(3_MiB) == allocation{0});
  CHECK(pool.free_total() == 12_MiB);
  CHECK(pool.largest_free_block() == 4_MiB);  // although 12 MiB touch
  CHECK(pool.allocate(4096, 8192).why == refusal::no_hole);
  CHECK_THROWS_AS((buddy<>{small, 15U}), capacity_error);
}

TEST_CASE("what to do about a failure is a policy") {
  basic_allocator<cma_area<>, usage_statistics, return_optional> optional{small};
  CHECK(optional.allocate(4096) == bytes{0});
  CHECK(!optional.allocate(1_MiB));
  basic_allocator<cma_area<>, usage_statistics, throw_failure> throwing{small};
  CHECK(throwing.allocate(4096) == 0);
  CHECK_THROWS_WITH_AS(throwing.allocate(256_KiB), "no free range is large enough at this alignment", allocation_failure);
  basic_allocator<cma_area<64>, no_statistics, must_fit> certain{small};
  CHECK(certain.allocate(4096) == 0);
}
