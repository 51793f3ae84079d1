// SPDX-License-Identifier: BSL-1.0
#include <carveout/check/valid.hpp>

#include <algorithm>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "tiny_board.hpp"
#include "written.hpp"

using namespace carveout;
using namespace carveout::literals;
using testing::emitted;

namespace {

auto lines_of(const findings& all) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (const finding& each : all.list()) lines.push_back(emitted([&](auto& sink) { write_to(sink, each); }));
  return lines;
}
/// The rules that found something, in order, separated by spaces.
auto ids_of(const findings& all) -> std::string {
  std::string ids;
  for (const finding& each : all.list()) ids.append(ids.empty() ? "" : " ").append(each.rule);
  return ids;
}

inline constexpr linux_kernel linux_6_1{.version = {6, 1}};
inline constexpr banks one_bank{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}};

/// A rule with a setting of its own.
struct least_size {
  static constexpr std::string_view id = "least-size";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "No pool is smaller than the team wants.";
  static constexpr std::string_view mirrors = "the team";
  bytes least;
  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const region& each : plan.regions) {
      if (each.size >= least) continue;
      finding& it = out.add(each);
      put(it.message, subject_of(each), " is too small");
      put(it.fix, "make it ", human_size{least});
    }
  }
};

/// Repeats what least_size says, and speaks of the last pool as well.
struct only_follows : least_size {
  static constexpr std::string_view id = "only-follows";
  static constexpr std::array<std::string_view, 1> after{"least-size"};
  constexpr void check(const memory_plan& plan, findings& out) const {
    least_size::check(plan, out);
    out.add(plan.regions.back());
  }
};

/// Complains about the board as a whole.
struct never_content {
  static constexpr std::string_view id = "never-content";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "";
  static constexpr std::string_view mirrors = "";
  constexpr void check(const memory_plan& plan, findings& out) const { out.add(plan); }
};
struct after_never_content : only_follows {
  static constexpr std::string_view id = "after-never-content";
  static constexpr std::array<std::string_view, 1> after{"never-content"};
};

struct many_warnings {
  static constexpr std::string_view id = "many-warnings";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary = "";
  static constexpr std::string_view mirrors = "";
  constexpr void check(const memory_plan& plan, findings& out) const {
    for (int i = 0; i < 4; ++i) out.add(plan);
  }
};

inline constexpr pools two_pools{coherent{.label = "small", .size = 4_KiB}, coherent{.label = "large", .size = 1_MiB}};

}  // namespace

TEST_CASE("a good board has no error") {
  static_assert(valid<testing::tiny>);
  // its bounce buffer has no device, which is worth a warning and does not stop it
  CHECK(ids_of(check(testing::tiny_plan)) == "unused-pool");
  CHECK(check(testing::tiny_plan).errors() == 0);
}

TEST_CASE("one mistake, one line that names it and the way out") {
  static constexpr board bad{"bad", linux_6_1, one_bank, pools{cma{.size = 3_MiB, .where = at(0x6000'0000)}}};
  // CMA on 6.1 with 4 KiB pages: one pageblock, which is a huge page of 2 MiB
  const auto lines = lines_of(check(bad, plan_of<bad>));
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] ==
        "error[cma-alignment]: pool 'linux_cma' [0x60000000..0x60300000): size 3 MiB is not a multiple "
        "of 2 MiB (pageblock; arm64, 4 KiB pages, Linux 6.1; the Kconfig default area takes over in silence); make it 4 MiB, "
        "or drop 'reusable'");
}

TEST_CASE("every line has the form level[rule]: message; fix, without a full stop") {
  static constexpr board bad{
      "bad",
      linux_6_1,
      banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}, bank{.name = "dram", .base = 0x5000'0000, .size = 1_GiB}},
      pools{cma{.size = 3_MiB, .where = at(0x6000'1000)}, cma{.label = "second", .size = 2_MiB, .where = at(0x6000'0000)},
            coherent{.label = "9bad", .size = 5, .where = at(0x9'0000'0000)}, coherent{.label = "huge", .size = 8_GiB},
            firmware{.label = "none"}, atomic{.size = 64_MiB}},
      devices{device{.name = "gpu", .node = "gpu", .reach = bits(30), .uses = {"second", {"nowhere", "name"}}}},
      waivers{waive{.rule = "no-such-rule", .on = "gpu", .reason = "none"}}};
  const auto lines = lines_of(check(bad, plan_of<bad>));
  CHECK(lines.size() >= 8);
  const std::regex form{R"((error|warning|note)\[[a-z]+(-[a-z]+)*\]: [^\n]*[^.\n]; [^\n]*[^.\n])"};
  for (const std::string& each : lines) {
    CAPTURE(each);
    CHECK(std::regex_match(each, form));
  }
}

TEST_CASE("what only follows from an earlier finding on the same subject is dropped") {
  static constexpr board own{"own", linux_6_1, one_bank, two_pools,
                             rules{least_size{.least = 8_KiB}, only_follows{{.least = 8_KiB}}}};
  const findings all = check(own, plan_of<own>);
  CHECK(ids_of(all) == "least-size only-follows");
  CHECK(all.list()[0].is_about("small"));
  CHECK(all.list()[1].is_about("large"));  // another subject: no cascade
}

TEST_CASE("what follows from a finding about the board is dropped altogether") {
  static constexpr board own{"own", linux_6_1, one_bank, two_pools,
                             rules{never_content{}, after_never_content{{{.least = 8_KiB}}}}};
  CHECK(ids_of(check(own, plan_of<own>)) == "never-content");
}

TEST_CASE("prerequisites that found nothing drop nothing") {
  static constexpr board own{"own", linux_6_1, one_bank, two_pools, rules{only_follows{{.least = 8_KiB}}}};
  CHECK(ids_of(check(own, plan_of<own>)) == "only-follows only-follows");
}

TEST_CASE("findings of a rule that is no prerequisite drop nothing") {
  static constexpr board own{"own", linux_6_1, one_bank, two_pools, rules{never_content{}, only_follows{{.least = 8_KiB}}}};
  CHECK(ids_of(check(own, plan_of<own>)) == "never-content only-follows only-follows");
}

TEST_CASE("a board without a kernel is told that and nothing of limits") {
  // the size is a whole page, but no multiple of what any kernel demands of CMA
  static constexpr board none{"none", one_bank, pools{cma{.size = 3_MiB, .where = at(0x6000'1000)}}};
  CHECK(ids_of(check(none, plan_of<none>)) == "incomplete-board");
}

TEST_CASE("a rule of the board's own, with a setting") {
  static constexpr board strict{"strict", linux_6_1, one_bank, two_pools, rules{least_size{.least = 64_KiB}}};
  static constexpr board lenient{"lenient", linux_6_1, one_bank, two_pools, rules{least_size{.least = 4_KiB}}};
  CHECK(check(strict, plan_of<strict>).errors() == 1);
  // 'large' is placed first, having less freedom: [0x7ff00000..0x80000000); 'small' is the page below
  const auto lines = lines_of(check(strict, plan_of<strict>));
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] == "error[least-size]: pool 'small' [0x7feff000..0x7ff00000) is too small; make it 64 KiB");
  CHECK(check(lenient, plan_of<lenient>).errors() == 0);
  static_assert(valid<lenient>);
  // without the board only the standard rules can run
  CHECK(check(plan_of<strict>).errors() == 0);
}

TEST_CASE("a waived finding is listed with its reason and does not stop") {
  static constexpr board waived{"waived",
                                linux_6_1,
                                one_bank,
                                two_pools,
                                rules{least_size{.least = 2_MiB}},
                                waivers{waive{.rule = "least-size", .on = "small", .reason = "one page is enough"}}};
  const findings all = check(waived, plan_of<waived>);
  REQUIRE(all.list().size() == 2);
  CHECK(lines_of(all)[0].ends_with("make it 2 MiB (waived: one page is enough)"));
  CHECK_FALSE(all.list()[0].stops());
  CHECK(all.list()[1].is_about("large"));  // not waived
  CHECK(all.list()[1].stops());
  CHECK(all.errors() == 1);
}

TEST_CASE("a board whose only errors are waived is valid") {
  static constexpr board waived{"waived",
                                linux_6_1,
                                one_bank,
                                two_pools,
                                rules{least_size{.least = 8_KiB}},
                                waivers{waive{.rule = "least-size", .on = "small", .reason = "one page is enough"}}};
  static_assert(valid<waived>);
  CHECK(check(waived, plan_of<waived>).errors() == 0);
}

TEST_CASE("a waiver that matches nothing is a warning") {
  static constexpr board unused{"unused", linux_6_1, one_bank, two_pools,
                                waivers{waive{.rule = "least-size", .on = "small", .reason = "r"},
                                        waive{.rule = "zero-size", .on = "large", .reason = "r"}}};
  const findings all = check(unused, plan_of<unused>);
  CHECK(ids_of(all) == "unused-waiver unused-waiver");
  CHECK(all.errors() == 0);
  CHECK(lines_of(all)[0].find("'least-size' on 'small'") != std::string::npos);
}

TEST_CASE("the limit keeps the first findings and counts the others") {
  static constexpr board own{"own", linux_6_1, one_bank, two_pools, rules{least_size{.least = 2_MiB}}};
  const findings all = check(own, plan_of<own>, 1);
  CHECK(all.list().size() == 1);
  CHECK(all.errors() == 2);
}

TEST_CASE("a waived finding does not stop because it is beyond the limit") {
  static constexpr board waived{"waived",
                                linux_6_1,
                                one_bank,
                                two_pools,
                                rules{least_size{.least = 2_MiB}},
                                waivers{waive{.rule = "least-size", .on = "small", .reason = "r"},
                                        waive{.rule = "least-size", .on = "large", .reason = "r"}}};
  REQUIRE(check(waived, plan_of<waived>).errors() == 0);
  CHECK(check(waived, plan_of<waived>, 1).errors() == 0);
}

TEST_CASE("when there are errors one of them is kept, whatever else filled the limit") {
  static constexpr board own{"own", linux_6_1, one_bank, two_pools, rules{many_warnings{}, never_content{}}};
  const findings all = check(own, plan_of<own>, 4);
  REQUIRE(all.errors() == 1);
  // otherwise the compiler stops at valid<> with nothing to print
  CHECK(std::any_of(all.list().begin(), all.list().end(), [](const finding& each) { return each.stops(); }));
}

TEST_CASE("a waived finding hides no other mistake") {
  // the kernel is accepted as unknown; that 8 GiB do not fit into 1 GiB of DRAM is another matter
  static constexpr board newer{"newer", linux_kernel{.version = {9, 0}}, one_bank,
                               pools{coherent{.label = "huge", .size = 8_GiB}},
                               waivers{waive{.rule = "unknown-kernel", .on = "newer", .reason = "limits read by hand"}}};
  CHECK(check(newer, plan_of<newer>).errors() == 1);
}
