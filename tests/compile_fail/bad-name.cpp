// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-name\]:
// EXPECT: pool's label 'dsp"pool' cannot be written

#ifdef POSITIVE_CONTROL
#include "../rules/bad-name/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/bad-name/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
