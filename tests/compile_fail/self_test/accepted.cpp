// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[region-overlap\]: pool 'a' \[0x1000\.\.0x2000\) overlaps pool 'b' \[0x1800\.\.0x2800\) by 2 KiB
// EXPECT: a "quoted" word, a comma, a back\\slash > < { }
// EXPECT: region_overlap
#include "message.hpp"

#ifndef POSITIVE_CONTROL
constexpr auto seen = sizeof(violated<region_overlap, "error[region-overlap]:", "pool 'a' [0x1000..0x2000)", "overlaps",
                                      "pool 'b' [0x1800..0x2800)", "by 2 KiB">);
constexpr auto also = sizeof(violated<region_overlap, "a \"quoted\" word,", "a comma,", "a back\\slash > < { }">);
constexpr auto as_characters =
    sizeof(violated_characters<region_overlap, characters<'a', ' ', '"', 'q', 'u', 'o', 't', 'e', 'd', '"'>,
                               characters<'w', 'o', 'r', 'd', ','>, characters<'\'', 'a', '\'', '\\', ',', '>'>>);
// EXPECT: a "quoted" word, 'a'\\,>
#endif
