// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[unnamed-use\]:
// EXPECT: device 'vpu' names pool 'boot_mem' 'boot' but has no name for pool 'rpc_mem'

#ifdef POSITIVE_CONTROL
#include "../rules/unnamed-use/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/unnamed-use/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
