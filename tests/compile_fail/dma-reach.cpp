// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[dma-reach\]:
// EXPECT: pool 'camera_pool' \[0x100000000\.\.0x100100000\) is used by device 'camera', which reaches \[0x0\.\.0x100000000\)

#ifdef POSITIVE_CONTROL
#include "../rules/dma-reach/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/dma-reach/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
