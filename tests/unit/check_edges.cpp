// SPDX-License-Identifier: BSL-1.0
#include <carveout/check/check.hpp>
#include <carveout/emit/dts.hpp>
#include <carveout/plan/lower.hpp>

#include <string>

#include <doctest/doctest.h>

#include "written.hpp"

/// Descriptions that look harmless but could not be written down as they are meant.
using namespace carveout;
using namespace carveout::literals;

namespace {

inline constexpr linux_kernel linux_6_1{.version = {6, 1}};
inline constexpr banks one_bank{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}};

template <const auto& Board>
auto errors() -> std::size_t {
  return check(Board, plan_of<Board>).errors();
}

}  // namespace

TEST_CASE("two dynamic nodes of one name are refused, also when one name comes from a label") {
  // the label big_pool gives the node name big-pool, and a dynamic node has no unit address
  static constexpr board same{"same", linux_6_1, one_bank,
                              pools{coherent{.label = "big_pool", .size = 4_KiB, .where = by_kernel{}},
                                    coherent{.label = "other", .node = "big-pool", .size = 4_KiB, .where = by_kernel{}}}};
  CHECK(errors<same>() != 0);
}

TEST_CASE("a property of strings has at least one") {
  // "pinctrl-names = ;" is no source
  static constexpr board empty{"empty", linux_6_1, one_bank,
                               pools{firmware{.label = "fw", .size = 4_KiB, .properties = {strings("pinctrl-names", {})}}}};
  CHECK(errors<empty>() != 0);
}

TEST_CASE("a node has each property once") {
  // dtc: duplicate_property_names
  static constexpr board twice{"twice", linux_6_1, one_bank,
                               pools{firmware{.label = "fw", .size = 4_KiB, .properties = {flag("a"), cells("a", {1})}}}};
  CHECK(errors<twice>() != 0);
}

TEST_CASE("a window of 4 GiB is no window of nothing in one cell") {
  // 0x100000000 does not fit 32 bits; cut, it would be alloc-ranges = <0x0 0x0>, where the kernel finds no room
  static constexpr board wide{"wide",
                              linux_6_1,
                              root_cells{1, 1},
                              one_bank,
                              pools{coherent{.label = "any", .size = 4_KiB, .where = by_kernel{}}},
                              devices{device{.name = "dsp", .node = "&dsp", .reach = bits(32), .uses = {"any"}}}};
  const std::string text = testing::emitted([](auto& sink) { emit_dtsi(plan_of<wide>, sink); });
  const bool is_refused_or_right = errors<wide>() != 0 || text.find("alloc-ranges = <0x0 0x0>") == std::string::npos;
  CHECK(is_refused_or_right);
}

TEST_CASE("a finding about a device does not hide one about a pool of the same name") {
  static constexpr board same{"same", linux_6_1, one_bank,
                              pools{coherent{.label = "vpu", .size = 4_KiB, .where = at(0x7000'0000)}},
                              devices{device{.name = "vpu", .node = "&vpu_dec", .uses = {"missing"}},
                                      device{.name = "cam", .node = "&cam", .reach = bits(30), .uses = {"vpu"}}}};
  // unknown-name about device 'vpu'; dma-reach about pool 'vpu' and device 'cam'
  CHECK(errors<same>() == 2);
}
