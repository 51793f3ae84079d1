// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-name\]
// EXPECT: pool's property 'reg' cannot be written; leave it to the pool's own fields

#include "names.hpp"

#ifdef POSITIVE_CONTROL
constexpr auto demo = board_with({});
#else
constexpr auto demo = board_with({.property = "reg"});
#endif
static_assert(carveout::valid<demo>);
