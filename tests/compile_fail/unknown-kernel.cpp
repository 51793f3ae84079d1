// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[unknown-kernel\]:
// EXPECT: boots Linux 4\.4
// EXPECT: 4\.9 to 7\.1

#ifdef POSITIVE_CONTROL
#include "../rules/unknown-kernel/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/unknown-kernel/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
