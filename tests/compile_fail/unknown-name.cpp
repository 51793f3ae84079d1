// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[unknown-name\]:
// EXPECT: device 'vpu' uses pool 'vpu_pol', which the board lacks; use one of 'vpu_pool'

#ifdef POSITIVE_CONTROL
#include "../rules/unknown-name/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/unknown-name/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
