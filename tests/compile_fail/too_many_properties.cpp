// SPDX-License-Identifier: BSL-1.0
// EXPECT: overflow

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

#ifdef POSITIVE_CONTROL
constexpr property_list list = {flag("p0"), flag("p1"), flag("p2"), flag("p3"), flag("p4"), flag("p5"), flag("p6"), flag("p7")};
#else
constexpr property_list list = {flag("p0"), flag("p1"), flag("p2"), flag("p3"), flag("p4"),
                                flag("p5"), flag("p6"), flag("p7"), flag("p8")};
#endif
