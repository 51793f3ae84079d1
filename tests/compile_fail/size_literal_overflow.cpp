// SPDX-License-Identifier: BSL-1.0
// EXPECT: size_literal_does_not_fit_64_bits

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

// 2^34 GiB is 2^64 bytes
#ifdef POSITIVE_CONTROL
constexpr bytes size = 17179869183_GiB;
#else
constexpr bytes size = 17179869184_GiB;
#endif
