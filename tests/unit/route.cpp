// SPDX-License-Identifier: BSL-1.0
// Expected ways are written by hand from the kernels' sources; "CMA>" is asked and falls through, "buddy." has the last word,
// "-atomic pool" is skipped.
#include <string>
#include <string_view>
#include <vector>

#include <carveout/kernel/dma_path.hpp>
#include <carveout/plan/default_area.hpp>
#include <carveout/route/bypass.hpp>
#include <carveout/route/route.hpp>
#include <carveout/route/streaming.hpp>

#include "const_check.hpp"
#include "tiny_board.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

struct asked {
  kernel_version version{6, 12};
  bool coherent = false, iommu = false, attaches = true, attaches_all = false, restricted_pools = true;
  std::vector<pool_kind> uses{};
  bool area = true;  ///< a default CMA area
  bool recipe = false;
  dma_request request{.size = 1_MiB};
  std::string_view bootargs{};
  dma_reach reach{};
  dma_reach neighbour{};  ///< of another device of the board
};

struct answered {
  dma_route way;
  std::string text;
};

auto ask(const asked& what) -> answered {
  std::vector<region> regions;
  std::vector<plan_use> uses;
  const auto add = [&](pool_kind kind) {
    region made{};
    made.kind = kind;
    made.size = 6_MiB;
    made.cma_default = made.reusable = kind == pool_kind::system_cma;
    regions.push_back(made);
  };
  if (what.area) add(pool_kind::system_cma);
  for (const pool_kind kind : what.uses) {
    uses.push_back({.device = 0, .region = regions.size()});
    add(kind);
  }
  const plan_device devices[] = {
      {.name = "dev",
       .reach = what.reach.window,
       .bus = what.reach.bus,
       .first_use = 0,
       .use_count = uses.size(),
       .coherent = what.coherent,
       .iommu = what.iommu,
       .attaches = what.attaches,
       .attaches_all = what.attaches_all},
      {.name = "neighbour", .reach = what.neighbour.window, .bus = what.neighbour.bus, .first_use = uses.size()}};
  memory_plan plan{};
  plan.kernel = {.version = what.version, .config = {.restricted_pool = what.restricted_pools}};
  plan.routing = what.recipe ? routing::atomic_first.facts : routing::stock.facts;
  plan.extra_bootargs = what.bootargs;
  plan.regions = regions;
  plan.uses = uses;
  plan.devices = devices;
  answered answer{route(plan, devices[0], what.request), {}};
  for (const route_step& each : answer.way.steps) {
    if (!answer.text.empty()) answer.text += ' ';
    if (each.outcome == step_outcome::skipped) answer.text += '-';
    answer.text += name_of(each.from);
    if (each.outcome == step_outcome::falls_through) answer.text += '>';
    if (each.outcome == step_outcome::last) answer.text += '.';
    CHECK(std::string_view{each.reason} != "");
    CHECK(std::string_view{each.source}.find(".") != std::string_view::npos);
  }
  return answer;
}

auto way(const asked& what) -> std::string {
  std::string text = ask(what).text;
  constexpr std::string_view usual = "-device pool ";
  return text.starts_with(usual) ? text.substr(usual.size()) : text;
}

constexpr dma_request waits{.size = 1_MiB}, atomic_one{.size = 1_MiB, .atomic = true}, page{.size = 4_KiB},
    unmapped{.size = 1_MiB, .no_kernel_mapping = true}, by_pages{.size = 1_MiB, .pages = true};

}  // namespace

TEST_CASE("the recipe's table for 4.14, and what became of each row") {
  // 1: the atomic pool, when the device is not coherent and the request must not wait
  for (const kernel_version version :
       {kernel_version{4, 9}, {4, 14}, {4, 19}, {5, 2}, {5, 4}, {5, 6}, {5, 8}, {5, 10}, {5, 15}, {6, 1}, {6, 12}, {7, 1}}) {
    CAPTURE(version.major);
    CAPTURE(version.minor);
    CHECK(way({.version = version, .request = atomic_one}) == "atomic pool.");
  }
  // 2: CMA, when there is an area and the request may wait; with nothing behind it until 4.19 went on to the buddy allocator
  CHECK(way({.version = {4, 9}, .request = waits}) == "-atomic pool CMA.");
  CHECK(way({.version = {4, 14}, .request = waits}) == "-atomic pool CMA.");
  CHECK(way({.version = {4, 19}, .request = waits}) == "-atomic pool CMA> buddy> SWIOTLB.");
  CHECK(way({.version = {5, 2}, .request = waits}) == "-atomic pool CMA> buddy.");
  CHECK(way({.version = {6, 12}, .request = waits}) == "-atomic pool CMA> buddy.");
  // 3: buddy, without an area, or when a coherent device must not wait
  CHECK(way({.version = {4, 14}, .area = false, .request = waits}) == "-atomic pool -CMA buddy> SWIOTLB.");
  CHECK(way({.version = {4, 14}, .coherent = true, .request = atomic_one}) == "-atomic pool -CMA buddy> SWIOTLB.");
  CHECK(way({.version = {6, 12}, .area = false, .request = waits}) == "-atomic pool -CMA buddy.");
  CHECK(way({.version = {6, 12}, .coherent = true, .request = atomic_one}) == "-atomic pool -CMA buddy.");
  // 4: SWIOTLB, behind the buddy allocator up to 4.19; nobody asks it for coherent memory since, but for restricted pools
  CHECK(ask({.version = {4, 19}, .area = false}).way.reaches(memory_source::swiotlb));
  CHECK(!ask({.version = {5, 2}, .area = false}).way.reaches(memory_source::swiotlb));
}

TEST_CASE("a single page is taken from the default area up to 5.2, and from a device's own in every version") {
  CHECK(way({.version = {4, 14}, .request = page}) == "-atomic pool CMA.");
  CHECK(way({.version = {5, 2}, .request = page}) == "-atomic pool CMA> buddy.");
  CHECK(way({.version = {5, 3}, .request = page}) == "-atomic pool -CMA buddy.");
  CHECK(way({.version = {6, 12}, .request = page}) == "-atomic pool -CMA buddy.");
  CHECK(way({.version = {6, 12}, .request = {.size = 4_KiB + 1}}) == "-atomic pool CMA> buddy.");
  CHECK(way({.version = {6, 12}, .uses = {pool_kind::device_cma}, .request = page}) == "-atomic pool device CMA> buddy.");
}

TEST_CASE("pools of the device") {
  for (const dma_request& request : {waits, atomic_one, page, unmapped})
    for (const bool recipe : {false, true})
      CHECK(ask({.uses = {pool_kind::coherent}, .recipe = recipe, .request = request}).text == "device pool.");
  CHECK(ask({.iommu = true, .uses = {pool_kind::coherent}}).text == "device pool.");
  CHECK(ask({.attaches = false, .uses = {pool_kind::coherent}}).text == "-device pool -atomic pool CMA> buddy.");
  CHECK(ask({.uses = {pool_kind::coherent}, .request = by_pages}).text == "-device pool -atomic pool CMA> buddy.");
  // the area of a device takes the place of the default one, but not for what must not wait
  CHECK(way({.uses = {pool_kind::device_cma}}) == "-atomic pool device CMA> buddy.");
  CHECK(way({.version = {4, 14}, .uses = {pool_kind::device_cma}}) == "-atomic pool device CMA.");
  CHECK(way({.uses = {pool_kind::device_cma}, .request = atomic_one}) == "atomic pool.");
  CHECK(way({.coherent = true, .uses = {pool_kind::device_cma}, .request = atomic_one}) == "-atomic pool -device CMA buddy.");
  CHECK(way({.attaches = false, .uses = {pool_kind::device_cma}}) == "-atomic pool -device CMA CMA> buddy.");
  // restricted pools have a driver from 5.15 on
  CHECK(way({.version = {5, 15}, .uses = {pool_kind::restricted}}) == "restricted pool.");
  CHECK(way({.version = {6, 12}, .uses = {pool_kind::restricted}, .request = atomic_one}) == "restricted pool.");
  CHECK(way({.version = {5, 10}, .uses = {pool_kind::restricted}}) == "-restricted pool -atomic pool CMA> buddy.");
  CHECK(way({.restricted_pools = false, .uses = {pool_kind::restricted}}) == "-restricted pool -atomic pool CMA> buddy.");
}

TEST_CASE("which entries of memory-region are attached") {
  constexpr auto pool = pool_kind::coherent, area = pool_kind::device_cma, other = pool_kind::firmware;
  // of_reserved_mem_device_init() knows the first entry only, whatever it is
  CHECK(ask({.uses = {other, pool}}).text == "-device pool -atomic pool CMA> buddy.");
  CHECK(ask({.uses = {area, pool}}).text == "-device pool -atomic pool device CMA> buddy.");
  CHECK(way({.uses = {other, area}}) == "-atomic pool -device CMA CMA> buddy.");
  CHECK(ask({.uses = {pool, area}}).text == "device pool.");
  CHECK(ask({.attaches_all = true, .uses = {other, pool}}).text == "device pool.");
  CHECK(way({.attaches_all = true, .uses = {other, area}}) == "-atomic pool device CMA> buddy.");
  CHECK(ask({.attaches = false, .attaches_all = true, .uses = {pool}}).text == "-device pool -atomic pool CMA> buddy.");
  // of several areas the last is the device's, of several pools the first
  const auto first_region = [](const asked& what) { return ask(what).way.first().region; };
  CHECK(first_region({.attaches_all = true, .uses = {area, area}, .area = false}) == 1);
  CHECK(first_region({.attaches_all = true, .uses = {pool, pool}, .area = false}) == 0);
  CHECK(first_region({.uses = {area, area}, .area = false}) == 0);
  // a restricted pool is attached by the bus, before there is a driver, whichever entry it is
  CHECK(way({.attaches = false, .uses = {pool_kind::restricted}}) == "restricted pool.");
  CHECK(way({.attaches = false, .uses = {other, pool_kind::restricted}}) == "restricted pool.");
}

TEST_CASE("the recipe, and who goes past it") {
  for (const kernel_version version : {kernel_version{4, 14}, {5, 4}, {5, 8}, {6, 12}, {7, 1}})
    CHECK(way({.version = version, .recipe = true}) == "atomic pool.");
  CHECK(way({.coherent = true, .recipe = true}) == "-atomic pool CMA> buddy.");
  CHECK(way({.recipe = true, .request = unmapped}) == "-atomic pool CMA> buddy.");
  CHECK(way({.version = {5, 2}, .recipe = true, .request = unmapped}) == "-atomic pool CMA> buddy.");
  CHECK(way({.version = {4, 19}, .recipe = true, .request = unmapped}) == "atomic pool.");
  CHECK(way({.recipe = true, .request = by_pages}) == "-atomic pool CMA> buddy.");
  CHECK(way({.iommu = true, .recipe = true}) == "-atomic pool scattered pages.");
}

TEST_CASE("behind an IOMMU") {
  for (const kernel_version version : {kernel_version{4, 9}, {4, 19}, {5, 4}, {7, 1}}) {
    CHECK(way({.version = version, .iommu = true}) == "-atomic pool scattered pages.");
    CHECK(way({.version = version, .iommu = true, .request = atomic_one}) == "-scattered pages atomic pool.");
    CHECK(way({.version = version, .coherent = true, .iommu = true, .request = atomic_one}) ==
          "-scattered pages -atomic pool -CMA buddy.");
  }
}

TEST_CASE("where the default area comes from") {
  CHECK(way({.area = false, .bootargs = "cma=16M"}) == "-atomic pool CMA> buddy.");
  CHECK(way({.area = false, .bootargs = "cma=0"}) == "-atomic pool -CMA buddy.");
  // up to 5.4 the tree wins, from 5.6 on the command line
  CHECK(way({.version = {5, 4}, .bootargs = "cma=0"}) == "-atomic pool CMA> buddy.");
  CHECK(way({.version = {5, 6}, .bootargs = "cma=0"}) == "-atomic pool -CMA buddy.");
}

TEST_CASE("the default area that a kernel ends up with") {
  // 2 GiB from 1 GiB on, and an area of the tree
  const bank banks[] = {{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}};
  region in_tree{};
  in_tree.size = 16_MiB;
  in_tree.range = interval::at(0x6000'0000, 16_MiB);
  in_tree.cma_default = in_tree.reusable = true;
  constexpr interval narrow{0, 0x7800'0000};
  const plan_device devices[] = {{.name = "narrow", .reach = narrow, .bus = narrow}};
  memory_plan plan{};
  plan.kernel = {.version = {6, 1}};
  plan.banks = banks;
  plan.regions = {&in_tree, 1};
  const auto area = [&](std::string_view bootargs) {
    plan.extra_bootargs = bootargs;
    return default_area_of(plan);
  };
  const auto end = [&](std::string_view bootargs) { return area(bootargs).window.end; };
  CHECK(area("").where == 0x6000'0000);
  CHECK(area("").window == in_tree.range);
  CHECK(area("").region == 0);
  CHECK(area("cma=0").size == 0);
  CHECK(area("cma=15M@0x50000000").size == 16_MiB);  // rounded up to pageblocks of 2 MiB
  CHECK(area("cma=15M@0x50000000").where == 0x5000'0000);
  CHECK(area("cma=15M@0x50000000").window == interval::at(0x5000'0000, 16_MiB));
  CHECK(area("cma=15M@0x50000000").region == no_index);
  CHECK(!area("cma=16M").where);
  plan.kernel.version = {5, 4};  // where the tree wins
  CHECK(area("cma=0").where == 0x6000'0000);
  in_tree.range = {};
  in_tree.window = {0x5000'0000, 0x6000'0000};
  CHECK(!area("").where);
  CHECK(area("").window == in_tree.window);

  plan.regions = {};
  plan.kernel.config.default_cma = 64_MiB;
  CHECK(area("cma=0").size == 0);
  CHECK(area("").size == 64_MiB);
  CHECK(!area("").where);
  CHECK(area("").window == interval{0, zone_boundary});
  CHECK(area("cma=64M@0x50000000-0x60000000").window == interval{0x5000'0000, 0x6000'0000});
  CHECK(end("cma=64M@0xf0000000-0x200000000") == zone_boundary);
  // below the end of ZONE_DMA, which a bus can make narrower from 5.10 on
  plan.devices = devices;
  CHECK(end("") == zone_boundary);
  plan.kernel.version = {6, 1};
  CHECK(end("") == 0x8000'0000);  // whole bits
  plan.kernel.version = {6, 12};
  CHECK(end("") == 0x7800'0000);
  CHECK(end("cma=64M@0x50000000-0x7ff00000") == 0x7800'0000);
  // where nothing of the DRAM is in it, the zone ends at 4 GiB, and where all is above that, nowhere
  const bank higher[] = {{.name = "dram", .base = 0x7800'0000, .size = 1_GiB}};
  plan.banks = higher;
  CHECK(end("") == zone_boundary);
  plan.kernel.version = {6, 1};
  CHECK(end("") == 0x8000'0000);
  const bank highest[] = {{.name = "dram", .base = zone_boundary, .size = 1_GiB}};
  plan.banks = highest;
  CHECK(end("") == max_address);
  plan.banks = banks;
  // without ZONE_DMA it is ZONE_DMA32, and without both there is no limit
  plan.kernel.config.zone_dma = false;
  CHECK(end("") == zone_boundary);
  plan.kernel.config.zone_dma32 = false;
  CHECK(end("") == max_address);
  plan.kernel.arch = arch::arm;
  CHECK(end("") == zone_boundary);
}

TEST_CASE("how it is mapped") {
  const auto mapping = [](const asked& what) { return ask(what).way.first().mapping; };
  CHECK(mapping({}) == memory_mapping::remapped);
  CHECK(mapping({.coherent = true}) == memory_mapping::linear);
  CHECK(mapping({.request = unmapped}) == memory_mapping::none);
  CHECK(mapping({.version = {4, 14}, .request = unmapped}) == memory_mapping::remapped);
  CHECK(mapping({.request = by_pages}) == memory_mapping::linear);
  CHECK(mapping({.request = atomic_one}) == memory_mapping::pool);
  CHECK(mapping({.uses = {pool_kind::coherent}}) == memory_mapping::device_pool);
  CHECK(mapping({.iommu = true}) == memory_mapping::iommu);
  CHECK(mapping({.uses = {pool_kind::restricted}}) == memory_mapping::remapped);
  CHECK(mapping({.uses = {pool_kind::restricted}, .request = by_pages}) == memory_mapping::linear);
}

TEST_CASE("who takes it back") {
  const auto freed_by = [](const asked& what) { return std::string_view{ask(what).way.first().freed_by}; };
  // the same function for the pool whatever the request was: it looks at the address
  for (const bool recipe : {false, true})
    CHECK(freed_by({.version = {4, 14}, .recipe = recipe, .request = atomic_one}) ==
          "arch/arm64/mm/dma-mapping.c:__free_from_pool()");
  CHECK(freed_by({.version = {5, 4}, .request = atomic_one}) == "kernel/dma/remap.c:dma_free_from_pool()");
  CHECK(freed_by({.recipe = true}) == "kernel/dma/pool.c:dma_free_from_pool()");
  CHECK(freed_by({.version = {4, 14}}) == "arch/arm64/mm/dma-mapping.c:__dma_free_coherent()");
  CHECK(freed_by({.version = {5, 2}}) == "kernel/dma/direct.c:__dma_direct_free_pages()");
  CHECK(freed_by({}) == "kernel/dma/contiguous.c:dma_free_contiguous()");
  CHECK(freed_by({.area = false}) == "kernel/dma/contiguous.c:dma_free_contiguous()");
  CHECK(freed_by({.uses = {pool_kind::coherent}}) == "kernel/dma/coherent.c:dma_release_from_dev_coherent()");
  CHECK(freed_by({.iommu = true, .uses = {pool_kind::coherent}}) == "kernel/dma/coherent.c:dma_release_from_dev_coherent()");
  CHECK(freed_by({.uses = {pool_kind::restricted}}) == "kernel/dma/swiotlb.c:swiotlb_free()");
  CHECK(freed_by({.iommu = true}) == "drivers/iommu/dma-iommu.c:iommu_dma_free()");
  CHECK(freed_by({.version = {4, 19}, .iommu = true}) == "arch/arm64/mm/dma-mapping.c:__iommu_free_attrs()");
  for (const route_step& each : ask({.version = {4, 14}, .area = false}).way.steps)
    if (each.from == memory_source::swiotlb) CHECK(each.freed_by == std::string_view{"lib/swiotlb.c:swiotlb_free_coherent()"});
}

TEST_CASE("what an allocator never gives to one request") {
  const auto most = [](const asked& what) { return ask(what).way.first().most; };
  // 5.8 and later: one buddy block at most; before, the pool: 256 KiB without coherent_pool=
  CHECK(most({.recipe = true}) == 4_MiB);
  CHECK(most({.version = {4, 14}, .recipe = true}) == 256_KiB);
  CHECK(most({.version = {4, 14}, .recipe = true, .bootargs = "coherent_pool=64M"}) == 64_MiB);
  CHECK(most({.area = false}) == 4_MiB);
  CHECK(most({.iommu = true}) == 0);
  CHECK(most({.uses = {pool_kind::coherent}}) == 4_MiB);  // of 6: powers of two
  CHECK(most({.uses = {pool_kind::device_cma}}) == 6_MiB);
  CHECK(most({.uses = {pool_kind::restricted}}) == 256_KiB);
  CHECK(ask({.area = false}).way.first().can_serve(4_MiB));
  CHECK(!ask({.area = false}).way.first().can_serve(4_MiB + 1));
}

TEST_CASE("who goes past the recipe, by version") {
  const auto who = [](kernel_version version) {
    memory_plan plan{};
    plan.kernel = {.version = version};
    std::string all;
    for_each_bypass(plan, [&](const bypass& each) { all += std::string{each.who} + '\n'; });
    return all;
  };
  const auto has = [](const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; };
  for (const kernel_version version : {kernel_version{4, 14}, {5, 4}, {5, 10}, {6, 12}, {7, 1}}) {
    CHECK(has(who(version), "dma-coherent"));
    CHECK(has(who(version), "IOMMU"));
  }
  CHECK(!has(who({4, 19}), "NO_KERNEL_MAPPING"));
  CHECK(has(who({5, 2}), "NO_KERNEL_MAPPING"));
  CHECK(!has(who({5, 9}), "dma_alloc_pages"));
  CHECK(has(who({5, 10}), "dma_alloc_pages"));
  CHECK(has(who({5, 10}), "ION"));
  CHECK(!has(who({5, 11}), "ION"));
  CHECK(!has(who({5, 4}), "/dev/dma_heap"));
  CHECK(has(who({5, 6}), "/dev/dma_heap"));
}

TEST_CASE("buffers that are there already") {
  static constexpr bank banks_to_6g[] = {{.name = "low", .base = 0x4000'0000, .size = 3_GiB},
                                         {.name = "high", .base = 0x1'0000'0000, .size = 2_GiB}};
  static constexpr bank small[] = {{.name = "low", .base = 0x4000'0000, .size = 1_GiB}};
  const plan_device narrow{.name = "narrow", .reach = bits(32).window};
  const auto map = [&](kernel_version version, std::span<const bank> banks, std::string_view bootargs, interval buffer,
                       const plan_device& device) {
    memory_plan plan{};
    plan.kernel = {.version = version};
    plan.banks = banks;
    plan.extra_bootargs = bootargs;
    return map_streaming(plan, device, buffer);
  };
  const interval low = interval::at(0x5000'0000, 1_MiB), high = interval::at(0x1'1000'0000, 64_KiB);
  const interval high_and_large = interval::at(0x1'1000'0000, 256_KiB + 1);
  const interval just_right = interval::at(0x1'1000'0000, 256_KiB);
  for (const kernel_version version : {kernel_version{4, 14}, {5, 4}, {6, 1}, {7, 1}}) {
    CHECK(map(version, banks_to_6g, "", low, narrow).outcome == streaming_outcome::in_place);
    CHECK(map(version, banks_to_6g, "", high, narrow).outcome == streaming_outcome::bounced);
    CHECK(map(version, banks_to_6g, "", just_right, narrow).outcome == streaming_outcome::bounced);
    CHECK(map(version, banks_to_6g, "", high_and_large, narrow).outcome == streaming_outcome::refused);
    CHECK(map(version, banks_to_6g, "swiotlb=noforce", high, narrow).outcome == streaming_outcome::refused);
    CHECK(map(version, small, "swiotlb=force", low, narrow).outcome == streaming_outcome::refused);  // 1 MiB at once
    CHECK(map(version, small, "swiotlb=65536,force", interval::at(0x5000'0000, 4_KiB), narrow).outcome ==
          streaming_outcome::bounced);
    CHECK(map(version, banks_to_6g, "", high_and_large, {.name = "wide", .reach = bits(64).window}).outcome ==
          streaming_outcome::in_place);
    CHECK(map(version, banks_to_6g, "", high_and_large, {.name = "translated", .reach = bits(32).window, .iommu = true})
              .outcome == streaming_outcome::in_place);
  }
  // all of DRAM within 32 bits: there is no bounce buffer, until 6.6 made one for small buffers
  CHECK(map({6, 1}, small, "", high, narrow).outcome == streaming_outcome::refused);
  CHECK(map({6, 6}, small, "", high, narrow).outcome == streaming_outcome::bounced);
}

TEST_CASE("the zone that pages are searched in") {
  const auto zone = [](const asked& what) { return name_of(ask(what).way.zone); };
  // up to 4.14 ZONE_DMA, up to 5.4 ZONE_DMA32, then ZONE_DMA again
  for (const kernel_version version : {kernel_version{4, 9}, {4, 14}, {5, 10}, {6, 6}, {6, 12}, {7, 1}})
    CHECK(zone({.version = version, .reach = bits(32)}) == "ZONE_DMA");
  for (const kernel_version version : {kernel_version{4, 19}, {5, 4}})
    CHECK(zone({.version = version, .reach = bits(32)}) == "ZONE_DMA32");
  for (const kernel_version version : {kernel_version{4, 9}, {4, 19}, {5, 4}, {5, 10}, {7, 1}}) {
    CHECK(zone({.version = version, .reach = bits(33)}) == "ZONE_NORMAL");
    CHECK(zone({.version = version}) == "ZONE_NORMAL");
  }
  // dma-ranges of 1 GiB, as on a Raspberry Pi 4: ZONE_DMA ends there, and others with 32 bits are in ZONE_DMA32
  CHECK(zone({.version = {6, 12}, .reach = bus_bits(30), .neighbour = bits(32)}) == "ZONE_DMA");
  CHECK(zone({.version = {6, 12}, .reach = bits(32), .neighbour = bus_bits(30)}) == "ZONE_DMA32");
  CHECK(zone({.version = {4, 14}, .reach = bits(32), .neighbour = bus_bits(30)}) == "ZONE_DMA");
  // a mask alone moves no zone
  CHECK(zone({.version = {6, 12}, .reach = bits(32), .neighbour = bits(30)}) == "ZONE_DMA");
  // whole bits up to 6.6: 3 GiB count as 4
  constexpr interval three{0, 0xc000'0000};
  CHECK(zone({.version = {6, 1}, .reach = bits(32), .neighbour = {three, three}}) == "ZONE_DMA");
  CHECK(zone({.version = {6, 12}, .reach = bits(32), .neighbour = {three, three}}) == "ZONE_DMA32");
  CHECK(zone({.version = {6, 12}, .reach = {three, three}}) == "ZONE_DMA");
}

TEST_CASE("masks that a driver may not set") {
  // 2 GiB from 1 GiB on; -EIO was seen on a booted 6.1 for 31 bits, with and without the narrow bus
  const bank banks[] = {{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}};
  constexpr interval narrow{0, 0x7800'0000};
  const plan_device devices[] = {{.name = "plain", .reach = bits(32).window}};
  const plan_device with_bus[] = {devices[0], {.name = "narrow", .reach = narrow, .bus = narrow}};
  memory_plan plan{};
  plan.kernel = {.version = {6, 1}};
  plan.banks = banks;
  plan.devices = devices;
  CHECK(!takes_mask(plan, devices[0], 31));
  CHECK(takes_mask(plan, devices[0], 32));
  CHECK(takes_mask(plan, devices[0], 64));
  // a narrow bus ends ZONE_DMA at 2 GiB: 31 bits do, but for the one that cannot reach its last page
  plan.devices = with_bus;
  CHECK(takes_mask(plan, with_bus[0], 31));
  CHECK(!takes_mask(plan, with_bus[0], 30));
  CHECK(!takes_mask(plan, with_bus[1], 31));
  plan.kernel.version = {6, 12};  // where the zone ends with the bus
  CHECK(takes_mask(plan, with_bus[1], 31));
  // less DRAM needs less mask
  const bank small[] = {{.name = "dram", .base = 0, .size = 512_MiB}};
  plan.banks = small;
  CHECK(takes_mask(plan, with_bus[0], 29));
  CHECK(!takes_mask(plan, with_bus[0], 28));
}

TEST_CASE("zones that were configured away") {
  memory_plan plan{};
  plan.kernel = {.version = {6, 12}};
  const plan_device narrow{.name = "narrow", .reach = bits(32).window};
  CHECK(first_zone(plan, narrow) == memory_zone::dma);
  plan.kernel.config.zone_dma = false;
  CHECK(end_of_dma_zone(plan) == 0);
  CHECK(first_zone(plan, narrow) == memory_zone::dma32);
  plan.kernel.config.zone_dma32 = false;
  CHECK(first_zone(plan, narrow) == memory_zone::normal);
}

TEST_CASE("memory that the device does not reach") {
  const auto beyond = [](const asked& what) {
    std::string text;
    for (const route_step& each : ask(what).way.steps)
      if (each.outcome != step_outcome::skipped)
        text += std::string{text.empty() ? "" : " | "} + std::string{name_of(each.beyond)};
    return text;
  };
  CHECK(beyond({.version = {4, 14}}) == "handed out unseen");
  CHECK(beyond({.version = {4, 14}, .area = false}) == "given back, the next is asked | handed out unseen");
  CHECK(beyond({.version = {4, 19}}) ==
        "given back, the next is asked | given back, lower zones are asked | handed out unseen");
  CHECK(beyond({.version = {6, 12}}) == "given back, the next is asked | given back, lower zones are asked");
  CHECK(beyond({.version = {5, 6}, .request = atomic_one}) == "handed out unseen");
  CHECK(beyond({.version = {5, 8}, .request = atomic_one}) == "given back, the pool of the next lower zone is asked");
  CHECK(beyond({.uses = {pool_kind::coherent}}) == "handed out unseen");
  CHECK(beyond({.uses = {pool_kind::device_cma}}) == "given back, the next is asked | given back, lower zones are asked");
  CHECK(beyond({.iommu = true}) == "the IOMMU translates");
}

TEST_CASE("versions between two that were read are told apart, and what has no route says why") {
  CHECK(ask({.version = {6, 12}}).way.was_read);
  CHECK(!ask({.version = {5, 5}}).way.was_read);
  CHECK_THROWS_WITH(ask({.request = {.size = 0}}), "a request of no bytes has no route");
  CHECK_THROWS_WITH(ask({.version = {5, 9}, .request = by_pages}), "dma_alloc_pages() is there from Linux 5.10 on");
  CHECK(way({.version = {5, 10}, .request = by_pages}) == "-atomic pool CMA> buddy.");
}

TEST_CASE("at compile time") {
  const auto& tiny = testing::tiny_plan;
  CONST_CHECK(route(tiny, tiny.devices[0], waits).first().from == memory_source::device_pool);
  CONST_CHECK(tiny.regions[route(tiny, tiny.devices[0], waits).first().region].label == "gpu_mem");
  CONST_CHECK(!route(tiny, tiny.devices[0], waits).reaches_cma());
  CONST_CHECK(route(tiny, tiny.devices[2], waits).reaches_cma());
}
