// SPDX-License-Identifier: BSL-1.0
// EXPECT: see the concept carveout::rule

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

#ifdef POSITIVE_CONTROL
struct always {
  static constexpr std::string_view id = "always";
  static constexpr severity level = severity::note;
  static constexpr std::string_view summary = "";
  static constexpr std::string_view mirrors = "";
  constexpr void check(const memory_plan&, findings&) const {}
};
constexpr auto demo = board{"demo", linux_kernel{.version = {6, 1}}, banks{bank{"dram", 0x4000'0000, 1_GiB}},
                            pools{cma{.size = 64_MiB}}, rules{always{}}};
static_assert(valid<demo>);
#else
constexpr auto demo = board{"demo", linux_kernel{.version = {6, 1}}, rules{5}};
static_assert(valid<demo>);
#endif
