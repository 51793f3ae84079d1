// SPDX-License-Identifier: BSL-1.0
// The growth of atomic pools. Sizes of the first test were read in /sys/kernel/debug/dma_pools of a booted Debian 6.1 after the
// same requests; the others follow from kernel/dma/pool.c.
#include <string>

#include <carveout/sim/atomic_pools.hpp>

#include "const_check.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

constexpr linux_kernel debian_6_1{.version = {6, 1}};
constexpr auto all_zones = {memory_zone::dma, memory_zone::dma32, memory_zone::normal};

struct sizes {
  bytes served, others, others_too;
  friend constexpr auto operator==(const sizes&, const sizes&) -> bool = default;
};

/// 25 requests of 4 KiB and, before that number of them, one of 4 MiB, by a 32-bit device; with time for the worker after each.
constexpr auto after_26_requests(bytes asked, int before = 0) -> sizes {
  atomic_pools pools{debian_6_1, asked};
  for (int i = 0; i < 26; ++i) {
    (void)pools.allocate(i == before ? 4_MiB : 4_KiB, memory_zone::dma);
    pools.work();
  }
  return {pools.size(memory_zone::dma), pools.size(memory_zone::dma32), pools.size(memory_zone::normal)};
}

}  // namespace

TEST_CASE("the growth that was recorded on Debian 6.1") {
  CONST_CHECK(after_26_requests(64_MiB) == sizes{72_MiB, 64_MiB, 64_MiB});
  CONST_CHECK(after_26_requests(4_MiB) == sizes{12_MiB, 4_MiB, 4_MiB});
  CONST_CHECK(after_26_requests(1_MiB) == sizes{2_MiB, 1_MiB, 1_MiB});
  CONST_CHECK(after_26_requests(256_KiB) == sizes{512_KiB, 256_KiB, 256_KiB});
  // The record does not say when the large one came. Later it makes no difference until the pool stops to grow: then each
  // chunk, the newest too, has a page in use, and 4 MiB are refused.
  for (int before = 0; before < 17; ++before) CHECK(after_26_requests(64_MiB, before) == sizes{72_MiB, 64_MiB, 64_MiB});
  CHECK(after_26_requests(64_MiB, 25) == sizes{68_MiB, 64_MiB, 64_MiB});
}

TEST_CASE("coherent_pool= is a low-water mark: one chunk for each, and nothing comes back") {
  atomic_pools pools{debian_6_1, 64_MiB};
  CHECK(pools.size() == 12_MiB);
  CHECK(!pools.work());
  CHECK(!pools.allocate(4_MiB + 1, memory_zone::dma));
  CHECK(!pools.work());  // who is refused calls for nothing
  const auto buffer = pools.allocate(4_MiB, memory_zone::dma);
  REQUIRE(buffer);
  CHECK(pools.work());
  CHECK(!pools.work());
  for (const memory_zone zone : all_zones) CHECK(pools.size(zone) == 8_MiB);
  CHECK(pools.available(memory_zone::dma) == 4_MiB);
  CHECK(pools.free(*buffer) == refusal::none);
  CHECK(pools.available(memory_zone::dma) == 8_MiB);
  CHECK(pools.free(*buffer) != refusal::none);
  // free chunks do not join: 8 MiB are there, and no more than 4 are given at once
  CHECK(!pools.allocate(5_MiB, memory_zone::dma));
}

TEST_CASE("a burst before the worker had its turn fails") {
  atomic_pools pools{debian_6_1, 64_MiB};
  CHECK(pools.allocate(4_MiB, memory_zone::dma));
  CHECK(!pools.allocate(4_KiB, memory_zone::dma));
  CHECK(pools.work());
  CHECK(pools.allocate(4_KiB, memory_zone::dma));
}

TEST_CASE("which pool serves whom, and who comes after") {
  const auto served = [](kernel_version version, memory_zone first, bool dma, bool dma32) {
    linux_kernel kernel{.version = version};
    kernel.config.zone_dma = dma;
    kernel.config.zone_dma32 = dma32;
    atomic_pools pools{kernel, 1_MiB};
    std::string order;
    while (const auto buffer = pools.allocate(1_MiB, first)) order += std::string{name_of(buffer->pool)} + ' ';
    return order;
  };
  for (const kernel_version version : {kernel_version{5, 8}, {6, 14}, {7, 1}}) {
    CHECK(served(version, memory_zone::dma, true, true) == "ZONE_DMA ");
    CHECK(served(version, memory_zone::dma32, true, true) == "ZONE_DMA32 ZONE_DMA ");
    CHECK(served(version, memory_zone::normal, true, true) == "ZONE_NORMAL ZONE_DMA32 ZONE_DMA ");
    CHECK(served(version, memory_zone::normal, true, false) == "ZONE_NORMAL ZONE_DMA ");
  }
  CHECK(served({6, 14}, memory_zone::dma, false, true) == "ZONE_NORMAL ZONE_DMA32 ");
  CHECK(served({6, 19}, memory_zone::dma, false, true) == "ZONE_DMA32 ");
  CHECK(served({6, 14}, memory_zone::dma32, true, false) == "");
  CHECK(served({6, 19}, memory_zone::dma32, true, false) == "ZONE_DMA ");
  CHECK(served({6, 19}, memory_zone::dma32, false, false) == "ZONE_NORMAL ");
}

TEST_CASE("up to 5.7 there is one pool, exactly as large, that never grows") {
  atomic_pools pools{{.version = {4, 14}}, 256_MiB};
  CHECK(pools.size() == 256_MiB);
  for (const memory_zone zone : all_zones) CHECK(pools.allocate(64_MiB, zone));
  CHECK(!pools.work());
  CHECK(!pools.allocate(128_MiB, memory_zone::dma));
  CHECK(pools.size() == 256_MiB);
}

TEST_CASE("small pools double until a chunk is a buddy block") {
  atomic_pools pools{debian_6_1, 1_MiB};
  bytes expected[] = {2_MiB, 4_MiB, 8_MiB, 12_MiB};
  for (const bytes size : expected) {
    while (pools.allocate(64_KiB, memory_zone::dma)) {
    }
    CHECK(pools.work());
    CHECK(pools.size(memory_zone::dma) == size);
  }
}
