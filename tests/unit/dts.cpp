// SPDX-License-Identifier: BSL-1.0
#include <carveout/emit/dts.hpp>

#include <string>

#include <doctest/doctest.h>

#include "tiny_board.hpp"
#include "written.hpp"

using namespace carveout;
using testing::emitted;

namespace {

/// What follows the comment at the top.
auto body(const std::string& text) -> std::string {
  const auto end = text.find(" */\n\n");
  REQUIRE(text.starts_with("/*\n"));
  REQUIRE(end != std::string::npos);
  return text.substr(end + 5);
}

using testing::at, testing::bank, testing::banks, testing::device, testing::devices, testing::pools;

inline constexpr board narrow{"narrow",
                              root_cells{1, 1},
                              linux_kernel{.version = {6, 1}},
                              banks{bank{.name = "dram", .base = 0x4000'0000, .size = 0x1000'0000}},
                              pools{coherent{.label = "mem", .size = 0x10'0000, .where = at(0x4200'0000)},
                                    coherent{.label = "any", .size = 0x1000, .where = by_kernel{}}},
                              devices{device{.name = "dsp", .node = "&dsp", .uses = {"mem"}}}};

}  // namespace

TEST_CASE("a .dtsi with every pool kind, in the kernel's coding style") {
  // Tabs; compatible, then reg, then others, standard flags last; an empty line before each child; children by address;
  // lower-case hex; reg is <address-high address-low size-high size-low>.
  CHECK(body(emitted([](auto& sink) { emit_dtsi(testing::tiny_plan, sink); })) ==
        "/ {\n"
        "\treserved-memory {\n"
        "\t\t#address-cells = <2>;\n"
        "\t\t#size-cells = <2>;\n"
        "\t\tranges;\n"
        "\n"
        "\t\toptee: optee_core@46000000 {\n"
        "\t\t\treg = <0x0 0x46000000 0x0 0x200000>;\n"
        "\t\t\tno-map;\n"
        "\t\t};\n"
        "\n"
        "\t\tramoops: ramoops@47000000 {\n"
        "\t\t\tcompatible = \"ramoops\";\n"
        "\t\t\treg = <0x0 0x47000000 0x0 0x20000>;\n"
        "\t\t\trecord-size = <0x20000>;\n"
        "\t\t\tunbuffered;\n"
        "\t\t\tpinctrl-names = \"default\", \"sleep\";\n"
        "\t\t};\n"
        "\n"
        "\t\tion_heap: ion-heap@48000000 {\n"
        "\t\t\tcompatible = \"vendor,heap\";\n"
        "\t\t\treg = <0x0 0x48000000 0x0 0x800000>;\n"
        "\t\t};\n"
        "\n"
        "\t\tvpu_cma: vpu-cma@50000000 {\n"
        "\t\t\tcompatible = \"shared-dma-pool\";\n"
        "\t\t\treg = <0x0 0x50000000 0x0 0x1000000>;\n"
        "\t\t\treusable;\n"
        "\t\t};\n"
        "\n"
        "\t\tlinux_cma: linux,cma@60000000 {\n"
        "\t\t\tcompatible = \"shared-dma-pool\";\n"
        "\t\t\treg = <0x0 0x60000000 0x0 0x4000000>;\n"
        "\t\t\treusable;\n"
        "\t\t\tlinux,cma-default;\n"
        "\t\t};\n"
        "\n"
        "\t\twifi_bounce: wifi-bounce@7fc00000 {\n"
        "\t\t\tcompatible = \"restricted-dma-pool\";\n"
        "\t\t\treg = <0x0 0x7fc00000 0x0 0x400000>;\n"
        "\t\t};\n"
        "\n"
        "\t\tgpu_mem: gpu-mem@880000000 {\n"
        "\t\t\tcompatible = \"shared-dma-pool\";\n"
        "\t\t\treg = <0x8 0x80000000 0x0 0x100000>;\n"
        "\t\t\tno-map;\n"
        "\t\t};\n"
        "\n"
        "\t\tlate: late {\n"
        "\t\t\tcompatible = \"shared-dma-pool\";\n"
        "\t\t\tsize = <0x0 0x100000>;\n"
        "\t\t\talignment = <0x0 0x1000>;\n"
        "\t\t\talloc-ranges = <0x0 0x0 0x0 0x80000000>;\n"
        "\t\t\tno-map;\n"
        "\t\t};\n"
        "\t};\n"
        "};\n"
        "\n"
        "&gpu {\n"
        "\tmemory-region = <&gpu_mem>;\n"
        "\tmemory-region-names = \"mem\";\n"
        "};\n"
        "\n"
        "&{/soc@0/vpu@2c000000} {\n"
        "\tmemory-region = <&vpu_cma>, <&late>;\n"
        "};\n");
}

TEST_CASE("with one cell each, addresses and sizes take one; a pool that may be anywhere has no alloc-ranges") {
  CHECK(body(emitted([](auto& sink) { emit_dtsi(plan_of<narrow>, sink); })) ==
        "/ {\n"
        "\treserved-memory {\n"
        "\t\t#address-cells = <1>;\n"
        "\t\t#size-cells = <1>;\n"
        "\t\tranges;\n"
        "\n"
        "\t\tmem: mem@42000000 {\n"
        "\t\t\tcompatible = \"shared-dma-pool\";\n"
        "\t\t\treg = <0x42000000 0x100000>;\n"
        "\t\t\tno-map;\n"
        "\t\t};\n"
        "\n"
        "\t\tany: any {\n"
        "\t\t\tcompatible = \"shared-dma-pool\";\n"
        "\t\t\tsize = <0x1000>;\n"
        "\t\t\talignment = <0x1000>;\n"
        "\t\t\tno-map;\n"
        "\t\t};\n"
        "\t};\n"
        "};\n"
        "\n"
        "&dsp {\n"
        "\tmemory-region = <&mem>;\n"
        "};\n");
}

TEST_CASE("overlay source: fragments in document order, /reserved-memory made before it is filled") {
  CHECK(body(emitted([](auto& sink) { emit_dtso(plan_of<narrow>, sink); })) ==
        "/dts-v1/;\n"
        "/plugin/;\n"
        "\n"
        "/ {\n"
        "\t#address-cells = <1>;\n"
        "\t#size-cells = <1>;\n"
        "\n"
        "\tfragment@0 {\n"
        "\t\ttarget-path = \"/\";\n"
        "\n"
        "\t\t__overlay__ {\n"
        "\t\t\treserved-memory {\n"
        "\t\t\t};\n"
        "\t\t};\n"
        "\t};\n"
        "\n"
        "\tfragment@1 {\n"
        "\t\ttarget-path = \"/reserved-memory\";\n"
        "\t\t#address-cells = <1>;\n"
        "\t\t#size-cells = <1>;\n"
        "\t\tranges;\n"
        "\n"
        "\t\t__overlay__ {\n"
        "\t\t\t#address-cells = <1>;\n"
        "\t\t\t#size-cells = <1>;\n"
        "\t\t\tranges;\n"
        "\n"
        "\t\t\tmem: mem@42000000 {\n"
        "\t\t\t\tcompatible = \"shared-dma-pool\";\n"
        "\t\t\t\treg = <0x42000000 0x100000>;\n"
        "\t\t\t\tno-map;\n"
        "\t\t\t};\n"
        "\n"
        "\t\t\tany: any {\n"
        "\t\t\t\tcompatible = \"shared-dma-pool\";\n"
        "\t\t\t\tsize = <0x1000>;\n"
        "\t\t\t\talignment = <0x1000>;\n"
        "\t\t\t\tno-map;\n"
        "\t\t\t};\n"
        "\t\t};\n"
        "\t};\n"
        "\n"
        "\tfragment@2 {\n"
        "\t\ttarget = <&dsp>;\n"
        "\n"
        "\t\t__overlay__ {\n"
        "\t\t\tmemory-region = <&mem>;\n"
        "\t\t};\n"
        "\t};\n"
        "};\n");
}
