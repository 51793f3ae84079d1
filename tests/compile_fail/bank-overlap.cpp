// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bank-overlap\]:
// EXPECT: bank 'low' \[0x40000000\.\.0x80000000\) overlaps bank 'high' \[0x7ffff000\.\.0xbffff000\) by 4 KiB

#ifdef POSITIVE_CONTROL
#include "../rules/bank-overlap/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/bank-overlap/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
