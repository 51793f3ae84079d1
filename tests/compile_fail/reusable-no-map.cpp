// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[reusable-no-map\]:
// EXPECT: pool 'odd' \[0x50000000\.\.0x50200000\) is both reusable and no-map

#ifdef POSITIVE_CONTROL
#include "../rules/reusable-no-map/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/reusable-no-map/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
