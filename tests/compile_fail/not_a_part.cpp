// SPDX-License-Identifier: BSL-1.0
// EXPECT: board_part|constraints not satisfied for class template 'board'

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

#ifdef POSITIVE_CONTROL
constexpr auto demo = board{"demo", linux_kernel{.version = {6, 1}}, root_cells{}};
#else
constexpr auto demo = board{"demo", linux_kernel{.version = {6, 1}}, 5};
#endif
