// SPDX-License-Identifier: BSL-1.0
#include <carveout/core/units.hpp>

#include "const_check.hpp"

using namespace carveout;
using namespace carveout::literals;

TEST_CASE("size literals are binary") {
  CONST_CHECK(7_B == 7);
  CONST_CHECK(1_KiB == 1024);
  CONST_CHECK(1_MiB == 1048576);
  CONST_CHECK(1_GiB == 1073741824);
  // 2^34 - 1 GiB is the largest count of 2^30 that stays below 2^64
  CONST_CHECK(17179869183_GiB == 0xffff'ffff'c000'0000);
}

TEST_CASE("powers of two") {
  CONST_CHECK(!is_power_of_two(0));
  CONST_CHECK(is_power_of_two(1));
  CONST_CHECK(is_power_of_two(2));
  CONST_CHECK(!is_power_of_two(3));
  CONST_CHECK(!is_power_of_two(6));
  CONST_CHECK(is_power_of_two(bytes{1} << 63));
  CONST_CHECK(!is_power_of_two(max_address));
}

TEST_CASE("rounding up to a power of two") {
  CONST_CHECK(round_up_to_power_of_two(0) == 1);
  CONST_CHECK(round_up_to_power_of_two(1) == 1);
  CONST_CHECK(round_up_to_power_of_two(2) == 2);
  CONST_CHECK(round_up_to_power_of_two(3) == 4);
  CONST_CHECK(round_up_to_power_of_two(4097) == 8192);
  CONST_CHECK(round_up_to_power_of_two((bytes{1} << 62) + 1) == bytes{1} << 63);
  CONST_CHECK(round_up_to_power_of_two(bytes{1} << 63) == bytes{1} << 63);
  // 2^64 cannot be held: the largest answer is 2^63
  CONST_CHECK(round_up_to_power_of_two(max_address) == bytes{1} << 63);
}

TEST_CASE("alignment") {
  CONST_CHECK(is_aligned(0, 4096));
  CONST_CHECK(is_aligned(8192, 4096));
  CONST_CHECK(!is_aligned(8191, 4096));
  CONST_CHECK(is_aligned(8191, 0));  // a unit of 0 asks for nothing
  CONST_CHECK(align_down(8191, 4096) == 4096);
  CONST_CHECK(align_down(8192, 4096) == 8192);
  CONST_CHECK(align_down(5, 0) == 5);
  CONST_CHECK(align_down(max_address, 4096) == 0xffff'ffff'ffff'f000);
  CONST_CHECK(align_up(0, 4096) == 0);
  CONST_CHECK(align_up(1, 4096) == 4096);
  CONST_CHECK(align_up(4096, 4096) == 4096);
  CONST_CHECK(align_up(5, 0) == 5);
  CONST_CHECK(align_up(10, 6) == 12);  // not only powers of two
}

TEST_CASE("aligning up saturates at 2^64") {
  constexpr bytes last_page = 0xffff'ffff'ffff'f000;
  CONST_CHECK(align_up(last_page - 1, 4096) == last_page);
  CONST_CHECK(align_up(last_page, 4096) == last_page);
  CONST_CHECK(align_up(last_page + 1, 4096) == last_page);  // 2^64 itself would wrap to 0
  CONST_CHECK(align_up(max_address, 4096) == last_page);
  CONST_CHECK(align_up(max_address, bytes{1} << 63) == bytes{1} << 63);
  CONST_CHECK(align_up(max_address, 3) == max_address);  // 2^64 - 1 is a multiple of 3
  CONST_CHECK(align_up(1, max_address) == max_address);  // fits exactly
}
