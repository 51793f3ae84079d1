// SPDX-License-Identifier: BSL-1.0
#include <carveout/plan/lower.hpp>

#include <string>
#include <vector>

#include "const_check.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

constexpr address dram = 0x4000'0000;

inline constexpr board small{
    "small", linux_kernel{.version = {6, 1}}, banks{bank{.name = "dram", .base = dram, .size = 1_GiB}},
    pools{device_cma{.label = "high", .size = 4_MiB}, firmware{.label = "low", .size = 1_MiB, .where = at(0x4010'0000)},
          atomic{.size = 1_MiB}, coherent{.label = "boot", .size = 1_MiB, .where = by_kernel{below(0x6000'0000)}},
          restricted{.label = "cut", .size = 1_MiB, .where = within(0x4800'0000, 0x7000'0000)}},
    devices{device{.name = "gpu", .node = "&gpu", .reach = {{0, 0x6000'0000}}, .uses = {"cut", "nowhere"}},
            device{.name = "vpu", .node = "&vpu", .reach = {{0x5000'0000, 0x7800'0000}}, .uses = {{"cut", "mem"}}}}};

}  // namespace

TEST_CASE("scalars of a board reach the plan") {
  static constexpr board other{"other",
                               bootargs{"quiet"},
                               root_cells{1, 1},
                               linux_kernel{.version = {5, 10}, .page = 64_KiB},
                               routing::atomic_first,
                               banks{bank{.name = "dram", .base = dram, .size = 1_GiB}},
                               pools{atomic{.size = 2_MiB}},
                               waivers{waive{.rule = "r", .on = "o", .reason = "because"}}};
  constexpr auto& plan = plan_of<other>;
  CONST_CHECK(plan.board == "other");
  CONST_CHECK(plan.extra_bootargs == "quiet");
  CONST_CHECK(plan.cells.address == 1);
  CONST_CHECK(plan.kernel.page == 64_KiB);
  CONST_CHECK(plan.has_kernel);
  CONST_CHECK(plan.routing.id == "atomic-first");
  CONST_CHECK(plan.routing.everything_from_atomic_pool);
  CONST_CHECK(plan.waivers.size() == 1);
  CONST_CHECK(plan.waivers[0].reason == "because");
}

TEST_CASE("the atomic pool is a kernel argument, not a region") {
  constexpr auto& plan = plan_of<small>;
  CONST_CHECK(plan.atomic_pools == 1);
  CONST_CHECK(plan.atomic_pool == 1_MiB);
  CONST_CHECK(plan.regions.size() == 4);  // of five pools
  for (const region& each : plan.regions) CHECK(each.kind != pool_kind::atomic);
}

TEST_CASE("regions keep the board's order; by_address is by address, with what has none at the end") {
  constexpr auto& plan = plan_of<small>;
  CONST_CHECK(plan.regions[0].label == "high");
  CONST_CHECK(plan.regions[1].label == "low");
  CONST_CHECK(plan.regions[2].label == "boot");
  CONST_CHECK(plan.regions[3].label == "cut");
  std::vector<std::string_view> labels;
  for (const std::size_t index : plan.by_address) labels.push_back(plan.regions[index].label);
  // 'low' is pinned near the start of DRAM, 'cut' is limited to 0x60000000, 'high' takes the end, 'boot' is the kernel's
  CHECK(labels == std::vector<std::string_view>{"low", "cut", "high", "boot"});
}

TEST_CASE("a window is cut by the reach of every device that uses the pool") {
  constexpr auto& plan = plan_of<small>;
  // within(0x48000000, 0x70000000), gpu below 0x60000000, vpu from 0x50000000
  CONST_CHECK(plan.regions[3].window == interval{0x5000'0000, 0x6000'0000});
  CONST_CHECK(plan.regions[0].window == interval::everything());  // nobody uses it
  CONST_CHECK(plan.regions[2].window == interval{0, 0x6000'0000});
}

TEST_CASE("uses are grouped by device and resolved by label") {
  constexpr auto& plan = plan_of<small>;
  CONST_CHECK(plan.uses.size() == 3);
  CONST_CHECK(plan.uses_of(plan.devices[0]).size() == 2);
  CONST_CHECK(plan.uses_of(plan.devices[1]).size() == 1);
  CONST_CHECK(plan.uses_of(plan.devices[0])[0].region == 3);
  CONST_CHECK(plan.uses_of(plan.devices[0])[1].region == no_index);  // the board has no pool "nowhere"
  CONST_CHECK(plan.uses_of(plan.devices[0])[1].pool == "nowhere");
  CONST_CHECK(plan.uses_of(plan.devices[1])[0].as == "mem");
  CONST_CHECK(plan.uses_of(plan.devices[1])[0].device == 1);
}

TEST_CASE("a pool that is called like the last or first label by order, or beyond it, is found or not found") {
  // bisection: below the first, between, above the last
  static constexpr board named{"named", linux_kernel{.version = {6, 1}}, banks{bank{.name = "d", .base = dram, .size = 1_GiB}},
                               pools{coherent{.label = "m", .size = 4_KiB}, coherent{.label = "b", .size = 4_KiB},
                                     coherent{.label = "y", .size = 4_KiB}},
                               devices{device{.name = "d", .node = "&d", .uses = {"a", "b", "c", "m", "n", "y", "z"}}}};
  constexpr auto& plan = plan_of<named>;
  CONST_CHECK(plan.uses[0].region == no_index);
  CONST_CHECK(plan.uses[1].region == 1);
  CONST_CHECK(plan.uses[2].region == no_index);
  CONST_CHECK(plan.uses[3].region == 0);
  CONST_CHECK(plan.uses[4].region == no_index);
  CONST_CHECK(plan.uses[5].region == 2);
  CONST_CHECK(plan.uses[6].region == no_index);
}

TEST_CASE("alignment: what the kernel demands, or more if the board asks for it") {
  static constexpr board aligned{"aligned", linux_kernel{.version = {6, 1}},
                                 banks{bank{.name = "d", .base = dram, .size = 1_GiB}},
                                 pools{cma{.size = 64_MiB}, coherent{.label = "page", .size = 4_KiB},
                                       coherent{.label = "asked", .size = 4_KiB, .alignment = 1_MiB},
                                       coherent{.label = "less", .size = 4_KiB, .alignment = 64}}};
  constexpr auto& plan = plan_of<aligned>;
  CONST_CHECK(plan.regions[0].required_alignment == 2_MiB);  // one pageblock on 6.1
  CONST_CHECK(plan.regions[1].required_alignment == 4_KiB);
  CONST_CHECK(plan.regions[2].required_alignment == 1_MiB);
  CONST_CHECK(plan.regions[3].required_alignment == 4_KiB);
}

TEST_CASE("lowering for another version changes the version and what follows from it") {
  constexpr auto storage = lower(small, {.version = kernel_version{5, 10, 7}});
  CONST_CHECK(storage.view().kernel.version == kernel_version{5, 10, 7});
  CONST_CHECK(storage.view().regions[0].required_alignment == 4_MiB);  // 2 MiB on 6.1
  CONST_CHECK(plan_of<small>.regions[0].required_alignment == 2_MiB);
}

TEST_CASE("without a kernel the plan says so, whatever version is asked for") {
  static constexpr board none{"none", pools{atomic{.size = 4_KiB}}};
  CONST_CHECK(!plan_of<none>.has_kernel);
  CONST_CHECK(!lower(none, {.version = kernel_version{6, 1}}).view().has_kernel);
  CONST_CHECK(plan_of<none>.banks.empty());
  CONST_CHECK(plan_of<none>.regions.empty());
}

TEST_CASE("pinned and dynamic pools") {
  constexpr auto& plan = plan_of<small>;
  CONST_CHECK(plan.regions[1].range == interval{0x4010'0000, 0x4020'0000});
  CONST_CHECK(!plan.regions[1].is_dynamic());
  CONST_CHECK(plan.regions[2].is_dynamic());
  CONST_CHECK(!plan.regions[2].is_placed());
  CONST_CHECK(!plan.regions[2].lacks_room);
}

TEST_CASE("what is disabled stands apart, whichever order the board has") {
  static constexpr foreign_node off{.label = "off", .size = 1_MiB, .where = at(0x4800'0000), .no_map = true, .enabled = false};
  static constexpr board mixed{"mixed", linux_kernel{.version = {6, 1}}, banks{bank{.name = "d", .base = dram, .size = 1_GiB}},
                               pools{off, coherent{.label = "a", .size = 1_MiB, .where = at(0x4800'0000)},
                                     foreign_node{.label = "off2", .size = 4_KiB, .where = at(0x4900'0000), .enabled = false},
                                     coherent{.label = "b", .size = 1_MiB, .where = at(0x4a00'0000)}},
                               devices{device{.name = "x", .node = "&x", .uses = {"b"}, .enabled = false},
                                       device{.name = "y", .node = "&y", .uses = {"off", "a", "off2"}},
                                       device{.name = "z", .node = "&z", .uses = {"a", "off"}, .enabled = false},
                                       device{.name = "w", .node = "&w", .uses = {"b"}}}};
  constexpr auto& plan = plan_of<mixed>;
  CONST_CHECK(plan.regions.size() == 2);
  CONST_CHECK(plan.regions[0].label == "a");
  CONST_CHECK(plan.regions[1].label == "b");
  CONST_CHECK(plan.disabled_regions.size() == 2);
  CONST_CHECK(plan.disabled_regions[0].label == "off");
  CONST_CHECK(plan.disabled_regions[1].range == interval{0x4900'0000, 0x4900'1000});
  CONST_CHECK(plan.by_address.size() == 2);
  CONST_CHECK(plan.devices.size() == 2);
  CONST_CHECK(plan.devices[1].name == "w");
  CONST_CHECK(plan.disabled_devices[0].name == "x");
  CONST_CHECK(plan.disabled_devices[1].name == "z");
  CONST_CHECK(plan.uses.size() == 4);
  CONST_CHECK(plan.uses[0].disabled == 0);
  CONST_CHECK(plan.uses[0].region == no_index);
  CONST_CHECK(plan.uses[1].region == 0);
  CONST_CHECK(plan.uses[1].disabled == no_index);
  CONST_CHECK(plan.uses[2].disabled == 1);
  CONST_CHECK(plan.uses_of(plan.devices[1])[0].region == 1);
  CONST_CHECK(plan.disabled_uses.size() == 3);
  CONST_CHECK(plan.disabled_uses[0].region == 1);
  CONST_CHECK(plan.disabled_uses[2].disabled == 0);
  CONST_CHECK(plan.disabled_uses[2].device == 1);
  CONST_CHECK(plan.regions[0].users == 2);
  CONST_CHECK(plan.disabled_regions[0].users == 2);
}

TEST_CASE("a pool of a device behind an IOMMU may be anywhere") {
  const auto window = [](bool iommu) {
    const board one{"one", linux_kernel{.version = {6, 1}}, banks{bank{.name = "d", .base = dram, .size = 1_GiB}},
                    pools{coherent{.label = "a", .size = 1_MiB}},
                    devices{device{.name = "x", .node = "&x", .reach = bits(31), .uses = {"a"}, .iommu = iommu}}};
    return lower(one).regions[0].window;
  };
  CHECK(window(false) == interval{0, 0x8000'0000});
  CHECK(window(true) == interval::everything());
}

TEST_CASE("nodes of a tree are called as it calls them") {
  const auto name = [](const foreign_node& node) {
    const board one{"one", linux_kernel{.version = {6, 1}}, banks{bank{.name = "d", .base = dram, .size = 1_GiB}}, pools{node}};
    text_buffer text;
    const auto plan = lower(one);
    write_node_name(text, plan.regions[0]);
    return std::string{text.view()};
  };
  CHECK(name({.label = "a_b", .size = 4_KiB, .where = at(0x4800'0000)}) == "a-b@48000000");
  CHECK(name({.label = "a_b", .node = "c", .size = 4_KiB, .where = at(0x4800'0000), .unit_address = "49000000"}) ==
        "c@49000000");
  CHECK(name({.label = "a_b", .node = "c", .size = 4_KiB, .where = at(0x4800'0000), .unit_address = ""}) == "c");
  CHECK(name({.label = "a_b", .node = "c", .size = 4_KiB, .where = by_kernel{}, .unit_address = "0"}) == "c@0");
}

TEST_CASE("what a node is to the kernel") {
  CHECK(kind_of_node({}) == pool_kind::firmware);
  CHECK(kind_of_node({.compatible = "imx-ion-pool"}) == pool_kind::heap);
  CHECK(kind_of_node({.compatible = "carveout,ion-heap"}) == pool_kind::heap);
  CHECK(kind_of_node({.compatible = "carveout,dma-heap"}) == pool_kind::heap);
  CHECK(kind_of_node({.compatible = "carveout,atomic-pool"}) == pool_kind::atomic);
  CHECK(kind_of_node({.no_map = true, .compatible = "shared-dma-pool"}) == pool_kind::coherent);
  CHECK(kind_of_node({.compatible = "shared-dma-pool"}) == pool_kind::coherent);
  CHECK(kind_of_node({.reusable = true, .compatible = "shared-dma-pool"}) == pool_kind::device_cma);
  CHECK(kind_of_node({.reusable = true, .cma_default = true, .compatible = "shared-dma-pool"}) == pool_kind::system_cma);
  CHECK(kind_of_node({.cma_default = true, .compatible = "shared-dma-pool"}) == pool_kind::coherent);
  CHECK(kind_of_node({.reusable = true}) == pool_kind::firmware);
  CHECK(kind_of_node({.reusable = true, .compatible = "restricted-dma-pool"}) == pool_kind::restricted);
}
