// SPDX-License-Identifier: BSL-1.0
// EXPECT: narrow

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

// a cell has 32 bits
#ifdef POSITIVE_CONTROL
constexpr property wide = cells("record-size", {0xffff'ffff});
#else
constexpr property wide = cells("record-size", {0x1'0000'0000});
#endif
