// SPDX-License-Identifier: BSL-1.0
// EXPECT: error.cma-free.: device .camera. asks for 8 MiB, and CMA is asked for it

#include <carveout/route/proofs.hpp>

using namespace carveout;
using namespace carveout::literals;

constexpr auto with(auto routing) {
  return board{"promise",
               linux_kernel{.version = {4, 14}},
               banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}},
               pools{cma{.size = 64_MiB, .where = at(0x6000'0000)}, atomic{.size = 16_MiB}},
               devices{device{.name = "camera", .node = "&isi", .needs = {{.size = 8_MiB}}}},
               routing};
}

#ifdef POSITIVE_CONTROL
constexpr auto recipe = with(routing::atomic_first);
static_assert(cma_free<recipe>);
static_assert(never_blocks<recipe>);
#else
constexpr auto stock = with(routing::stock);
static_assert(cma_free<stock>);
#endif
