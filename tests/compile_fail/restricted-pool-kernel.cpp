// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[restricted-pool-kernel\]:
// EXPECT: pool 'wifi' \[0x50000000\.\.0x50400000\) is a restricted-dma-pool
// EXPECT: Linux 5\.10
// EXPECT: Linux 5\.15 or later

#ifdef POSITIVE_CONTROL
#include "../rules/restricted-pool-kernel/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/restricted-pool-kernel/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
