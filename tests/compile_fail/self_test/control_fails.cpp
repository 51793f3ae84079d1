// SPDX-License-Identifier: BSL-1.0
// EXPECT: pool 'a' overlaps
#include "message.hpp"

constexpr auto seen = sizeof(violated<region_overlap, "pool 'a'", "overlaps">);
