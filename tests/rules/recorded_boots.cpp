// SPDX-License-Identifier: BSL-1.0
// Plans that Debian's arm64 kernels 6.1.192 and 6.12 were booted with in QEMU (2 GiB at 0x40000000, 4 KiB pages, huge pages),
// what those kernels printed, and that our finding says so beforehand.
//
// The kernel's lines were typed in by hand; where the recorded logs are at hand (CARVEOUT_RECORDED_BOOTS, a folder of
// NAME.VERSION.txt files) they are looked up there.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>

#include <carveout/carveout.hpp>

namespace {

using namespace carveout;
using namespace carveout::literals;

/// A node as a tree may have it, right or wrong.
struct node {
  std::string_view name{};
  address base = 0;
  bytes size = 0;
  bool reusable = false;
  bool no_map = false;
  bool cma_default = false;
  compatible_list compatible{};
  placement where = at(0);
  bytes alignment = 0;
  fixed_vector<interval, 3> more_ranges{};
  [[nodiscard]] constexpr auto facts() const -> pool_facts {
    return {.kind = reusable             ? pool_kind::device_cma
                    : compatible.empty() ? pool_kind::firmware
                                         : pool_kind::coherent,
            .label = name,
            .size = size,
            .alignment = alignment,
            .where = where.by == chosen_by::kernel ? where : placement{at(base)},
            .no_map = no_map,
            .reusable = reusable,
            .cma_default = cma_default,
            .compatible = compatible,
            .more_ranges = more_ranges};
  }
};

constexpr auto default_cma(address base, bytes size) -> node {
  return {
      .name = "linux_cma", .base = base, .size = size, .reusable = true, .cma_default = true, .compatible = "shared-dma-pool"};
}

constexpr auto debian(kernel_version version) -> linux_kernel {
  return {.version = version, .config = {.cma_areas = version < kernel_version{6, 12} ? 19u : 20u}};
}

constexpr kernel_version v6_1{6, 1, 192}, v6_12_100{6, 12, 100}, v6_12{6, 12, 117};
constexpr bank dram{.name = "dram", .base = 0x4000'0000, .size = 2_GiB};
constexpr bank six_gib{.name = "dram", .base = 0x4000'0000, .size = 6_GiB};

auto log_of(std::string_view experiment, kernel_version version) -> std::string {
  const char* folder = std::getenv("CARVEOUT_RECORDED_BOOTS");
  if (folder == nullptr) return {};
  const std::string stem = std::string{folder} + "/" + std::string{experiment};
  for (const char* name : {version == v6_1 ? ".6.1.txt" : ".6.12.txt", ".6.12.100.txt"}) {
    if ((std::string_view{name} == ".6.12.100.txt") != (version == v6_12_100)) continue;
    std::ifstream file(stem + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  return {};
}

/// What the kernel did, and how our finding puts it.
struct outcome {
  std::string_view rule, ours, kernel_line;
};

/// Our finding by `rule` holds the text `ours`, and the kernel's log, if it is here, holds `kernel_line`.
void expect(std::string_view experiment, std::initializer_list<kernel_version> versions, const outcome& wanted, bank memory,
            const auto&... parts) {
  for (const kernel_version version : versions) {
    CAPTURE(experiment);
    const auto version_text = [&] {
      text_buffer text;
      write_to(text, version);
      return std::string{text.view()};
    }();
    CAPTURE(version_text);
    const board described{"recorded", debian(version), banks{memory}, parts...};
    const auto storage = lower(described);
    const findings all = check(described, storage.view());
    std::string said;
    for (const finding& each : all.list()) {
      text_buffer text;
      write_to(text, each);
      if (each.rule == wanted.rule) said += std::string{text.view()} + "\n";
    }
    CAPTURE(said);
    CHECK(said.find(wanted.ours) != std::string::npos);
    if (const std::string log = log_of(experiment, version); !log.empty())
      CHECK(log.find(wanted.kernel_line) != std::string::npos);
  }
}

/// A plan that booted as it should has no error.
void expect_content(std::string_view experiment, bank memory, const auto&... parts) {
  for (const kernel_version version : {v6_1, v6_12}) {
    CAPTURE(experiment);
    const board described{"recorded", debian(version), banks{memory}, parts...};
    const auto storage = lower(described);
    const findings all = check(described, storage.view());
    for (const finding& each : all.list()) {
      CAPTURE(each.message.view());
      CHECK(each.level != severity::error);
    }
  }
}

constexpr auto plain(std::string_view name, address base, bytes size) -> node {
  return {.name = name, .base = base, .size = size};
}
constexpr auto no_map(std::string_view name, address base, bytes size) -> node {
  return {.name = name, .base = base, .size = size, .no_map = true};
}

}  // namespace

TEST_CASE("recorded boots: the logs") {
  const char* folder = std::getenv("CARVEOUT_RECORDED_BOOTS");
  if (folder == nullptr || !std::filesystem::exists(std::string{folder} + "/a_cma64.6.1.txt"))
    MESSAGE("the recorded logs are not here: what the kernels printed is taken from this file alone");
}

TEST_CASE("recorded boots: correct plans") {
  expect_content("a_cma64", dram, pools{default_cma(0x6000'0000, 64_MiB)});
  expect_content("b_nomap", dram, pools{no_map("buf", 0x7000'0000, 16_MiB), plain("keepmap", 0x7200'0000, 16_MiB)});
  expect_content("c5_cp1_cma128", dram, pools{default_cma(0x6000'0000, 128_MiB), atomic{.size = 1_MiB}});
  expect_content("d2_base2M", dram, pools{default_cma(0x6020'0000, 64_MiB)});
  expect_content("f2_nomap_outside", dram, pools{no_map("buf", 0xd000'0000, 16_MiB)});
  expect_content(
      "f5_coh_outside", dram,
      pools{node{.name = "coh", .base = 0xd000'0000, .size = 1_MiB, .no_map = true, .compatible = "shared-dma-pool"}});
  expect_content("k1_dyn", dram, pools{cma{.size = 64_MiB, .where = by_kernel{}}});
  expect_content("k2_dyn_al", dram, pools{cma{.size = 64_MiB, .where = by_kernel{}, .alignment = 32_MiB}});
  expect_content("k3_dyn_ranges", dram, pools{cma{.size = 64_MiB, .where = by_kernel{within(0x5000'0000, 0x6000'0000)}}});
}

TEST_CASE("recorded boots: coherent_pool=") {
  expect("c1_cp64_cma128", {v6_1, v6_12},
         {"atomic-pool-clamped", "becomes 3 times 4 MiB", "preallocated 4096 KiB GFP_KERNEL pool"}, dram,
         pools{default_cma(0x6000'0000, 128_MiB), atomic{.size = 64_MiB}});
  expect("c3_cp64_cma0", {v6_1, v6_12},
         {"atomic-pool-clamped", "becomes 3 times 4 MiB", "preallocated 4096 KiB GFP_KERNEL|GFP_DMA32 pool"}, dram,
         pools{plain("any", 0x6000'0000, 4_KiB), atomic{.size = 64_MiB}}, bootargs{"cma=0"});
  expect("c4_cp4_cma8", {v6_1, v6_12},
         {"atomic-pool-source", "takes 3 times 4 MiB, 12 MiB of its 8 MiB", "alloc failed, req-size: 1024 pages, ret: -12"},
         dram, pools{default_cma(0x6000'0000, 8_MiB), atomic{.size = 4_MiB}});
  expect("c6_cp3_cma128", {v6_1, v6_12},
         {"atomic-pool-rounded", "becomes 3 times 4 MiB", "preallocated 4096 KiB GFP_KERNEL pool"}, dram,
         pools{default_cma(0x6000'0000, 128_MiB), atomic{.size = 3_MiB}});
}

TEST_CASE("recorded boots: alignment") {
  const outcome refused{"cma-alignment", "the Kconfig default area takes over", "incorrect alignment of CMA region"};
  expect("d1_base1M", {v6_1, v6_12}, refused, dram, pools{default_cma(0x6010'0000, 64_MiB)});
  expect("d3_size63M", {v6_1, v6_12}, refused, dram, pools{default_cma(0x6000'0000, 63_MiB)});
  expect("d5_base4K", {v6_1, v6_12}, {"page-alignment", "base 0x61000800 is not a multiple of 4 KiB", ""}, dram,
         pools{plain("buf", 0x6000'1000, 12_KiB),
               node{.name = "coh", .base = 0x6100'0800, .size = 4_KiB, .no_map = true, .compatible = "shared-dma-pool"}});
}

TEST_CASE("recorded boots: pools over kernel and initrd") {
  // where QEMU puts them; both kernels' images end below 0x42d20000
  const boot_chain qemu{.method = boot_method::direct,
                        .kernel = {.load = 0x4020'0000, .file_size = 0x1f6'dfc0, .image_size = 0x201'0000},
                        .fdt = {.load = 0x4820'0000, .size = 0x9000},
                        .initrd = {.load = 0x4800'0000, .size = 0xf'f000}};
  expect("e4_over_kernel", {v6_1, v6_12}, {"kernel-in-reserved", "takes without a word: bad pages", "BUG: Bad page state"},
         dram, pools{default_cma(0x4000'0000, 64_MiB)}, qemu);
  expect("e5_over_initrd", {v6_1, v6_12},
         {"initrd-overlap", "panics: \"Unable to mount root fs\"", "VFS: Unable to mount root fs on unknown-block(0,0)"}, dram,
         pools{default_cma(0x4800'0000, 64_MiB)}, qemu);
}

TEST_CASE("recorded boots: overlaps") {
  expect("e1_plain_overlap", {v6_1, v6_12},
         {"region-overlap", "the kernel prints OVERLAP DETECTED and goes on", "OVERLAP DETECTED!"}, dram,
         pools{plain("one", 0x6000'0000, 16_MiB), plain("two", 0x6080'0000, 16_MiB)});
  const node second{.name = "cma2", .base = 0x6200'0000, .size = 64_MiB, .reusable = true, .compatible = "shared-dma-pool"};
  expect("e2_cma_overlap", {v6_1}, {"region-overlap", "the kernel panics", "Kernel panic - not syncing"}, dram,
         pools{default_cma(0x6000'0000, 64_MiB), second});
  expect("e2_cma_overlap", {v6_12}, {"region-overlap", "bad pages", "BUG: Bad page state"}, dram,
         pools{default_cma(0x6000'0000, 64_MiB), second});
  expect("e3_cma_nomap_overlap", {v6_1, v6_12},
         {"region-overlap", "or no-map is refused", "failed to reserve memory for node 'fw@62000000'"}, dram,
         pools{default_cma(0x6000'0000, 64_MiB), no_map("fw", 0x6200'0000, 4_MiB)});
}

TEST_CASE("recorded boots: no-map before the CMA that it lies in") {
  expect("e3b_nomap_first", {v6_1, v6_12}, {"region-overlap", "CMA lends out pages that nobody may touch", "OVERLAP DETECTED!"},
         dram, pools{no_map("fw", 0x6200'0000, 4_MiB), default_cma(0x6000'0000, 64_MiB)});
}

TEST_CASE("recorded boots: nodes that are not as they should be") {
  node two = default_cma(0x6000'0000, 64_MiB);
  two.more_ranges = {interval{0x7000'0000, 0x7400'0000}};
  expect("m4_multireg", {v6_12}, {"several-ranges", "the kernel uses the first and loses the rest", "ignores 1 regions"}, dram,
         pools{two});
  // at 0xbf000000, which is no multiple of 3 MiB
  expect("k10_dyn_al3M", {v6_1, v6_12},
         {"bad-alignment", "alignment 3 MiB is not a power of two", "created CMA memory pool at"}, dram,
         pools{node{.name = "cma",
                    .size = 16_MiB,
                    .reusable = true,
                    .compatible = "shared-dma-pool",
                    .where = by_kernel{},
                    .alignment = 3_MiB}});
  // reserved, and no word of a pool
  expect("j_restricted", {v6_12},
         {"kconfig-required", "CONFIG_DMA_RESTRICTED_POOL=n; needed for restricted pools", "map non-reusable rdma@60000000"},
         dram, pools{restricted{.label = "rdma", .size = 4_MiB, .where = at(0x6000'0000)}},
         dot_config{"# CONFIG_DMA_RESTRICTED_POOL is not set\n"});
}

TEST_CASE("recorded boots: outside DRAM") {
  expect("f1_cma_outside", {v6_1, v6_12},
         {"outside-bank", "the kernel panics in cma_init_reserved_areas()", "pc : cma_init_reserved_areas"}, dram,
         pools{default_cma(0xd000'0000, 64_MiB)});
}

TEST_CASE("recorded boots: flags") {
  expect("g_reusable_nomap", {v6_1, v6_12},
         {"reusable-no-map", "its memory is given back, unprotected", "compatible matching fail"}, dram,
         pools{node{.name = "cma",
                    .base = 0x6000'0000,
                    .size = 64_MiB,
                    .reusable = true,
                    .no_map = true,
                    .cma_default = true,
                    .compatible = "shared-dma-pool"}});
  expect("g4_cmadefault_notreusable", {v6_1, v6_12},
         {"cma-default-ignored", "the kernel takes its Kconfig default area instead",
          "created DMA memory pool at 0x0000000060000000"},
         dram,
         pools{node{.name = "pool",
                    .base = 0x6000'0000,
                    .size = 16_MiB,
                    .no_map = true,
                    .cma_default = true,
                    .compatible = "shared-dma-pool"}});
  expect("g2_neither", {v6_1, v6_12},
         {"coherent-mapped", "neither reusable nor no-map", "created DMA memory pool at 0x0000000060000000"}, dram,
         pools{node{.name = "pool", .base = 0x6000'0000, .size = 16_MiB, .compatible = "shared-dma-pool"}});
  node other = default_cma(0x6800'0000, 32_MiB);
  other.name = "cma2";
  // which one won was seen on kernels with CMA debugfs, where the heap's use could be told apart
  expect("h_two_default", {v6_1},
         {"one-default", "takes the highest without a message", "created CMA memory pool at 0x0000000068000000"}, dram,
         pools{default_cma(0x6000'0000, 64_MiB), other});
  expect("h_two_default", {v6_12},
         {"one-default", "takes the last one in the tree", "created CMA memory pool at 0x0000000068000000"}, dram,
         pools{default_cma(0x6000'0000, 64_MiB), other});
}

TEST_CASE("recorded boots: dynamic nodes") {
  expect("k4_dyn_impossible", {v6_1, v6_12},
         {"no-room", "does not fit in [0x50000000..0x52000000)", "failed to allocate memory for node 'linux,cma'"}, dram,
         pools{cma{.size = 64_MiB, .where = by_kernel{within(0x5000'0000, 0x5200'0000)}}});
  // 6.1 gave the first place to 'mid', the last one in the tree
  expect("k6_dyn_many", {v6_1},
         {"dynamic-order", "an accident of Linux 6.1.192", "created CMA memory pool at 0x000000005e000000"}, dram,
         pools{node{.name = "alpha", .size = 8_MiB, .where = by_kernel{within(0x5000'0000, 0x6000'0000)}},
               node{.name = "mid",
                    .size = 16_MiB,
                    .reusable = true,
                    .compatible = "shared-dma-pool",
                    .where = by_kernel{within(0x5000'0000, 0x6000'0000)}},
               no_map("fix", 0x5f00'0000, 16_MiB)});
}

namespace {

/// `count` nodes of one page each, or as many dynamic ones.
auto many_regions(std::size_t count, bool dynamic, kernel_version version) -> std::string {
  growing<region> regions;
  for (std::size_t i = 0; i < count; ++i) {
    region each;
    each.label = "r";
    each.size = 4_KiB;
    each.where = dynamic ? placement{by_kernel{}} : placement{at(0x6000'0000 + i * 0x1000)};
    regions.push_back(each);
  }
  memory_plan plan;
  plan.kernel = debian(version);
  plan.regions = {regions.data(), regions.size()};
  findings out{plan};
  run(standard::region_count{}, plan, out);
  return out.list().empty() ? std::string{} : std::string{out.list()[0].message.view()};
}

}  // namespace

TEST_CASE("recorded boots: the number of regions") {
  CHECK(many_regions(64, false, v6_1).empty());
  CHECK(many_regions(70, false, v6_1).find("keeps 64; the others are not set up") != std::string::npos);
  CHECK(many_regions(70, false, v6_12).empty());
  CHECK(many_regions(64, true, v6_12_100).empty());
  CHECK(many_regions(70, true, v6_12_100).find("it panics beyond that") != std::string::npos);
  CHECK(many_regions(70, true, v6_12).find("the others are not set up") != std::string::npos);
  if (const std::string log = log_of("l_70", v6_1); !log.empty())
    CHECK(log.find("not enough space for all defined regions") != std::string::npos);
  if (const std::string log = log_of("l_70_dyn", v6_12_100); !log.empty())
    CHECK(log.find("Kernel stack is corrupted") != std::string::npos);
  if (const std::string log = log_of("l_70_dyn", v6_12); !log.empty())
    CHECK(log.find("too many defined dynamic regions, skip 'd64'") != std::string::npos);
}

TEST_CASE("recorded boots: the number of CMA areas") {
  const auto complaint = [](std::size_t count, kernel_version version) {
    growing<region> regions;
    for (std::size_t i = 0; i < count; ++i) {
      region each;
      each.reusable = true;
      regions.push_back(each);
    }
    memory_plan plan;
    plan.kernel = debian(version);
    plan.regions = {regions.data(), regions.size()};
    findings out{plan};
    run(standard::cma_areas{}, plan, out);
    return out.list().empty() ? std::string{} : std::string{out.list()[0].message.view()};
  };
  for (const kernel_version version : {v6_1, v6_12}) {
    CHECK(complaint(20, version).empty());
    CHECK(complaint(30, version).find("has room for 20: \"Not enough slots for CMA reserved regions!\"") != std::string::npos);
    if (const std::string log = log_of("n_30cma", version); !log.empty())
      CHECK(log.find("Not enough slots for CMA reserved regions!") != std::string::npos);
  }
}

TEST_CASE("recorded boots: the 4 GiB line") {
  expect("o1_cross4G", {v6_1, v6_12}, {"cma-zone", "\"could not be activated\"", "could not be activated"}, six_gib,
         pools{default_cma(0xfe00'0000, 64_MiB)});
}

TEST_CASE("recorded boots: the command line") {
  const auto free_dram = pools{no_map("fw", 0x7000'0000, 1_MiB)};
  expect("c8_cpbad", {v6_1, v6_12}, {"argument-value", "the kernel takes its default", "preallocated 256 KiB GFP_KERNEL pool"},
         dram, pools{default_cma(0x6000'0000, 128_MiB)}, bootargs{"coherent_pool=abc"});
  expect("i1_cma0_dt", {v6_1, v6_12},
         {"cma-argument", "is bypassed because of cma= in bootargs",
          "bypass linux,cma@60000000 node, using cmdline CMA params instead"},
         dram, pools{default_cma(0x6000'0000, 64_MiB)}, bootargs{"cma=0"});
  expect("k12_dyn_vs_fixed_cmdline", {v6_1, v6_12},
         {"cma-argument", "is bypassed because of cma= in bootargs", "bypass linux,cma node"}, dram,
         pools{cma{.size = 64_MiB, .where = by_kernel{within(0x5000'0000, 0x6000'0000)}}}, bootargs{"cma=32M@0x54000000"});
  expect("i5_cma3G", {v6_1, v6_12},
         {"cma-argument-place", "\"Failed to reserve\" and has no CMA", "cma: Failed to reserve 3072 MiB"}, dram, free_dram,
         bootargs{"cma=3G"});
  expect("i6_cma_misaligned", {v6_1, v6_12},
         {"cma-argument-place", "must be aligned to 2 MiB", "must be aligned to 0x0000000000200000 bytes"}, dram, free_dram,
         bootargs{"cma=64M@0x50100000"});
  expect("i9_cma_outside", {v6_1, v6_12}, {"cma-argument-place", "\"exceeds limit\" and has no CMA", "exceeds limit"}, dram,
         free_dram, bootargs{"cma=64M@0xd0000000"});
  expect("i10_cma_overlap_rsv", {v6_1, v6_12},
         {"cma-argument-place", "\"Failed to reserve\" and has no CMA", "cma: Failed to reserve 64 MiB"}, dram,
         pools{plain("fw", 0x5200'0000, 1_MiB)}, bootargs{"cma=64M@0x50000000"});
  expect_content("i7_cma_range", dram, free_dram, bootargs{"cma=64M@0x50000000-0x60000000"});
  expect("p_mem_arg", {v6_1, v6_12},
         {"mem-argument", "the kernel panics in cma_init_reserved_areas()", "pc : cma_init_reserved_areas"}, dram,
         pools{default_cma(0xb000'0000, 64_MiB)}, bootargs{"mem=1G"});
}

TEST_CASE("recorded boots: malformed nodes") {
  expect("m5_zerosize", {v6_1, v6_12}, {"zero-size", "has no size", "failed to reserve memory for node 'cma@60000000'"}, dram,
         pools{default_cma(0x6000'0000, 0)});
  const board described{"recorded", debian(v6_1), banks{dram}, pools{default_cma(0x6000'0000, 64_MiB)}};
  auto storage = lower(described);
  storage.scalars.reserved_cells = {.address = 2, .size = 1};
  const findings all = check(storage.view());
  REQUIRE(all.list().size() == 1);
  CHECK(all.list()[0].message.view().find("unsupported node format, ignoring") != std::string_view::npos);
  for (const kernel_version version : {v6_1, v6_12})
    if (const std::string log = log_of("m1_sizecells1", version); !log.empty())
      CHECK(log.find("unsupported node format, ignoring") != std::string::npos);
}
