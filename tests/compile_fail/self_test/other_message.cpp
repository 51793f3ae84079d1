// SPDX-License-Identifier: BSL-1.0
// EXPECT: pool 'c' overlaps
#include "message.hpp"

#ifndef POSITIVE_CONTROL
constexpr auto seen = sizeof(violated<region_overlap, "pool 'a'", "overlaps">);
#endif
