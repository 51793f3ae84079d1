// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[incomplete-board\]:
// EXPECT: board 'demo' lacks DRAM
// EXPECT: add banks

#ifdef POSITIVE_CONTROL
#include "../rules/incomplete-board/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/incomplete-board/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
