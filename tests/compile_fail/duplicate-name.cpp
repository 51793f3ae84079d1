// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[duplicate-name\]:
// EXPECT: pool 'dsp' \[0x50000000\.\.0x50100000\) and pool 'dsp' \[0x60000000\.\.0x60200000\) claim the same label

#ifdef POSITIVE_CONTROL
#include "../rules/duplicate-name/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/duplicate-name/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
