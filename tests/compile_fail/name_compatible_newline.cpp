// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-name\]
// EXPECT: pool's compatible 'vendor,[?]mem' cannot be written

#include "names.hpp"

#ifdef POSITIVE_CONTROL
constexpr auto demo = board_with({});
#else
constexpr auto demo = board_with({.compatible = "vendor,\nmem"});
#endif
static_assert(carveout::valid<demo>);
