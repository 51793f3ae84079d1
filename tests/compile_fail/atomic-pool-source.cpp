// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[atomic-pool-source\]:
// EXPECT: pool 'linux_cma' \[0x50000000\.\.0x54000000\): coherent_pool=65M takes 65 MiB of its 64 MiB

#ifdef POSITIVE_CONTROL
#include "../rules/atomic-pool-source/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/atomic-pool-source/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
