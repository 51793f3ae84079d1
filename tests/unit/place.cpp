// SPDX-License-Identifier: BSL-1.0
#include <carveout/plan/place.hpp>

#include <initializer_list>
#include <vector>

#include <doctest/doctest.h>

using namespace carveout;
using namespace carveout::literals;

namespace {

auto free_region(bytes size, bytes alignment = 4096, interval window = interval::everything()) -> region {
  region made{};
  made.size = size;
  made.required_alignment = alignment;
  made.window = window;
  return made;
}
auto pinned(address base, bytes size) -> region {
  region made = free_region(size);
  made.where = at(base);
  made.range = interval::at(base, size);
  return made;
}
auto placed(std::vector<region> regions, std::vector<bank> banks) -> std::vector<region> {
  place(regions, banks);
  return regions;
}
// [0x40000000..0x40400000): 4 MiB of DRAM
const std::vector<bank> four_mib{bank{.name = "a", .base = 0x4000'0000, .size = 4_MiB}};

}  // namespace

TEST_CASE("the highest address is taken first") {
  CHECK(placed({free_region(1_MiB)}, four_mib)[0].range == interval{0x4030'0000, 0x4040'0000});
}

TEST_CASE("of equal pools the first of the board takes the higher place") {
  const auto regions = placed({free_region(1_MiB), free_region(1_MiB)}, four_mib);
  CHECK(regions[0].range.begin == 0x4030'0000);
  CHECK(regions[1].range.begin == 0x4020'0000);
}

TEST_CASE("the most constrained pool goes first, wherever the board lists it") {
  // the second can only be in the highest MiB; the first would have taken it
  const auto regions = placed({free_region(1_MiB), free_region(1_MiB, 4_KiB, {0x4030'0000, 0x4040'0000})}, four_mib);
  CHECK(regions[1].range.begin == 0x4030'0000);
  CHECK(regions[0].range.begin == 0x4020'0000);
}

TEST_CASE("with equal freedom the larger alignment goes first, then the larger size") {
  // 3 MiB of DRAM, so 2 MiB of freedom for both. The aligned one goes first and takes the top; the other way round it would
  // have had to go down to 0x40000000.
  const std::vector<bank> three_mib{bank{.name = "a", .base = 0x4000'0000, .size = 3_MiB}};
  const auto by_alignment = placed({free_region(1_MiB), free_region(1_MiB, 2_MiB)}, three_mib);
  CHECK(by_alignment[1].range.begin == 0x4020'0000);
  CHECK(by_alignment[0].range.begin == 0x4010'0000);
  // 1 MiB in a window of 2 MiB and 2 MiB in a window of 3 MiB: 1 MiB of freedom each; the larger takes the top of its
  // window [0x40100000..0x40400000), the smaller what is left of [0x40200000..0x40400000), which is nothing
  const auto by_size = placed(
      {free_region(1_MiB, 4_KiB, {0x4020'0000, 0x4040'0000}), free_region(2_MiB, 4_KiB, {0x4010'0000, 0x4040'0000})}, four_mib);
  CHECK(by_size[1].range.begin == 0x4020'0000);
  CHECK(by_size[0].lacks_room);
}

TEST_CASE("pinned pools are gone around") {
  // free: [0x40000000..0x40200000) and [0x40280000..0x40400000)
  const auto around =
      placed({pinned(0x4020'0000, 512_KiB), free_region(1_MiB), free_region(1_MiB), free_region(1_MiB)}, four_mib);
  CHECK(around[0].range == interval{0x4020'0000, 0x4028'0000});
  CHECK(around[1].range.begin == 0x4030'0000);
  CHECK(around[2].range.begin == 0x4010'0000);  // only 512 KiB are left above the pinned one
  CHECK(around[3].range.begin == 0x4000'0000);
}

TEST_CASE("pinned pools may overlap each other and leave DRAM") {
  const auto regions = placed({pinned(0x4020'0000, 1_MiB), pinned(0x4028'0000, 4_MiB), free_region(2_MiB)}, four_mib);
  CHECK(regions[2].range == interval{0x4000'0000, 0x4020'0000});  // the only 2 MiB left
}

TEST_CASE("bases are aligned, also when the bank is not") {
  const std::vector<bank> odd{bank{.name = "a", .base = 0x4000'3000, .size = 4_MiB}};
  // the bank ends at 0x40403000; the highest multiple of 1 MiB with 64 KiB behind it is 0x40300000
  CHECK(placed({free_region(64_KiB, 1_MiB)}, odd)[0].range == interval{0x4030'0000, 0x4031'0000});
  // 4 MiB on a boundary of 4 MiB never fit
  CHECK(placed({free_region(4_MiB, 4_MiB)}, odd)[0].lacks_room);
}

TEST_CASE("of several banks the highest one that has room is taken") {
  const std::vector<bank> two{bank{.name = "high", .base = 0x8'0000'0000, .size = 1_MiB},
                              bank{.name = "low", .base = 0x4000'0000, .size = 4_MiB}};
  const auto regions = placed({free_region(1_MiB), free_region(2_MiB)}, two);
  // freedom: 5 MiB - 2 MiB is less than 5 MiB - 1 MiB, but 2 MiB do not fit the high bank
  CHECK(regions[1].range.begin == 0x4020'0000);
  CHECK(regions[0].range.begin == 0x8'0000'0000);
}

TEST_CASE("a pool lies in one bank, also when two banks touch") {
  const std::vector<bank> touching{bank{.name = "a", .base = 0x4000'0000, .size = 3_MiB},
                                   bank{.name = "b", .base = 0x4030'0000, .size = 1_MiB}};
  CHECK(placed({free_region(2_MiB)}, touching)[0].range == interval{0x4010'0000, 0x4030'0000});
  CHECK(placed({free_region(4_MiB)}, touching)[0].lacks_room);
}

TEST_CASE("a pool without room says so and takes nothing from the others") {
  const auto regions = placed({free_region(8_MiB), free_region(4_MiB)}, four_mib);
  CHECK(regions[0].lacks_room);
  CHECK_FALSE(regions[0].is_placed());
  CHECK_FALSE(regions[1].lacks_room);
  CHECK(regions[1].range == interval{0x4000'0000, 0x4040'0000});
  CHECK(placed({free_region(1_MiB, 4_KiB, {})}, four_mib)[0].lacks_room);                          // an empty window
  CHECK(placed({free_region(1_MiB, 4_KiB, {0x8000'0000, 0x9000'0000})}, four_mib)[0].lacks_room);  // no DRAM in it
  CHECK(placed({free_region(1_MiB)}, {})[0].lacks_room);
}

TEST_CASE("a dynamic pool keeps room but gets no address") {
  region dynamic = free_region(3_MiB);
  dynamic.where = by_kernel{};
  const auto regions = placed({dynamic, free_region(1_MiB), free_region(1_MiB)}, four_mib);
  CHECK_FALSE(regions[0].is_placed());
  CHECK_FALSE(regions[0].lacks_room);
  // 3 MiB are kept for the dynamic one, so only one of the others fits
  CHECK(regions[1].range.begin == 0x4000'0000);
  CHECK(regions[2].lacks_room);
}

TEST_CASE("placement at the very end of the address space") {
  const std::vector<bank> last{bank{.name = "a", .base = 0xffff'ffff'ffe0'0000, .size = 2_MiB - 1}};
  // the end, 2^64 - 1, is no page boundary: the last whole MiB that ends at or below it begins 1 MiB and 4 KiB below 2^64
  CHECK(placed({free_region(1_MiB)}, last)[0].range.begin == 0xffff'ffff'ffef'f000);
}

TEST_CASE("CMA stays on one side of 4 GiB, other pools need not") {
  // 48 MiB of DRAM around 4 GiB: the highest 24 MiB would begin at 0xff800000 and cross
  const std::vector<bank> around{bank{.name = "a", .base = 0xfe00'0000, .size = 48_MiB}};
  region lent = free_region(24_MiB, 2_MiB);
  CHECK(placed({lent}, around)[0].range.begin == 0xff80'0000);
  lent.reusable = true;
  CHECK(placed({lent}, around)[0].range == interval{0xfe80'0000, 0x1'0000'0000});
  // 33 MiB fit on neither side
  lent.size = 33_MiB;
  CHECK(placed({lent}, around)[0].lacks_room);
}
