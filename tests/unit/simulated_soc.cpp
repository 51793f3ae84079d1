// SPDX-License-Identifier: BSL-1.0
// Devices that ask one after the other. Addresses are worked out by hand from kernel/dma/{direct,contiguous,pool,coherent}.c;
// the same model is compared with booted kernels by tests/dma_path.
#include <array>

#include <carveout/alloc/swiotlb.hpp>
#include <carveout/model/board.hpp>
#include <carveout/plan/lower.hpp>
#include <carveout/sim/soc.hpp>

#include "const_check.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

/// 2 GiB; areas and pools of 16 MiB and less, so that they run full.
template <typename... More>
constexpr auto with(kernel_version version, address area, const More&... more) {
  return board{
      "soc",
      linux_kernel{.version = version},
      banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
      pools{cma{.size = 16_MiB, .where = at(area)}, device_cma{.label = "area", .size = 4_MiB, .where = at(0x7000'0000)},
            coherent{.label = "pool", .size = 3_MiB, .where = at(0x7800'0000)},
            restricted{.label = "bounce", .size = 4_MiB, .where = at(0x7a00'0000)}, atomic{.size = 1_MiB}},
      devices{device{.name = "plain", .node = "&plain", .reach = bits(32)},
              device{.name = "narrow", .node = "&narrow", .reach = bits(31)},
              device{.name = "snooped", .node = "&snooped", .coherent = true},
              device{.name = "of_area", .node = "&of_area", .uses = {"area"}},
              device{.name = "of_pool", .node = "&of_pool", .uses = {"pool"}},
              device{.name = "of_bounce", .node = "&of_bounce", .uses = {"bounce"}}},
      more...};
}

constexpr auto usual = with({6, 1}, 0x6000'0000);
constexpr auto newer = with({6, 12}, 0x6000'0000);
constexpr auto old = with({4, 14}, 0x6000'0000);
constexpr auto without_chunks_in_cma = with({5, 8}, 0x6000'0000);
constexpr auto no_area = with({6, 1}, 0x6000'0000, bootargs{"cma=0"});
constexpr auto other_area = with({6, 1}, 0x6000'0000, bootargs{"cma=15M@0x50000000"});
constexpr auto area_anywhere = with({6, 1}, 0x6000'0000, bootargs{"cma=16M"});
constexpr auto far_area = with({6, 1}, 0x9000'0000);

enum who : std::size_t { plain, narrow, snooped, of_area, of_pool, of_bounce };
constexpr dma_request page{.size = 4_KiB}, mebi{.size = 1_MiB}, atomic_mebi{.size = 1_MiB, .atomic = true};

template <const auto& Board>
struct asked {
  const memory_plan& plan = plan_of<Board>;
  simulated_soc soc{plan_of<Board>};
  constexpr auto operator()(who device, const dma_request& request) -> dma_answer {
    return soc.allocate(plan.devices[device], request);
  }
  /// Where, or 0 where nobody knows; 1 for a refusal.
  constexpr auto where(who device, const dma_request& request) -> address {
    const dma_answer got = (*this)(device, request);
    return got.served ? got.where.value_or(0) : 1;
  }
};

constexpr auto first_mebi(auto board) -> address { return board.where(plain, mebi); }

}  // namespace

TEST_CASE("at boot the three atomic pools come out of the default area") {
  CONST_CHECK(first_mebi(asked<usual>{}) == 0x6030'0000);
  CONST_CHECK(first_mebi(asked<old>{}) == 0x6010'0000);                    // one pool
  CONST_CHECK(first_mebi(asked<without_chunks_in_cma>{}) == 0x6000'0000);  // of ordinary memory
  CONST_CHECK(first_mebi(asked<no_area>{}) == 0);
  CONST_CHECK(first_mebi(asked<other_area>{}) == 0x5030'0000);
  CONST_CHECK(first_mebi(asked<area_anywhere>{}) == 0);
  asked<usual> ask;
  // normal memory first, then DMA, then DMA32; a 32-bit device asks that of DMA
  CHECK(ask.where(plain, {.size = 4_KiB, .atomic = true}) == 0x6010'0000);
  CHECK(ask.where(snooped, {.size = 4_KiB, .atomic = true}) == 0);  // coherent: pages
  CHECK(ask.where(of_area, {.size = 4_KiB, .atomic = true}) == 0x6000'0000);
  CHECK(ask(of_area, page).from == memory_source::device_cma);
}

TEST_CASE("an area that runs full is followed by pages, and refuses nobody that they serve") {
  asked<usual> ask;
  for (address at = 0x6030'0000; at < 0x6100'0000; at += 1_MiB) CHECK(ask.where(plain, mebi) == at);
  const dma_answer pages = ask(plain, mebi);
  CHECK(pages.served);
  CHECK(pages.is_certain);
  CHECK(pages.from == memory_source::buddy);
  CHECK(!ask(plain, {.size = 5_MiB}).served);  // more than a buddy block
  for (address at = 0x7000'0000; at < 0x7040'0000; at += 1_MiB) CHECK(ask.where(of_area, mebi) == at);
  CHECK(ask(of_area, mebi).from == memory_source::buddy);  // not the default area
  // up to 4.14 there is nothing behind the area
  asked<old> before;
  for (int i = 0; i < 15; ++i) CHECK(before.where(plain, mebi) != 1);
  CHECK(!before(plain, mebi).served);
}

TEST_CASE("what is freed is given again, by the same allocator only") {
  asked<usual> ask;
  const dma_answer area = ask(plain, mebi), atomic = ask(plain, atomic_mebi), pool = ask(of_pool, mebi),
                   own = ask(of_area, page);
  CHECK(atomic.from == memory_source::atomic_pool);
  CHECK(pool.where == 0x7800'0000);
  for (const dma_answer& each : {area, atomic, pool, own}) {
    CHECK(ask.soc.free(each) == refusal::none);
    CHECK(ask.soc.free(each) != refusal::none);
  }
  CHECK(ask.soc.free(dma_answer{}) == refusal::outside_pool);
  CHECK(ask(plain, mebi).where == area.where);
  CHECK(ask(plain, atomic_mebi).where == atomic.where);
  CHECK(ask(of_pool, mebi).where == pool.where);
  CHECK(ask(of_area, page).where == own.where);
}

TEST_CASE("a device pool of 3 MiB gives powers of two, aligned, to those who may not wait too, and has nothing behind it") {
  asked<usual> ask;
  CHECK(ask.where(of_pool, {.size = 1_MiB + 1, .atomic = true}) == 0x7800'0000);
  CHECK(ask.where(of_pool, page) == 0x7820'0000);
  CHECK(!ask(of_pool, mebi).served);
  // dma_alloc_pages() knows no pool
  CHECK(ask.where(of_pool, {.size = 1_MiB, .pages = true}) == 0x6030'0000);
}

TEST_CASE("the worker's chunks: DMA, DMA32, normal, out of CMA while there is room") {
  asked<usual> ask;
  CHECK(ask.where(plain, atomic_mebi) == 0x6010'0000);
  CHECK(!ask(plain, {.size = 4_KiB, .atomic = true}).served);
  CHECK(ask.soc.settle());  // only the pool that has less than 1 MiB free grows
  CHECK(ask.where(plain, {.size = 4_KiB, .atomic = true}) == 0x6030'0000);
  CHECK(ask.soc.settle());  // by as much as it has
  CHECK(ask.soc.atomic().size(memory_zone::dma) == 4_MiB);
  CHECK(ask.soc.atomic().size(memory_zone::normal) == 1_MiB);
  CHECK(ask.where(plain, {.size = 2_MiB, .atomic = true}) == 0x6040'0000);
  // the area is filled up: the next chunk comes from elsewhere
  while (ask.where(plain, mebi) != 0) {
  }
  CHECK(ask.soc.settle());
  const dma_answer somewhere = ask(plain, {.size = 4_MiB, .atomic = true});
  CHECK(somewhere.served);
  CHECK(!somewhere.where);
  ask.soc.learn(somewhere, 0x8840'0000);
  CHECK(ask.soc.free(somewhere) == refusal::none);
  CHECK(ask.where(plain, {.size = 64_KiB, .atomic = true}) == 0x8840'0000);
}

TEST_CASE("what a device does not reach") {
  // the area lies above 2 GiB: what it gave goes back, pages above 2 GiB go back too, and ZONE_DMA has both kinds
  asked<far_area> ask;
  const dma_answer pages = ask(narrow, mebi);
  CHECK(pages.served);
  CHECK(!pages.is_certain);
  CHECK(pages.from == memory_source::buddy);
  CHECK(ask.soc.default_cma().free_total() == 13_MiB);
  CHECK(!ask(narrow, atomic_mebi).served);
  CHECK(ask.soc.atomic().available(memory_zone::dma) == 1_MiB);
  CHECK(!ask.soc.settle());  // who was refused called for nothing
  CHECK(ask.where(plain, mebi) == 0x9030'0000);

  // the newest chunk is asked first, and its answer is final for the pool, though an older one would do
  asked<usual> grown;
  const dma_answer all = grown(narrow, atomic_mebi);
  CHECK(all.where == 0x6010'0000);
  while (grown.where(plain, mebi) != 0) {
  }
  CHECK(grown.soc.settle());
  const dma_answer unsure = grown(narrow, {.size = 4_KiB, .atomic = true});
  CHECK(!unsure.is_certain);
  CHECK(grown.soc.take_back(unsure) == refusal::none);
  CHECK(grown.soc.free(all) == refusal::none);
  const dma_answer told = grown(plain, {.size = 4_KiB, .atomic = true});
  grown.soc.learn(told, 0x8000'0000);
  CHECK(!grown(narrow, {.size = 4_KiB, .atomic = true}).served);
}

TEST_CASE("a request that is taken back called for no worker") {
  asked<far_area> ask;
  CHECK(ask(plain, atomic_mebi).served);
  CHECK(ask.soc.settle());
  asked<area_anywhere> unknown;
  const dma_answer unsure = unknown(narrow, atomic_mebi);
  CHECK(unsure.served);
  CHECK(!unsure.is_certain);
  CHECK(unknown.soc.take_back(unsure) == refusal::none);
  CHECK(!unknown.soc.settle());
}

TEST_CASE("a restricted pool serves up to 256 KiB, from where the last buffer ended") {
  asked<usual> ask;
  CHECK(ask.where(of_bounce, {.size = 256_KiB}) == 0x7a00'0000);
  CHECK(!ask(of_bounce, {.size = 256_KiB + 1}).served);
  const dma_answer got = ask(of_bounce, page);
  CHECK(got.where == 0x7a04'0000);
  CHECK(got.from == memory_source::restricted_pool);
  CHECK(ask.soc.free(got) == refusal::none);
  CHECK(ask.where(of_bounce, page) == 0x7a04'1000);  // what was freed behind it waits for the next round
  // 12 KiB: at a page in 6.1, at a multiple of 16 KiB in 6.12; not across 256 KiB
  CHECK(ask.where(of_bounce, {.size = 12_KiB}) == 0x7a04'2000);
  CHECK(ask.where(of_bounce, {.size = 240_KiB}) == 0x7a08'0000);
  CHECK(ask.where(of_bounce, {.size = 20_KiB}) == 0x7a0c'0000);
  asked<newer> aligned;
  CHECK(aligned.where(of_bounce, page) == 0x7a00'0000);
  CHECK(aligned.where(of_bounce, {.size = 12_KiB}) == 0x7a00'4000);
  CHECK(aligned.where(of_bounce, page) == 0x7a00'7000);
}

TEST_CASE("slots of a restricted pool: what is full, what is free, what is freed wrongly") {
  swiotlb_pool<> pool{arena{.base = 0x7a00'0000, .size = 512_KiB}, true};
  CHECK(pool.size() == 512_KiB);
  CHECK(pool.largest_free_block() == 256_KiB);
  const allocation first = pool.allocate(128_KiB, 1), second = pool.allocate(256_KiB, 1);
  CHECK(first.offset == 0);
  CHECK(second.offset == 256_KiB);
  CHECK(pool.allocate(256_KiB, 1).why == refusal::no_hole);
  CHECK(pool.allocate(257_KiB, 1).why == refusal::beyond_pool);
  CHECK(pool.allocate(128_KiB, 1).offset == 128_KiB);
  CHECK(pool.free_total() == 0);
  CHECK(pool.free(4_KiB, 4_KiB) == refusal::inside_block);
  CHECK(pool.free(0, 64_KiB) == refusal::wrong_size);
  CHECK(pool.free(512_KiB, 0) == refusal::outside_pool);
  CHECK(pool.free(0, 0) == refusal::none);
  CHECK(pool.free(0, 0) == refusal::double_free);
  CHECK(pool.free(128_KiB, 128_KiB) == refusal::none);
  CHECK(pool.largest_free_block() == 256_KiB);
  CHECK(pool.free_total() == 256_KiB);
  pool.reset();
  CHECK(pool.free_total() == 512_KiB);
}

TEST_CASE("the default size of the atomic pools is a share of what is not reserved") {
  // 2 GiB less 3 and 4 MiB: 255 KiB and a bit, which is 63 pages; rounded up as chunks are, 256 KiB
  memory_plan plan = plan_of<usual>;
  plan.atomic_pool = 0;
  simulated_soc soc{plan};
  CHECK(soc.atomic().size(memory_zone::dma) == 256_KiB);
  // so one page can go before the worker is called
  CHECK(soc.allocate(plan.devices[plain], {.size = 4_KiB, .atomic = true}).served);
  CHECK(!soc.settle());
  CHECK(soc.allocate(plan.devices[plain], {.size = 4_KiB, .atomic = true}).served);
  CHECK(soc.settle());
  plan.extra_bootargs = "coherent_pool=512K";
  simulated_soc asked_for{plan};
  CHECK(asked_for.atomic().size(memory_zone::dma) == 512_KiB);
  simulated_soc told{plan, 64_MiB};
  CHECK(told.atomic().size(memory_zone::dma) == 4_MiB);
}

namespace {

constexpr auto placed = board{"placed",
                              linux_kernel{.version = {6, 12}},
                              banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
                              pools{atomic{.size = 64_MiB, .where = at(0x6000'0000)}},
                              devices{device{.name = "camera", .node = "&isi", .reach = bits(32)}},
                              routing::atomic_first};

}  // namespace

TEST_CASE("an atomic pool with a place of its own serves everybody, in one piece, and never grows") {
  static constexpr auto addresses = [] {
    asked<placed> ask;
    std::array<address, 5> got{};
    got[0] = ask.where(plain, {.size = 3 * 1024 * 1024});  // at a multiple of 4 MiB
    got[1] = ask.where(plain, {.size = 32_MiB, .atomic = true});
    got[2] = ask.soc.settle() ? 1 : 0;
    got[3] = ask.where(plain, {.size = 32_MiB});
    got[4] = ask.where(plain, page);  // behind the 3 MiB
    return got;
  };
  CONST_CHECK(addresses() == std::array<address, 5>{0x6000'0000, 0x6200'0000, 0, 1, 0x6030'0000});
  asked<placed> ask;
  CHECK(ask.soc.atomic().size() == 64_MiB);
  CHECK(ask.soc.atomic().size(memory_zone::normal) == 64_MiB);
}
