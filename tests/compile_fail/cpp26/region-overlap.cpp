// SPDX-License-Identifier: BSL-1.0
// EXPECT: static assertion failed.*: error\[region-overlap\]: pool 'rpmsg' \[0x50000000\.\.0x50400000\) overlaps pool 'dsp' \[0x503ff000\.\.0x504ff000\) by 4 KiB .*; move 'dsp' to 0x50400000

#ifdef POSITIVE_CONTROL
#include "../../rules/region-overlap/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../../rules/region-overlap/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
