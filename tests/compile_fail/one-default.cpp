// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[one-default\]:
// EXPECT: pool 'linux_cma' \[0x50000000\.\.0x54000000\) and pool 'second' \[0x60000000\.\.0x64000000\) are both

#ifdef POSITIVE_CONTROL
#include "../rules/one-default/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/one-default/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
