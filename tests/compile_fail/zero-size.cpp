// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[zero-size\]:
// EXPECT: pool 'dsp' has no size

#ifdef POSITIVE_CONTROL
#include "../rules/zero-size/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/zero-size/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
