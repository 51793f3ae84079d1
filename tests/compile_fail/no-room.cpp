// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[no-room\]:
// EXPECT: pool 'dsp': 513 MiB
// EXPECT: does not fit in \[0x50000000\.\.0x70000000\)
// EXPECT: largest free range of DRAM is 512 MiB

#ifdef POSITIVE_CONTROL
#include "../rules/no-room/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/no-room/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
