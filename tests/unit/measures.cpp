// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <carveout/plan/lower.hpp>
#include <carveout/route/measures.hpp>

#include "bsp/verification.hpp"
#include "const_check.hpp"
#include "written.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

constexpr auto one_bank = banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}};
constexpr linux_kernel nxp_4_9{.version = {4, 9, 88}, .vendor = vendor::nxp};
constexpr linux_kernel nxp_4_14{.version = {4, 14, 98}, .vendor = vendor::nxp};
constexpr linux_kernel nxp_5_4{.version = {5, 4}, .vendor = vendor::nxp};
constexpr linux_kernel nxp_5_10{.version = {5, 10}, .vendor = vendor::nxp};
constexpr linux_kernel v5_7{.version = {5, 7}}, v5_8{.version = {5, 8}}, v5_10{.version = {5, 10}}, v6_1{.version = {6, 1}};
constexpr carveout_heap heap{.label = "video", .size = 64_MiB, .where = at(0x6000'0000)};

/// The recipes that are taken, in their order.
template <typename... Parts>
auto taken(const Parts&... parts) -> std::string {
  const board described{"demo", one_bank, parts...};
  const auto storage = lower(described);
  std::string text;
  for (const measure& each : measures_of(storage.view()).recipes) {
    CHECK(!each.why.empty());
    if (each.taken) text += (text.empty() ? "" : " ") + std::string{each.recipe};
  }
  return text;
}

/// What a check expects, by its command.
template <typename... Parts>
auto expected(std::string_view command, const Parts&... parts) -> std::string {
  const board described{"demo", one_bank, parts...};
  const auto storage = lower(described);
  std::string text;
  for_each_device_check(storage.view(), [&](const device_check& each) {
    if (each.command == command) text += each.expect.view();
  });
  return text;
}

}  // namespace

TEST_CASE("every request to the atomic pool") {
  const pools from_cma{cma{.size = 128_MiB}, atomic{.size = 64_MiB}};
  CHECK(taken(nxp_4_14, from_cma, routing::atomic_first) == "dma-from-pool");
  CHECK(taken(v5_7, from_cma, routing::atomic_first) == "dma-from-pool");
  CHECK(taken(v5_8, from_cma, routing::atomic_first) == "dma-from-pool");  // pool-unclamp begins with 5.10
  CHECK(taken(v5_10, from_cma, routing::atomic_first) == "dma-from-pool pool-unclamp");
  const pools placed{atomic{.size = 64_MiB, .where = at(0x6000'0000)}};
  CHECK(taken(v6_1, placed, routing::atomic_first) == "dma-from-pool pool-unclamp");
  // what must not wait may have its place without the rest
  CHECK(taken(v6_1, placed) == "pool-unclamp");
  CHECK(taken(v6_1, pools{atomic{.size = 4_MiB}}) == "");
}

TEST_CASE("heaps and pools of devices leave the DMA core alone") {
  CHECK(taken(v6_1, pools{heap}, routing::carveout_heaps) == "carveout-heap");
  CHECK(taken(v6_1, pools{coherent{.label = "isp", .size = 64_MiB}}, routing::device_pools) == "");
  CHECK(taken(v5_10, pools{heap}) == "carveout-heap");
  CHECK(taken(linux_kernel{.version = {5, 4}}, pools{heap}) == "ion-carveout");
  CHECK(taken(linux_kernel{.version = {4, 9}}, pools{heap}) == "");  // heap-driver says so
  CHECK(taken(v6_1, pools{firmware{.label = "fw", .size = 1_MiB}}, routing::stock) == "");
}

TEST_CASE("a mix takes what each part takes, in the order of the recipes") {
  CHECK(taken(v6_1, pools{heap, atomic{.size = 64_MiB, .where = at(0x7000'0000)}}, routing::atomic_first) ==
        "dma-from-pool pool-unclamp carveout-heap");
  CHECK(taken(nxp_4_14, pools{cma{.size = 128_MiB}, heap, atomic{.size = 64_MiB}}, routing::atomic_first) ==
        "dma-from-pool gst-ion-carveout");
}

TEST_CASE("NXP's GStreamer is patched where that is not dead code") {
  CHECK(taken(nxp_4_9, pools{heap}) == "");
  CHECK(taken(nxp_4_14, pools{heap}) == "gst-ion-carveout");
  CHECK(taken(nxp_5_4, pools{heap}) == "ion-carveout gst-ion-carveout");
  CHECK(taken(nxp_5_10, pools{heap}) == "carveout-heap");
  CHECK(taken(nxp_5_10, pools{carveout_heap{.label = "h", .size = 1_MiB, .compatible = "carveout,ion-heap"}}) ==
        "ion-carveout");
  CHECK(taken(linux_kernel{.version = {4, 14}}, pools{heap}) == "ion-carveout");
}

TEST_CASE("better ways are named") {
  const auto advice = [](const auto&... parts) {
    const board described{"demo", one_bank, pools{atomic{.size = 4_MiB}}, parts...};
    const auto storage = lower(described);
    return std::string{measures_of(storage.view()).advice};
  };
  CHECK(advice(v6_1, routing::atomic_first).find("routing::device_pools, routing::carveout_heaps") != std::string::npos);
  CHECK(advice(v5_8, routing::atomic_first) != "");
  CHECK(advice(v5_7, routing::atomic_first) == "");
  CHECK(advice(v6_1, routing::device_pools) == "");
  CHECK(advice(v6_1, routing::carveout_heaps) == "");
  CHECK(advice(v6_1).find("no routing policy") != std::string::npos);
}

namespace {

constexpr board mixed{
    "mixed",
    v6_1,
    one_bank,
    pools{cma{.size = 64_MiB}, coherent{.label = "isp_pool", .size = 64_MiB}},
    devices{device{.name = "isp", .node = "&isp", .uses = {"isp_pool"}, .needs = {{.size = 8_MiB}}},
            device{.name = "gpu", .node = "&gpu", .needs = {{.size = 8_MiB}, {.size = 4_KiB, .atomic = true}}},
            device{.name = "usb", .node = "&usb"}},
    routing::device_pools};

constexpr auto requests_to_cma(const memory_plan& plan) -> unsigned {
  unsigned count = 0;
  for_each_cma_request(plan, [&](const cma_request&) { ++count; });
  return count;
}

}  // namespace

TEST_CASE("what still comes to CMA") {
  // the second of gpu must not wait; what usb asks for is not said
  CONST_CHECK(requests_to_cma(plan_of<mixed>) == 2);
  std::string text;
  for_each_cma_request(plan_of<mixed>, [&](const cma_request& each) {
    text += std::string{each.device->name} + (each.declared ? " declared " : " usual ") +
            testing::written(human_size{each.need.size}) + ", ";
    CHECK(each.step.from == memory_source::default_cma);
  });
  CHECK(text == "gpu declared 8 MiB, usb usual 1 MiB, ");
}

// The wording is the kernel's: kernel/dma/{contiguous,coherent,pool}.c, drivers/of/of_reserved_mem.c, fs/proc/meminfo.c
TEST_CASE("lines to expect on the device") {
  const cma area{.size = 64_MiB, .where = at(0xb000'0000)};
  const coherent own{.label = "isp_pool", .size = 32_MiB, .where = at(0x6000'0000)};
  CHECK(expected("dmesg | grep 'pool at'", v6_1, pools{area, own}) ==
        "created CMA memory pool at 0x00000000b0000000, size 64 MiB\n"
        "created DMA memory pool at 0x0000000060000000, size 32 MiB\n");
  CHECK(expected("dmesg | grep 'pool at'", linux_kernel{.version = {6, 1}, .arch = arch::arm}, pools{own}) ==
        "created DMA memory pool at 0x60000000, size 32 MiB\n");
  CHECK(expected("grep CmaTotal /proc/meminfo", v6_1, pools{area}) == "CmaTotal:          65536 kB\n");
  CHECK(expected("grep CmaTotal /proc/meminfo", v6_1, pools{area}, bootargs{"cma=16M"}) == "");
  CHECK(expected("cat /proc/cmdline", v5_7, pools{area, atomic{.size = 8_MiB}}, bootargs{"quiet"}) == "quiet coherent_pool=8M");

  // every region is printed from 6.6 on
  constexpr std::string_view printed = "dmesg | grep 'reserved mem: 0x'", listed = "ls /proc/device-tree/reserved-memory";
  CHECK(expected(printed, v6_1, pools{own}) == "");
  CHECK(expected(listed, v6_1, pools{own}) == "isp-pool@60000000\n");
  CHECK(expected(printed, linux_kernel{.version = {6, 6}}, pools{own, area}) ==
        "0x0000000060000000..0x0000000061ffffff (32768 KiB) nomap non-reusable isp-pool@60000000\n"
        "0x00000000b0000000..0x00000000b3ffffff (65536 KiB) map reusable linux,cma@b0000000\n");

  // the atomic pool
  constexpr std::string_view made = "dmesg | grep preallocated", sizes = "grep . /sys/kernel/debug/dma_pools/*";
  CHECK(expected(made, v5_7, pools{area, atomic{.size = 8_MiB}}) == "DMA: preallocated 8192 KiB pool for atomic allocations\n");
  CHECK(expected(made, v6_1, pools{area, atomic{.size = 8_MiB}}) ==
        "DMA: preallocated 4096 KiB GFP_KERNEL pool for atomic allocations\n");
  const atomic placed{.size = 48_MiB, .where = at(0x7000'0000)};
  CHECK(expected(made, v6_1, pools{placed}) == "DMA: preallocated 49152 KiB GFP_KERNEL pool for atomic allocations\n");
  CHECK(expected(sizes, v6_1, pools{placed}) == "pool_size_dma:0\npool_size_dma32:0\npool_size_kernel:50331648\n");
  CHECK(expected(sizes, v6_1, pools{area, atomic{.size = 4_MiB}}) == "");

  CHECK(expected("dmesg | grep 'assigned reserved memory'", v6_1, pools{own},
                 devices{device{.name = "isp", .node = "&isp", .uses = {"isp_pool"}},
                         device{.name = "lazy", .node = "&lazy", .uses = {"isp_pool"}, .attaches = false}}) ==
        "assigned reserved memory node isp-pool@60000000\n");
  CHECK(expected("ls /dev/dma_heap", v6_1, pools{heap}) == "video\n");
  CHECK(expected("ls /dev/dma_heap", nxp_4_14, pools{heap}) == "");
  CHECK(expected("dmesg | grep 'pool at'", nxp_4_14, pools{heap}) == "ION carveout pool at 0x0000000060000000, size 64 MiB\n");
  CHECK(expected("dmesg | grep 'pool at'", nxp_4_9, pools{heap}) ==
        "created ION memory pool at 0x0000000060000000, size 64 MiB\n");
  CHECK(expected("ls /sys/kernel/debug/ion", nxp_5_4, pools{heap}) == "video\n");
  CHECK(expected("ls /sys/kernel/debug/ion", v6_1, pools{heap}) == "");
  constexpr std::string_view counted = "grep -H . /sys/kernel/mm/cma/*/alloc_pages_success";
  CHECK(expected(counted, v6_1, pools{area}) != "");
  CHECK(expected(counted, v6_1, pools{area}, dot_config{"CONFIG_CMA_SYSFS=y\n"}) != "");
  CHECK(expected(counted, v6_1, pools{area}, dot_config{"# CONFIG_CMA_SYSFS is not set\n"}) == "");
  CHECK(expected("grep CmaFree /proc/meminfo", v6_1, pools{area}, dot_config{"# CONFIG_CMA_SYSFS is not set\n"}) != "");
  CHECK(expected("grep CmaFree /proc/meminfo", v5_10, pools{area}) != "");
}
