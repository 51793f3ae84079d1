// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[outside-bank\]:
// EXPECT: pool 'vpu' \[0xbf800000\.\.0xc0800000\) reaches outside DRAM: only 8 MiB of 16 MiB
// EXPECT: bank 'dram' \[0x40000000\.\.0xc0000000\)

#ifdef POSITIVE_CONTROL
#include "../rules/outside-bank/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/outside-bank/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
