// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[page-alignment\]:
// EXPECT: pool 'secure' \[0x50000800\.\.0x50200800\): base 0x50000800 is not a multiple of 4 KiB \(page

#ifdef POSITIVE_CONTROL
#include "../rules/page-alignment/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/page-alignment/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
