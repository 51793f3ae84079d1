// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[routing-needs-pool\]:
// EXPECT: board 'demo' routes every allocation to the atomic pool but describes none

#ifdef POSITIVE_CONTROL
#include "../rules/routing-needs-pool/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/routing-needs-pool/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
