// SPDX-License-Identifier: BSL-1.0
// EXPECT: pool_policy|constraints not satisfied for class template 'pools'

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

#ifdef POSITIVE_CONTROL
constexpr pools list{cma{.size = 1_MiB}, atomic{}};
#else
constexpr pools list{cma{.size = 1_MiB}, bank{}};
#endif
