// SPDX-License-Identifier: BSL-1.0
#include <carveout/core/interval.hpp>

#include "const_check.hpp"

using namespace carveout;

TEST_CASE("base plus size wraps when it passes 2^64 - 1") {
  CONST_CHECK(!wraps(0, 0));
  CONST_CHECK(!wraps(0, max_address));
  CONST_CHECK(wraps(1, max_address));
  CONST_CHECK(!wraps(0xffff'ffff'0000'0000, 0xffff'ffff));
  CONST_CHECK(wraps(0xffff'ffff'0000'0000, 0x1'0000'0000));  // 2^64 has no representation
  CONST_CHECK(!wraps(max_address, 0));
  CONST_CHECK(wraps(max_address, 1));
}

TEST_CASE("a range that would wrap is cut at the end of the space") {
  CONST_CHECK(interval::at(0x1000, 0x1000) == interval{0x1000, 0x2000});
  CONST_CHECK(interval::at(0xffff'ffff'ffff'0000, 0x20000) == interval{0xffff'ffff'ffff'0000, max_address});
  CONST_CHECK(interval::everything() == interval{0, max_address});
}

TEST_CASE("an interval is half-open") {
  constexpr interval middle{0x2000, 0x4000};
  CONST_CHECK(middle.size() == 0x2000);
  CONST_CHECK(!middle.overlaps({0x1000, 0x2000}));  // ends where it begins
  CONST_CHECK(!middle.overlaps({0x4000, 0x5000}));  // begins where it ends
  CONST_CHECK(middle.overlaps({0x1000, 0x2001}));
  CONST_CHECK(middle.overlaps({0x3fff, 0x5000}));
  CONST_CHECK(middle.overlaps({0x2800, 0x3000}));  // inside
  CONST_CHECK(middle.overlaps({0x1000, 0x5000}));  // around
  CONST_CHECK(middle.overlaps(middle));
}

TEST_CASE("containment includes both ends") {
  constexpr interval middle{0x2000, 0x4000};
  CONST_CHECK(middle.contains(middle));
  CONST_CHECK(middle.contains({0x2000, 0x2001}));
  CONST_CHECK(middle.contains({0x3fff, 0x4000}));
  CONST_CHECK(!middle.contains({0x1fff, 0x3000}));
  CONST_CHECK(!middle.contains({0x3000, 0x4001}));
}

TEST_CASE("empty and reversed intervals have no size") {
  CONST_CHECK(interval{}.empty());
  CONST_CHECK(interval{5, 5}.empty());
  CONST_CHECK(interval{6, 5}.empty());
  CONST_CHECK(interval{6, 5}.size() == 0);
  CONST_CHECK(!interval{5, 6}.empty());
}

TEST_CASE("intersection") {
  constexpr interval middle{0x2000, 0x4000};
  CONST_CHECK(middle.intersection({0x1000, 0x3000}) == interval{0x2000, 0x3000});
  CONST_CHECK(middle.intersection({0x3000, 0x5000}) == interval{0x3000, 0x4000});
  CONST_CHECK(middle.intersection({0x2800, 0x3000}) == interval{0x2800, 0x3000});
  CONST_CHECK(middle.intersection(interval::everything()) == middle);
  // nothing in common: the one empty interval, so that comparing is enough
  CONST_CHECK(middle.intersection({0x4000, 0x5000}) == interval{});
  CONST_CHECK(middle.intersection({0x8000, 0x9000}) == interval{});
}
