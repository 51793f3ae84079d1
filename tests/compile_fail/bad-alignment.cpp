// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-alignment\]:
// EXPECT: pool 'dsp' \[0x54000000\.\.0x54100000\): alignment 3 MiB is not a power of two; make it 4 MiB

#ifdef POSITIVE_CONTROL
#include "../rules/bad-alignment/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/bad-alignment/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
