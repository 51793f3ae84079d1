// SPDX-License-Identifier: BSL-1.0
// EXPECT: a board takes each kind of part at most once

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

#ifdef POSITIVE_CONTROL
constexpr auto demo = board{"demo", linux_kernel{.version = {6, 1}}, routing::stock};
#else
constexpr auto demo = board{"demo", linux_kernel{.version = {6, 1}}, routing::stock, routing::device_pools};
#endif
