// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-name\]
// EXPECT: device's node '&vpu decoder' cannot be written

#include "names.hpp"

#ifdef POSITIVE_CONTROL
constexpr auto demo = board_with({});
#else
constexpr auto demo = board_with({.device_node = "&vpu decoder"});
#endif
static_assert(carveout::valid<demo>);
