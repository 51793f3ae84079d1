// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[atomic-pool-clamped\]:
// EXPECT: coherent_pool=8M becomes 3 times 4 MiB

#ifdef POSITIVE_CONTROL
#include "../rules/atomic-pool-clamped/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/atomic-pool-clamped/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
