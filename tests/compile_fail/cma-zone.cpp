// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[cma-zone\]:
// EXPECT: pool 'vpu' \[0xfe000000\.\.0x102000000\) crosses the end of the 32-bit zone, 0x100000000

#ifdef POSITIVE_CONTROL
#include "../rules/cma-zone/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/cma-zone/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
