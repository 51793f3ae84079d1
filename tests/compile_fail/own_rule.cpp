// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[no-firmware\]: pool .secure. \[0x50000000\.\.0x50100000\) is firmware; drop it

#include <carveout/carveout.hpp>

using namespace carveout;
using namespace carveout::literals;

struct no_firmware {
  static constexpr std::string_view id = "no-firmware";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "A team's own rule.";
  static constexpr std::string_view mirrors = "the team";
  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (each.kind != pool_kind::firmware) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is firmware");
      put(it.fix, "drop it");
    }
  }
};

#ifdef POSITIVE_CONTROL
constexpr auto demo = board{"demo",
                            linux_kernel{.version = {6, 1}},
                            banks{bank{"dram", 0x4000'0000, 1_GiB}},
                            pools{firmware{.label = "secure", .size = 1_MiB, .where = at(0x5000'0000)}},
                            rules{no_firmware{}},
                            waivers{waive{"no-firmware", "secure", "the secure world is needed"}}};
static_assert(valid<demo>);
#else
constexpr auto demo = board{"demo", linux_kernel{.version = {6, 1}}, banks{bank{"dram", 0x4000'0000, 1_GiB}},
                            pools{firmware{.label = "secure", .size = 1_MiB, .where = at(0x5000'0000)}}, rules{no_firmware{}}};
static_assert(valid<demo>);
#endif
