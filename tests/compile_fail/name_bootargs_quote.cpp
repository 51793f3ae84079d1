// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-name\]
// EXPECT: board's bootargs 'console="x"' cannot be written

#include "names.hpp"

#ifdef POSITIVE_CONTROL
constexpr auto demo = board_with({});
#else
constexpr auto demo = board_with({.bootargs = "console=\"x\""});
#endif
static_assert(carveout::valid<demo>);
