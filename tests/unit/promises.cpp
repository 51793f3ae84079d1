// SPDX-License-Identifier: BSL-1.0
// What a board promises of its requests, and who breaks it.
#include <string>

#include <carveout/check/rule.hpp>
#include <carveout/plan/lower.hpp>
#include <carveout/route/proofs.hpp>

#include "const_check.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

constexpr auto promised(kernel_version version, auto routing, const dma_request& need, auto... own) {
  return board{"promised",
               linux_kernel{.version = version},
               banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}},
               pools{cma{.size = 64_MiB, .where = at(0x6000'0000)},
                     coherent{.label = "vpu", .size = 16_MiB, .where = at(0x5000'0000)}, atomic{.size = 16_MiB}},
               devices{device{.name = "codec", .node = "&codec", .uses = {"vpu"}, .needs = {{.size = 8_MiB}}},
                       device{.name = "camera", .node = "&isi", .needs = {need}}},
               routing,
               own...};
}

constexpr dma_request frames{.size = 2_MiB};
constexpr auto before = promised({4, 14}, routing::stock, frames);
constexpr auto after = promised({4, 14}, routing::atomic_first, frames);
constexpr auto unmapped_now = promised({6, 12}, routing::atomic_first, {.size = 2_MiB, .no_kernel_mapping = true});
constexpr auto atomically = promised({6, 12}, routing::stock, {.size = 2_MiB, .atomic = true});
constexpr auto too_old = promised({5, 4}, routing::stock, {.size = 2_MiB, .pages = true});

auto told(const memory_plan& plan, const rule auto& promise) -> std::string {
  findings out{plan};
  run(promise, plan, out);
  std::string all;
  for (const finding& each : out.list()) {
    text_buffer text;
    write_to(text, each);
    all += std::string{text.view()} + '\n';
  }
  return all;
}

}  // namespace

TEST_CASE("promises: who breaks them, and why") {
  static_assert(cma_free<after> && never_blocks<after> && cma_free<atomically> && never_blocks<atomically>);
  CHECK(told(plan_of<before>, proof::cma_free{}) ==
        "error[cma-free]: device 'camera' asks for 2 MiB, and CMA is asked for it (the request may wait; arm64, 4 KiB pages, "
        "Linux 4.14); give it a coherent pool of its own\n");
  CHECK(told(plan_of<before>, proof::never_blocks{}) ==
        "error[never-blocks]: device 'camera' asks for 2 MiB, and may wait for CMA (the request may wait; arm64, 4 KiB pages, "
        "Linux 4.14); give it a coherent pool of its own, or set .atomic if its driver does\n");
  CHECK(told(plan_of<unmapped_now>, proof::cma_free{}).find("'camera' asks for 2 MiB, and CMA") != std::string::npos);
  CHECK(told(plan_of<too_old>, proof::cma_free{}).find("dma_alloc_pages() is there from Linux 5.10 on") != std::string::npos);
  CHECK(told(plan_of<after>, proof::cma_free{}).empty());
}

namespace {

constexpr auto with_reach(kernel_version version, dma_reach reach, pool_use own = {}) {
  device camera{.name = "camera", .node = "&isi", .reach = reach, .needs = {frames}};
  if (!own.pool.empty()) camera.uses.push_back(own);
  return board{
      "narrow", linux_kernel{.version = version}, banks{bank{.name = "dram", .base = 0x4000'0000, .size = 3_GiB}},
      pools{cma{.size = 64_MiB, .where = at(0xa000'0000)}, coherent{.label = "near", .size = 16_MiB, .where = at(0x5000'0000)}},
      devices{camera}};
}

constexpr auto far_cma_unseen = with_reach({4, 14}, bits(31));
constexpr auto far_cma_checked = with_reach({6, 12}, bus_bits(31));
constexpr auto no_memory = with_reach({6, 12}, bus_bits(30));
constexpr auto no_such_mask = with_reach({6, 12}, bits(31), "near");
constexpr auto near_pool = with_reach({4, 14}, bits(31), "near");
constexpr auto wide = with_reach({4, 14}, bits(32));

}  // namespace

TEST_CASE("promise: what is handed out is within reach") {
  static_assert(reaches<wide> && reaches<near_pool>);
  // 4.14 does not look where CMA's pages lie; 6.12 gives them back, and ZONE_DMA has some below 2 GiB
  CHECK(
      told(plan_of<far_cma_unseen>, proof::reaches{}) ==
      "error[reaches]: device 'camera' asks for 2 MiB, and CMA [0xa0000000..0xa4000000) hands out what it does not reach, "
      "unseen (the request may wait; arm64, 4 KiB pages, Linux 4.14); place that memory within [0x0..0x80000000), or give the "
      "device a coherent pool there\n");
  CHECK(told(plan_of<far_cma_checked>, proof::reaches{}).empty());
  // dma_set_mask() was seen to fail on 6.1 for a mask that ends before the zone does
  CHECK(told(plan_of<no_such_mask>, proof::reaches{}) ==
        "error[reaches]: device 'camera' has a mask of 31 bits, which dma_set_mask() refuses: it does not reach the end of "
        "ZONE_DMA "
        "(arm64, 4 KiB pages, Linux 6.12); if dma-ranges is what limits it, write .reach = bus_bits(31); ZONE_DMA ends there "
        "then\n");
  CHECK(
      told(plan_of<no_memory>, proof::reaches{}) ==
      "error[reaches]: device 'camera' asks for 2 MiB, and nobody has memory that it reaches, first of all CMA "
      "[0xa0000000..0xa4000000) (the request may wait; arm64, 4 KiB pages, Linux 6.12); give the device a coherent pool within "
      "[0x0..0x40000000)\n");
}

TEST_CASE("a promise among the rules of a board is judged with the others") {
  static constexpr auto board = promised({4, 14}, routing::stock, frames, rules{proof::cma_free{}});
  const findings found = check(board, plan_of<board>);
  CHECK(found.has_run("cma-free"));
  bool broken = false;
  for (const finding& each : found.list()) broken = broken || (each.rule == "cma-free" && each.is_about("camera"));
  CHECK(broken);
}
