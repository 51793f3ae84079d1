// SPDX-License-Identifier: BSL-1.0

// What rules say of a plan that was read from a device tree, where that differs from what they say of a board.

#include <carveout/check/check.hpp>

#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "told.hpp"

using namespace carveout;
using namespace carveout::literals;
using testing::has, testing::told;

namespace {

constexpr bank dram{.name = "dram", .base = 0x4000'0000, .size = 1_GiB};

/// Regions, devices and banks as if from a tree.
struct tree {
  std::vector<region> regions{};
  std::vector<plan_device> devices{};
  std::vector<plan_use> uses{};
  std::vector<bank> banks{dram};
  std::vector<plan_device> disabled_devices{};
  std::vector<plan_use> disabled_uses{};
  carveout::arch arch = arch::arm64;
  kernel_version version{6, 12};

  [[nodiscard]] auto told_of(std::string_view rule, const auto& change) -> std::string {
    std::vector<std::size_t> by_address(regions.size());
    memory_plan plan{};
    plan.from = front_end::device_tree;
    plan.board = "t.dtb";
    plan.kernel = {.version = version, .arch = arch};
    plan.asked_version = version;
    plan.has_kernel = true;
    resolve({.kernel = plan.kernel,
             .banks = banks,
             .regions = regions,
             .by_address = by_address,
             .devices = devices,
             .uses = uses,
             .disabled_uses = disabled_uses});
    plan.banks = banks, plan.regions = regions, plan.by_address = by_address, plan.devices = devices, plan.uses = uses;
    plan.disabled_devices = disabled_devices, plan.disabled_uses = disabled_uses;
    change(plan);
    return told(rule, plan);
  }
  [[nodiscard]] auto told_of(std::string_view rule) -> std::string {
    return told_of(rule, [](memory_plan&) {});
  }
};

auto node(std::string_view path, address base, bytes size, pool_facts facts = {}) -> region {
  facts.label = path, facts.node = path.substr(path.rfind('/') + 1), facts.size = size, facts.where = at(base);
  region made{facts};
  made.kind = kind_of_node(facts);
  made.path = path;
  return made;
}

const pool_facts hidden{.no_map = true}, lent{.reusable = true, .compatible = "shared-dma-pool"};

}  // namespace

TEST_CASE("trees: nothing is demanded that firmware may fill in") {
  CHECK(tree{.banks = {}}.told_of("incomplete-board") == "");
  CHECK(tree{.regions = {node("/r/a", 0x5000'0000, 1_MiB, hidden)}, .banks = {}}.told_of("outside-bank") == "");
  CHECK(tree{.regions = {node("/r/a", 0x5000'0000, 512_MiB, lent)}, .banks = {}}.told_of("cma-share") == "");
  CHECK(
      has(tree{.regions = {node("/r/a", 0x4000'0000, 1_GiB, lent)}}.told_of("cma-share"), "warning[cma-share]: tree 't.dtb'"));
  CHECK(has(tree{.regions = {node("/r/a", 0x5000'0000, 0)}}.told_of("zero-size"),
            "warning[zero-size]: node '/r/a' has no size; give it a size, unless firmware fills it in"));
  // CMA outside DRAM is fatal, a restricted pool only useless
  CHECK(has(tree{.regions = {node("/r/a", 0x3000'0000, 2_MiB, lent)}}.told_of("outside-bank"), "error[outside-bank]"));
  CHECK(has(tree{.regions = {node("/r/a", 0x3000'0000, 2_MiB, {.compatible = "restricted-dma-pool"})}}.told_of("outside-bank"),
            "warning[outside-bank]"));
}

TEST_CASE("trees: names are the tree's") {
  region odd = node("/r/1!", 0x5000'0000, 1_MiB);
  odd.label = "1!", odd.node = "1!";
  CHECK(tree{.regions = {odd}}.told_of("bad-name") == "");
  region dynamic = node("/r/a", 0, 1_MiB);
  dynamic.where = by_kernel{}, dynamic.node = "a", dynamic.label = "l";
  region fixed = node("/r/a@50000000", 0x5000'0000, 1_MiB);
  fixed.node = "a";
  CHECK(tree{.regions = {dynamic, fixed}}.told_of("duplicate-name") == "");
  fixed.path = "/r/a";
  CHECK(has(tree{.regions = {dynamic, fixed}}.told_of("duplicate-name"), "have the same path '/r/a'"));
}

TEST_CASE("trees: parts of pages are warned of") {
  CHECK(has(tree{.regions = {node("/r/a", 0x5000'0000, 256)}}.told_of("page-alignment"), "warning[page-alignment]"));
  CHECK(has(tree{.regions = {node("/r/a", 0x5000'0000, 1_MiB, lent)}}.told_of("cma-alignment"), "error[cma-alignment]"));
}

TEST_CASE("trees: a mapped pool harms who uses it, and everybody on arm") {
  const region mapped = node("/r/a", 0x5000'0000, 1_MiB, {.compatible = "shared-dma-pool"});
  CHECK(has(tree{.regions = {mapped}}.told_of("coherent-mapped"), "warning[coherent-mapped]"));
  CHECK(has(tree{.regions = {mapped}, .arch = arch::arm}.told_of("coherent-mapped"), "error[coherent-mapped]"));
  CHECK(has(tree{.regions = {mapped},
                 .devices = {{.name = "/d", .node = "/d", .reach = interval::everything(), .use_count = 1}},
                 .uses = {{.device = 0, .pool = "/r/a"}}}
                .told_of("coherent-mapped"),
            "error[coherent-mapped]"));
}

TEST_CASE("trees: fixed names matter for nodes that somebody uses") {
  const auto using_it = [](bool disabled, std::vector<plan_use> uses) {
    tree of{.regions = {node("/r/x", 0x5000'0000, 1_MiB, hidden), node("/r/vdevbuffer", 0x5100'0000, 1_MiB, hidden)}};
    const plan_device user{.name = "/d", .node = "/d", .reach = interval::everything(), .use_count = uses.size()};
    (disabled ? of.disabled_devices : of.devices) = {user};
    (disabled ? of.disabled_uses : of.uses) = std::move(uses);
    return of.told_of("naming-contract");
  };
  const plan_use x{.device = 0, .pool = "/r/x"}, buffer{.device = 0, .pool = "/r/vdevbuffer"};
  CHECK(has(using_it(false, {x, buffer}), "error[naming-contract]"));
  CHECK(has(using_it(true, {x, buffer}), "error[naming-contract]"));
  // the first memory-region serves, whatever it is called
  CHECK(using_it(false, {buffer, x}) == "");
  CHECK(using_it(true, {buffer}) == "");
  CHECK(using_it(false, {}) == "");
  CHECK(using_it(false, {x}) == "");
}

TEST_CASE("trees: remote processors have several pools") {
  const pool_facts own{.no_map = true, .compatible = "shared-dma-pool"};
  CHECK(has(tree{.regions = {node("/r/a", 0x5000'0000, 1_MiB, own), node("/r/b", 0x5100'0000, 1_MiB, own)},
                 .devices = {{.name = "/d", .node = "/d", .reach = interval::everything(), .use_count = 2}},
                 .uses = {{.device = 0, .pool = "/r/a"}, {.device = 0, .pool = "/r/b"}}}
                .told_of("second-pool"),
            "note[second-pool]: device '/d' allocates from '/r/a'; node '/r/b' [0x51000000..0x51100000) is a second pool"));
}

TEST_CASE("trees: an IOMMU takes a device to any pool") {
  const auto reaching = [](bool iommu) {
    return tree{.regions = {node("/r/a", 0x6000'0000, 1_MiB)},
                .devices = {{.name = "/d", .node = "/d", .reach = {0, 0x5000'0000}, .use_count = 1, .iommu = iommu}},
                .uses = {{.device = 0, .pool = "/r/a"}}}
        .told_of("dma-reach");
  };
  CHECK(has(reaching(false), "place it there, or correct the dma-ranges above the device"));
  CHECK(reaching(true) == "");
  const auto default_area = [](bool iommu) {
    return tree{.regions = {node("/r/c", 0x6000'0000, 64_MiB,
                                 {.reusable = true, .cma_default = true, .compatible = "shared-dma-pool"})},
                .devices = {{.name = "/d", .node = "/d", .reach = {0, 0x5000'0000}, .iommu = iommu}}}
        .told_of("default-cma-reach");
  };
  CHECK(has(default_area(false), "give it alloc-ranges, or a reg, below 0x50000000"));
  CHECK(default_area(true) == "");
}

TEST_CASE("trees: fixes are spelled as a tree is") {
  const std::array firmware{firmware_window{.name = "tee", .base = 0x5000'0000, .size = 1_MiB}};
  boot_chain chain{};
  chain.firmware.push_back(firmware[0]);
  const auto with_firmware = [&](memory_plan& plan) { plan.boot = &chain; };
  CHECK(has(tree{}.told_of("firmware-unreserved", with_firmware),
            "add a no-map node of [0x50000000..0x50100000) to /reserved-memory"));
  CHECK(has(tree{.regions = {node("/r/a", 0x5000'0000, 1_MiB)}}.told_of("firmware-mapped", with_firmware), "add no-map"));
  plan_use dangling{.device = 0, .pool = "phandle 0x7"};
  CHECK(has(tree{.devices = {{.name = "/d", .node = "/d", .reach = interval::everything(), .use_count = 1}}, .uses = {dangling}}
                .told_of("unknown-name"),
            "uses pool 'phandle 0x7', which the tree lacks; point memory-region to a node of /reserved-memory"));
  CHECK(has(tree{.regions = {node("/r/a", 0x5000'0000, 1_MiB)},
                 .devices = {{.name = "/d", .node = "/d", .use_count = 1}},
                 .uses = {dangling}}
                .told_of("unknown-name"),
            "point memory-region to a node"));
}
