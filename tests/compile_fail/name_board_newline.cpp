// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-name\]
// EXPECT: board's name 'de[?]mo' cannot be written

#include "names.hpp"

#ifdef POSITIVE_CONTROL
constexpr auto demo = board_with({});
#else
constexpr auto demo = board_with({.board = "de\nmo"});
#endif
static_assert(carveout::valid<demo>);
