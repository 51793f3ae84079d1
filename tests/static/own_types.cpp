// SPDX-License-Identifier: BSL-1.0
#include <carveout/carveout.hpp>

/// A board whose placement, pool kind, routing and rule all come from its team.
namespace {

using namespace carveout;
using namespace carveout::literals;

/// The 16 MiB that end at an address.
struct ending_at {
  address end;
  [[nodiscard]] constexpr auto decide() const -> placement { return {{end - 16_MiB, end}, chosen_by::carveout}; }
};

struct camera_pool {
  bytes size;
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    return {.kind = pool_kind::coherent,
            .label = "camera",
            .node = "camera-memory",
            .size = size,
            .alignment = 1_MiB,
            .where = ending_at{0x6000'0000},
            .no_map = true,
            .compatible = "shared-dma-pool"};
  }
};

struct camera_first {
  static constexpr routing_facts facts{.id = "camera-first", .summary = "the camera before others"};
};

struct at_most {
  static constexpr std::string_view id = "at-most";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "The pools of the board together stay below a limit.";
  static constexpr std::string_view mirrors = "the board's budget";
  bytes limit;
  constexpr void check(const memory_plan& plan, findings& out) const {
    bytes sum = 0;
    for (const region& each : plan.regions) sum += each.size;
    if (sum > limit) put(out.add(plan).message, subject_of(plan), " reserves ", human_size{sum});
  }
};

inline constexpr board mine{"mine",
                            linux_kernel{.version = {6, 6}},
                            banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}},
                            pools{camera_pool{.size = 3_MiB}},
                            camera_first{},
                            rules{at_most{.limit = 3_MiB}}};
static_assert(valid<mine>);

constexpr const memory_plan& plan = plan_of<mine>;
static_assert(plan.routing.id == "camera-first");
static_assert(plan.regions.size() == 1);
static_assert(plan.regions[0].window == interval{0x5f00'0000, 0x6000'0000});
// 3 MiB below 0x60000000, which is a multiple of 1 MiB
static_assert(plan.regions[0].range == interval{0x5fd0'0000, 0x6000'0000});
static_assert(plan.regions[0].required_alignment == 1_MiB);

inline constexpr board greedy{"greedy", linux_kernel{.version = {6, 6}},
                              banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}},
                              pools{camera_pool{.size = 4_MiB}}, rules{at_most{.limit = 3_MiB}}};
static_assert(check(greedy, plan_of<greedy>).errors() == 1);
static_assert(check(greedy, plan_of<greedy>).list()[0].rule == "at-most");
static_assert(check(greedy, plan_of<greedy>).list()[0].message.view() == "board 'greedy' reserves 4 MiB");

}  // namespace
