// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-name\]
// EXPECT: device's memory-region name 'd"sp' cannot be written

#include "names.hpp"

#ifdef POSITIVE_CONTROL
constexpr auto demo = board_with({});
#else
constexpr auto demo = board_with({.region_name = "d\"sp"});
#endif
static_assert(carveout::valid<demo>);
