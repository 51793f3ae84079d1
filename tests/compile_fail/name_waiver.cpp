// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[bad-name\]
// EXPECT: board's waiver 'dma-reach[?]x' cannot be written

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

// the banner of a generated file prints it
#ifdef POSITIVE_CONTROL
constexpr waive accepted{.rule = "dma-reach", .on = "dsp", .reason = "behind an SMMU"};
#else
constexpr waive accepted{.rule = "dma-reach\nx", .on = "dsp", .reason = "behind an SMMU"};
#endif
constexpr auto demo = board{"demo", linux_kernel{.version = {6, 1}}, banks{bank{"dram", 0x4000'0000, 1_GiB}},
                            pools{coherent{.label = "dsp", .size = 1_MiB}}, waivers{accepted}};
static_assert(valid<demo>);
