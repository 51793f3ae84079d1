// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[cells-too-small\]:
// EXPECT: pool 'dsp' \[0x100000000\.\.0x100100000\) does not fit one 32-bit address cell

#ifdef POSITIVE_CONTROL
#include "../rules/cells-too-small/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/cells-too-small/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
