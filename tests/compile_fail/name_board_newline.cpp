// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-name\]
// EXPECT: board's name 'de[?]mo' cannot be written

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

#ifdef POSITIVE_CONTROL
constexpr auto demo = board{"demo",
                            linux_kernel{.version = {6, 1}},
                            banks{bank{"dram", 0x4000'0000, 1_GiB}},
                            bootargs{""},
                            pools{firmware{.label = "dsp", .size = 1_MiB, .properties = {strings("record-size", {"a"})}}},
                            devices{device{.name = "vpu", .node = "&vpu", .uses = {{"dsp", "dsp"}}}}};
static_assert(valid<demo>);
#else
constexpr auto demo = board{"de\nmo",
                            linux_kernel{.version = {6, 1}},
                            banks{bank{"dram", 0x4000'0000, 1_GiB}},
                            bootargs{""},
                            pools{firmware{.label = "dsp", .size = 1_MiB, .properties = {strings("record-size", {"a"})}}},
                            devices{device{.name = "vpu", .node = "&vpu", .uses = {{"dsp", "dsp"}}}}};
static_assert(valid<demo>);
#endif
