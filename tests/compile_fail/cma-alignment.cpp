// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[cma-alignment\]:
// EXPECT: pool 'vpu' \[0x6fc00000\.\.0x6fd00000\): size 1 MiB is not a multiple of 4 MiB
// EXPECT: arm64, 4 KiB pages, Linux 4\.19
// EXPECT: make it 4 MiB, or drop 'reusable'

#ifdef POSITIVE_CONTROL
#include "../rules/cma-alignment/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/cma-alignment/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
