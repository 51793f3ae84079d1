// SPDX-License-Identifier: BSL-1.0
#include <carveout/emit/overlay.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "libfdt.hpp"
#include "tiny_board.hpp"
#include "written.hpp"

using namespace carveout;
using namespace testing;

namespace {

auto blob_of(const memory_plan& plan) -> std::string {
  return emitted([&](auto& sink) { emit_dtbo(plan, sink); });
}

const std::pair<std::string, std::string> address_cells{"#address-cells", cells_value({2})};
const std::pair<std::string, std::string> size_cells{"#size-cells", cells_value({2})};

auto text(std::string_view value) -> std::string { return strings_value({value}); }

/// A base tree with two devices, one of them labelled, and a phandle of its own.
auto base_tree() -> std::vector<std::uint64_t> {
  std::vector<std::uint64_t> blob(2048);
  void* to = blob.data();
  REQUIRE(fdt_create(to, static_cast<int>(blob.size() * 8)) == 0);
  REQUIRE(fdt_finish_reservemap(to) == 0);
  fdt_begin_node(to, "");
  fdt_property_u32(to, "#address-cells", 2);
  fdt_property_u32(to, "#size-cells", 2);
  fdt_begin_node(to, "soc@0");
  fdt_begin_node(to, "gpu@53100000");
  fdt_property_u32(to, "phandle", 40);
  fdt_end_node(to);
  fdt_begin_node(to, "vpu@2c000000");
  fdt_end_node(to);
  fdt_end_node(to);
  fdt_begin_node(to, "__symbols__");
  fdt_property_string(to, "gpu", "/soc@0/gpu@53100000");
  fdt_end_node(to);
  fdt_end_node(to);
  REQUIRE(fdt_finish(to) == 0);
  REQUIRE(fdt_open_into(to, to, static_cast<int>(blob.size() * 8)) == 0);
  return blob;
}

auto property_of(const void* blob, const char* path, const char* name) -> std::string {
  const int node = fdt_path_offset(blob, path);
  REQUIRE(node >= 0);
  int size = 0;
  const void* value = fdt_getprop(blob, node, name, &size);
  REQUIRE(value != nullptr);
  return {static_cast<const char*>(value), static_cast<std::size_t>(size)};
}

}  // namespace

TEST_CASE("every node, property and fixup of an overlay") {
  const std::string blob = blob_of(tiny_plan);
  const auto copy = aligned(blob);
  REQUIRE(fdt_check_full(copy.data(), blob.size()) == 0);
  const std::string inside = "/fragment@1/__overlay__";
  const auto shared = text("shared-dma-pool");
  // phandles count from 1 in document order, which is by address; libfdt moves them
  const auto phandle = [](std::uint32_t value) { return std::pair<std::string, std::string>{"phandle", cells_value({value})}; };
  const std::vector<fdt_node> expected{
      {"/", {address_cells, size_cells}},
      {"/fragment@0", {{"target-path", text("/")}}},
      {"/fragment@0/__overlay__", {}},
      {"/fragment@0/__overlay__/reserved-memory", {}},
      {"/fragment@1", {{"target-path", text("/reserved-memory")}, address_cells, size_cells, {"ranges", ""}}},
      {inside, {address_cells, size_cells, {"ranges", ""}}},
      {inside + "/optee_core@46000000", {{"reg", cells_value({0, 0x46000000, 0, 0x200000})}, {"no-map", ""}, phandle(1)}},
      {inside + "/ramoops@47000000",
       {{"compatible", text("ramoops")},
        {"reg", cells_value({0, 0x47000000, 0, 0x20000})},
        {"record-size", cells_value({0x20000})},
        {"unbuffered", ""},
        {"pinctrl-names", strings_value({"default", "sleep"})},
        phandle(2)}},
      {inside + "/ion-heap@48000000",
       {{"compatible", text("vendor,heap")}, {"reg", cells_value({0, 0x48000000, 0, 0x800000})}, phandle(3)}},
      {inside + "/vpu-cma@50000000",
       {{"compatible", shared}, {"reg", cells_value({0, 0x50000000, 0, 0x1000000})}, {"reusable", ""}, phandle(4)}},
      {inside + "/linux,cma@60000000",
       {{"compatible", shared},
        {"reg", cells_value({0, 0x60000000, 0, 0x4000000})},
        {"reusable", ""},
        {"linux,cma-default", ""},
        phandle(5)}},
      {inside + "/wifi-bounce@7fc00000",
       {{"compatible", text("restricted-dma-pool")}, {"reg", cells_value({0, 0x7fc00000, 0, 0x400000})}, phandle(6)}},
      {inside + "/gpu-mem@880000000",
       {{"compatible", shared}, {"reg", cells_value({8, 0x80000000, 0, 0x100000})}, {"no-map", ""}, phandle(7)}},
      {inside + "/late",
       {{"compatible", shared},
        {"size", cells_value({0, 0x100000})},
        {"alignment", cells_value({0, 0x1000})},
        {"alloc-ranges", cells_value({0, 0, 0, 0x80000000})},
        {"no-map", ""},
        phandle(8)}},
      {"/fragment@2", {{"target", cells_value({0xffffffff})}}},
      {"/fragment@2/__overlay__", {{"memory-region", cells_value({7})}, {"memory-region-names", text("mem")}}},
      {"/fragment@3", {{"target-path", text("/soc@0/vpu@2c000000")}}},
      {"/fragment@3/__overlay__", {{"memory-region", cells_value({4, 8})}}},
      {"/__symbols__",
       {{"optee", text(inside + "/optee_core@46000000")},
        {"ramoops", text(inside + "/ramoops@47000000")},
        {"ion_heap", text(inside + "/ion-heap@48000000")},
        {"vpu_cma", text(inside + "/vpu-cma@50000000")},
        {"linux_cma", text(inside + "/linux,cma@60000000")},
        {"wifi_bounce", text(inside + "/wifi-bounce@7fc00000")},
        {"gpu_mem", text(inside + "/gpu-mem@880000000")},
        {"late", text(inside + "/late")}}},
      {"/__fixups__", {{"gpu", text("/fragment@2:target:0")}}},
      {"/__local_fixups__", {}},
      {"/__local_fixups__/fragment@2", {}},
      {"/__local_fixups__/fragment@2/__overlay__", {{"memory-region", cells_value({0})}}},
      {"/__local_fixups__/fragment@3", {}},
      // the byte offsets of both phandles
      {"/__local_fixups__/fragment@3/__overlay__", {{"memory-region", cells_value({0, 4})}}},
  };
  const auto found = nodes_of(copy.data());
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(expected[i].path);
    CHECK(found[i].path == expected[i].path);
    CHECK(found[i].properties == expected[i].properties);
  }
}

TEST_CASE("libfdt joins the overlay to a base tree without /reserved-memory") {
  std::vector<std::uint64_t> base = base_tree();
  std::vector<std::uint64_t> overlay = aligned(blob_of(tiny_plan));
  REQUIRE(fdt_overlay_apply(base.data(), overlay.data()) == 0);
  REQUIRE(fdt_check_full(base.data(), base.size() * 8) == 0);
  CHECK(property_of(base.data(), "/reserved-memory", "ranges").empty());
  CHECK(property_of(base.data(), "/reserved-memory", "#address-cells") == cells_value({2}));
  CHECK(property_of(base.data(), "/reserved-memory/linux,cma@60000000", "reg") == cells_value({0, 0x60000000, 0, 0x4000000}));
  // phandles of both trees stay distinct, and memory-region follows
  CHECK(property_of(base.data(), "/soc@0/gpu@53100000", "phandle") == cells_value({40}));
  CHECK(property_of(base.data(), "/soc@0/gpu@53100000", "memory-region") ==
        property_of(base.data(), "/reserved-memory/gpu-mem@880000000", "phandle"));
  CHECK(property_of(base.data(), "/soc@0/vpu@2c000000", "memory-region") ==
        property_of(base.data(), "/reserved-memory/vpu-cma@50000000", "phandle") +
            property_of(base.data(), "/reserved-memory/late", "phandle"));
  // a later overlay finds the pools by label
  CHECK(property_of(base.data(), "/__symbols__", "gpu_mem") == strings_value({"/reserved-memory/gpu-mem@880000000"}));
}

TEST_CASE("an overlay without devices has neither fixups nor a fragment for one") {
  memory_plan plan = tiny_plan;
  plan.devices = {};
  const std::string blob = blob_of(plan);
  const auto copy = aligned(blob);
  REQUIRE(fdt_check_full(copy.data(), blob.size()) == 0);
  CHECK(fdt_path_offset(copy.data(), "/__fixups__") == -FDT_ERR_NOTFOUND);
  CHECK(fdt_path_offset(copy.data(), "/__local_fixups__") == -FDT_ERR_NOTFOUND);
  CHECK(fdt_path_offset(copy.data(), "/fragment@2") == -FDT_ERR_NOTFOUND);
  CHECK(fdt_path_offset(copy.data(), "/fragment@1/__overlay__/late") >= 0);
}
