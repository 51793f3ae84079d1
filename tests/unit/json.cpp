// SPDX-License-Identifier: BSL-1.0
#include <carveout/emit/json.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tiny_board.hpp"
#include "written.hpp"

using namespace carveout;
using nlohmann::json;
using testing::emitted, testing::tiny_plan, testing::written;

namespace {

auto parsed(const memory_plan& plan) -> json {
  return json::parse(emitted([&](auto& sink) { write_json(plan, sink); }));
}

}  // namespace

TEST_CASE("scalars, hand-made") {
  const json all = parsed(tiny_plan);
  CHECK(all.at("board") == "tiny");
  CHECK(all.at("kernel") == json{{"version", "6.1"}, {"arch", "arm64"}, {"page_size", "0x1000"}});
  CHECK(all.at("bootargs") == "console=ttyLP0 coherent_pool=1M");
  CHECK(all.at("coherent_pool") == "0x100000");
  CHECK(all.at("root_cells") == json{{"address", 2}, {"size", 2}});
  CHECK(all.at("banks").at(1) == json{{"name", "high"}, {"begin", "0x880000000"}, {"end", "0x8c0000000"}});
}

TEST_CASE("a static and a dynamic region, hand-made") {
  const json regions = parsed(tiny_plan).at("regions");
  // by address: optee, ramoops, ion_heap, vpu_cma, linux_cma, wifi_bounce, gpu_mem, then late
  REQUIRE(regions.size() == 8);
  CHECK(regions.at(4) == json::parse(R"({"label": "linux_cma", "node": "linux,cma@60000000", "kind": "cma", "state": "static",
        "begin": "0x60000000", "end": "0x64000000", "size": "0x4000000", "alignment": "0x200000", "no_map": false,
        "reusable": true, "cma_default": true, "compatible": ["shared-dma-pool"], "properties": {}})"));
  CHECK(regions.at(7) == json::parse(R"({"label": "late", "node": "late", "kind": "coherent", "state": "dynamic",
        "windows": [{"begin": "0x0", "end": "0x80000000"}], "size": "0x100000", "alignment": "0x1000", "no_map": true,
        "reusable": false, "cma_default": false, "compatible": ["shared-dma-pool"], "properties": {}})"));
}

TEST_CASE("free properties, hand-made") {
  CHECK(parsed(tiny_plan).at("regions").at(1).at("properties") ==
        json::parse(R"({"record-size": ["0x20000"], "unbuffered": true, "pinctrl-names": ["default", "sleep"]})"));
}

TEST_CASE("devices, hand-made") {
  CHECK(parsed(tiny_plan).at("devices") == json::parse(R"([
    {"name": "gpu", "node": "&gpu", "reach": {"begin": "0x0", "end": "0xffffffffffffffff"},
     "memory_region": ["gpu_mem"], "memory_region_names": ["mem"]},
    {"name": "vpu", "node": "/soc@0/vpu@2c000000", "reach": {"begin": "0x0", "end": "0x100000000"},
     "memory_region": ["vpu_cma", "late"], "memory_region_names": []},
    {"name": "idle", "node": "&idle", "reach": {"begin": "0x0", "end": "0xffffffffffffffff"},
     "memory_region": [], "memory_region_names": []}])"));
}

TEST_CASE("every region of the plan is there, in the order of addresses") {
  const json regions = parsed(tiny_plan).at("regions");
  REQUIRE(regions.size() == tiny_plan.by_address.size());
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const region& expected = tiny_plan.regions[tiny_plan.by_address[i]];
    CHECK(regions.at(i).at("label") == std::string{expected.label});
    CHECK(regions.at(i).at("size") == written(hex{expected.size}));
    if (expected.is_placed()) CHECK(regions.at(i).at("begin") == written(hex{expected.range.begin}));
    CHECK(regions.at(i).contains("windows") == !expected.is_placed());
  }
}

TEST_CASE("a plan with nothing in it is JSON too") {
  const json all = parsed(memory_plan{});
  CHECK(all.at("banks").empty());
  CHECK(all.at("regions").empty());
  CHECK(all.at("devices").empty());
}

TEST_CASE("texts that a refused board may hold do not break the form") {
  // the generator's --print writes only valid boards; the hash in every banner is taken of any
  memory_plan plan{};
  plan.board = "a\"b\\c\nd";
  CHECK(parsed(plan).at("board") == "a\"b\\c?d");
}

TEST_CASE("a routing policy of the board's team may say anything") {
  memory_plan plan{};
  plan.routing.id = "my \"routing\"";
  CHECK_NOTHROW(parsed(plan));
}
