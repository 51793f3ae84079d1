// SPDX-License-Identifier: BSL-1.0
#include <cstring>
#include <string>
#include <string_view>

#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/kernel/dma_path.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/kernel/reserved_memory.hpp>
#include <carveout/kernel/zones.hpp>

#include "const_check.hpp"
#include "written.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

/// Rows follow each other without overlap, from the oldest known version on, each with a source file and function.
template <typename Value, std::size_t Rows>
void well_formed(const row<Value> (&table)[Rows], kernel_version last = newest_known_kernel) {
  CHECK(table[0].first == oldest_known_kernel);
  CHECK(table[Rows - 1].last == last);
  for (std::size_t i = 0; i < Rows; ++i) {
    CAPTURE(table[i].source);
    CHECK(table[i].first <= table[i].last);
    CHECK(std::strlen(table[i].source) > 0);
    if (i > 0) CHECK(table[i - 1].last < table[i].first);
  }
}

template <typename Value, std::size_t Rows>
constexpr auto at_version(const row<Value> (&table)[Rows], kernel_version version) -> Value {
  return look_up(table, version).value;
}

/// The versions of a table's rows: "4.9-5.4 5.6-7.1".
template <typename Value, std::size_t Rows>
auto versions(const row<Value> (&table)[Rows]) -> std::string {
  std::string text;
  for (const row<Value>& each : table)
    text += (text.empty() ? "" : " ") + testing::written(each.first) + '-' + testing::written(each.last);
  return text;
}

/// Their values, as `spell` writes them.
template <typename Value, std::size_t Rows, typename Spell>
auto values(const row<Value> (&table)[Rows], const Spell& spell) -> std::string {
  std::string text;
  for (const row<Value>& each : table) text += (text.empty() ? "" : " ") + spell(each.value);
  return text;
}
auto number(auto value) -> std::string { return std::to_string(static_cast<unsigned>(value)); }

constexpr row<int> example[] = {
    {{4, 9}, {5, 4}, 1, "a.c:a()"},
    {{5, 10}, {6, 1, 46}, 2, "a.c:b()"},
    {{6, 1, 192}, {7, 1}, 3, "a.c:c()"},
};

}  // namespace

TEST_CASE("tables are well formed") {
  well_formed(max_order_table);
  well_formed(pageblock_table);
  well_formed(cma_unit_table);
  well_formed(cma_area_table);
  well_formed(cma_winner_table);
  well_formed(misaligned_cma_table);
  well_formed(default_of_two_table);
  well_formed(overlapping_cma_table);
  well_formed(atomic_pool_table);
  well_formed(arm_atomic_pool_table, {6, 1});
  well_formed(dma_zone_table);
  well_formed(pool_test_table);
  well_formed(pool_order_table);
  well_formed(cma_path_table);
  well_formed(dma_alloc_pages_table);
  well_formed(iommu_path_table);
  well_formed(free_path_table);
  well_formed(bounce_buffer_always_table);
  well_formed(region_limit_table);
  well_formed(dynamic_order_table);
  well_formed(dynamic_search_table);
  well_formed(dynamic_alignment_table);
  well_formed(memreserve_table);
  well_formed(refused_node_table);
  well_formed(disabled_node_table);
  well_formed(second_pool_table);
  well_formed(restricted_pool_table);
  well_formed(heap_table);
  well_formed(cma_heap_name_table);
  well_formed(heap_compatible_table);
  well_formed(nxp_heap_compatible_table);
}

// The versions whose source was read, and those that were booted: where a behaviour was first and last seen.
TEST_CASE("which versions behave alike") {
  CHECK(versions(max_order_table) == "4.9-5.10 5.15-5.19 6.1-6.1 6.6-7.1");
  CHECK(versions(pageblock_table) == "4.9-6.8 6.12-6.14 6.19-7.1");
  CHECK(versions(cma_unit_table) == "4.9-5.17 5.19-7.1");
  CHECK(versions(cma_area_table) == "4.9-5.9 5.10-6.8 6.12-7.1");
  CHECK(versions(cma_winner_table) == "4.9-5.4 5.6-7.1");
  CHECK(versions(misaligned_cma_table) == "4.9-4.14 4.19-7.1");
  CHECK(versions(default_of_two_table) == "4.9-6.8 6.12-7.1");
  CHECK(versions(overlapping_cma_table) == "4.9-5.19 6.1-6.1 6.6-7.1");
  CHECK(versions(atomic_pool_table) == "4.9-4.19 5.2-5.7 5.8-5.8 5.9-7.1");
  CHECK(versions(arm_atomic_pool_table) == "4.9-6.1");
  CHECK(versions(dma_zone_table) == "4.9-4.14 4.19-5.4 5.10-6.6 6.12-7.1");
  CHECK(versions(pool_test_table) == "4.9-4.19 5.2-5.4 5.6-5.7 5.8-5.9 5.10-5.15 5.17-7.1");
  CHECK(versions(pool_order_table) == "4.9-6.14 6.19-7.1");
  CHECK(versions(cma_path_table) == "4.9-4.14 4.19-4.19 5.2-5.2 5.3-7.1");
  CHECK(versions(dma_alloc_pages_table) == "4.9-5.9 5.10-7.1");
  CHECK(versions(iommu_path_table) == "4.9-4.19 5.2-7.1");
  CHECK(versions(free_path_table) == "4.9-4.9 4.14-4.14 4.19-4.19 5.2-5.2 5.3-5.7 5.8-7.1");
  CHECK(versions(bounce_buffer_always_table) == "4.9-6.1 6.6-7.1");
  CHECK(versions(region_limit_table) == "4.9-4.9 4.14-5.6 5.7-6.8 6.12-6.12.100 6.12.117-7.1");
  CHECK(versions(dynamic_order_table) == "4.9-6.1 6.6-7.1");
  CHECK(versions(dynamic_search_table) == "4.9-4.19 5.4-6.1 6.6-7.1");
  CHECK(versions(dynamic_alignment_table) == "4.9-4.14 4.19-7.1");
  CHECK(versions(memreserve_table) == "4.9-6.1 6.6-6.8 6.12-7.1");
  CHECK(versions(refused_node_table) == "4.9-4.19 5.4-7.1");
  CHECK(versions(disabled_node_table) == "4.9-4.19 5.4-7.1");
  CHECK(versions(second_pool_table) == "4.9-6.1.46 6.1.192-6.1.192 6.6-6.8 6.12.117-6.12.117 6.13-7.1");
  CHECK(versions(restricted_pool_table) == "4.9-5.10 5.15-7.1");
  CHECK(versions(restricted_alignment_table) == "6.1-6.1 6.12-6.12");  // others were not read
  CHECK(versions(swiotlb_areas_table) == "4.9-5.19 6.1-7.1");
  CHECK(versions(heap_table) == "4.9-5.2 5.3-5.4 5.6-5.10 5.11-7.1");
  CHECK(versions(cma_heap_name_table) == "4.9-5.4 5.6-6.14 6.17-6.17 6.19-7.1");
  CHECK(versions(heap_compatible_table) == "4.9-5.4 5.6-7.1");
  CHECK(versions(nxp_heap_compatible_table) == "4.9-4.14 4.19-5.4 5.6-7.1");
  std::string parameters;
  for (const parameter_row& each : cma_parameters)
    parameters += std::string{each.name} + ' ' + testing::written(each.first) + ", ";
  CHECK(parameters == "cma_pernuma 5.10, numa_cma 6.6, hugetlb_cma 5.10, hugetlb_cma_only 7.1, cma_name 0.0, ");
}

TEST_CASE("numbers, row by row") {
  CHECK(values(region_limit_table, [](const region_limits& row) { return number(row.nodes) + '/' + number(row.dynamic); }) ==
        "16/16 32/32 64/64 0/64 0/64");
  CHECK(values(cma_area_table, [](const cma_area_facts& row) {
          return number(row.usual) + '/' + number(row.with_numa) + '+' + number(row.beyond);
        }) == "7/7+1 7/19+1 8/20+0");
  const auto atomic = [](const atomic_pool_rules& row) {
    return number(row.pools) + (row.exact ? " exact" : "") + (row.from_cma ? " cma" : "") + (row.falls_back ? " or" : "") +
           (row.grows ? " grows" : "") + ',';
  };
  CHECK(values(atomic_pool_table, atomic) == "1 exact cma, 1 exact cma, 3 or grows, 3 cma or grows,");
  CHECK(values(arm_atomic_pool_table, atomic) == "1 exact cma,");
  CHECK(values(max_order_table, [](const max_order_facts& row) {
          return number(row.inclusive) + number(row.large_pages_need_thp);
        }) == "01 00 00 10");
  CHECK(values(pageblock_table, [](const pageblock_facts& row) {
          return number(row.huge_page_by_thp) + number(row.can_be_configured);
        }) == "00 10 11");
  CHECK(values(heap_table, [](const heap_facts& row) {
          return number(row.ion) + number(row.ion_carveout) + number(row.dmabuf);
        }) == "110 100 101 001");
  CHECK(values(pool_test_table, [](const pool_test_facts& row) {
          return number(row.no_kernel_mapping_passes) + number(row.checks_reach);
        }) == "00 10 10 11 11 11");
  CHECK(values(pool_order_table, [](const pool_order_facts& row) {
          return number(row.dma_then_dma32) + number(row.dma32_then_others);
        }) == "00 11");
  CHECK(values(cma_path_table, [](const cma_path_facts& row) {
          return number(row.single_pages) + number(row.is_final) + number(row.checks_reach) + number(row.bounces);
        }) == "1101 1011 1010 0010");
  CHECK(values(dma_alloc_pages_table, [](bool there) { return number(there); }) == "0 1");
  CHECK(values(dma_zone_table, [](const dma_zone_facts& row) {
          return std::string{row.zone} + number(row.has_dma32) + number(row.narrows_with_dma_ranges) +
                 number(row.ends_at_power_of_two);
        }) == "ZONE_DMA000 ZONE_DMA32100 ZONE_DMA111 ZONE_DMA110");
  CHECK(values(region_limit_table, [](const region_limits& row) { return number(row.panics_beyond); }) == "0 0 0 1 0");
  CHECK(values(dynamic_alignment_table, [](unsigned row) { return number(row); }) == "128 64");
  CHECK(swiotlb_segment == 256_KiB);
  CHECK(zone_boundary == 4_GiB);
  CHECK(arm_lowmem == 768_MiB);
}

TEST_CASE("a version between two rows takes the older one, and says that nobody read it") {
  CONST_CHECK(look_up(example, {4, 9}).value == 1);
  CONST_CHECK(look_up(example, {4, 9}).was_read);
  CONST_CHECK(look_up(example, {5, 4, 300}).was_read);  // a row without sublevel speaks of all of them
  CONST_CHECK(look_up(example, {5, 5}).value == 1);
  CONST_CHECK(!look_up(example, {5, 5}).was_read);
  CONST_CHECK(look_up(example, {5, 5}).known_since == kernel_version{4, 9});
  CONST_CHECK(look_up(example, {5, 10}).value == 2);
  CONST_CHECK(look_up(example, {6, 1, 46}).was_read);
  CONST_CHECK(look_up(example, {6, 1, 47}).value == 2);
  CONST_CHECK(!look_up(example, {6, 1, 47}).was_read);
  CONST_CHECK(look_up(example, {6, 1, 192}).value == 3);
  CONST_CHECK(look_up(example, {7, 1, 5}).was_read);
  CONST_CHECK(std::string_view{look_up(example, {7, 1}).source} == "a.c:c()");
}

TEST_CASE("a version outside the tables is refused, and the nearest known one named") {
  CHECK_THROWS_AS((void)look_up(example, {4, 8}), unknown_kernel_version);
  CHECK_THROWS_AS((void)look_up(example, {7, 2}), unknown_kernel_version);
  try {
    (void)look_up(example, {3, 18});
  } catch (const std::exception& error) {
    CHECK(std::string_view{error.what()}.find("4.9 and 7.1") != std::string_view::npos);
  }
  CONST_CHECK(nearest_known({3, 18}) == kernel_version{4, 9});
  CONST_CHECK(nearest_known({8, 0}) == kernel_version{7, 1});
  CONST_CHECK(nearest_known({6, 1, 192}) == kernel_version{6, 1, 192});
  CONST_CHECK(is_known({7, 1, 5}));
  CONST_CHECK(!is_known({7, 2}));
  CONST_CHECK(!is_known({4, 8, 17}));
}

TEST_CASE("the first version that has something") {
  CONST_CHECK(first_with(restricted_pool_table, true) == kernel_version{5, 15});
  CONST_CHECK(first_with(cma_winner_table, cma_winner::command_line) == kernel_version{5, 6});
  CONST_CHECK(first_with(example, 9) == kernel_version{});
}

TEST_CASE("largest order: how it is called and counted") {
  CONST_CHECK(std::string_view{at_version(max_order_table, {5, 19}).symbol} == "FORCE_MAX_ZONEORDER");
  CONST_CHECK(std::string_view{at_version(max_order_table, {6, 1}).symbol} == "ARCH_FORCE_MAX_ORDER");
  CONST_CHECK(!at_version(max_order_table, {6, 1}).inclusive);
  CONST_CHECK(at_version(max_order_table, {6, 6}).inclusive);
  CONST_CHECK(max_order({.version = {6, 1}}) == 10);
  CONST_CHECK(max_order({.version = {6, 1}, .page = 16_KiB}) == 11);
  CONST_CHECK(max_order({.version = {6, 1}, .page = 64_KiB}) == 13);
  CONST_CHECK(max_order({.version = {6, 1}, .config = {.max_order = 13}}) == 13);
  // larger pages need transparent huge pages up to 5.10
  CONST_CHECK(max_order({.version = {5, 10}, .page = 64_KiB, .config = {.transparent_huge_pages = false}}) == 10);
  CONST_CHECK(max_order({.version = {5, 15}, .page = 64_KiB, .config = {.transparent_huge_pages = false}}) == 13);
  // NXP's 4.9 and 4.14 trees
  CONST_CHECK(max_order({.version = {4, 14, 98}, .vendor = vendor::nxp}) == 13);
  CONST_CHECK(max_order({.version = {4, 15}, .vendor = vendor::nxp}) == 10);
  CONST_CHECK(max_order({.version = {4, 14, 98}, .page = 64_KiB, .vendor = vendor::nxp}) == 13);
  CONST_CHECK(max_order({.version = {4, 14, 98}, .page = 16_KiB, .vendor = vendor::nxp}) == 11);
}

TEST_CASE("pageblocks: which huge pages count, and the symbol that lowers them") {
  // transparent huge pages alone: from 6.12 on
  CONST_CHECK(pageblock({.version = {6, 6}, .config = {.hugetlb = false}}) == 4_MiB);
  CONST_CHECK(pageblock({.version = {6, 12}, .config = {.hugetlb = false}}) == 2_MiB);
  CONST_CHECK(pageblock({.version = {6, 12}, .config = {.transparent_huge_pages = false, .hugetlb = false}}) == 4_MiB);
  // seen on 6.1 and 6.12: with a largest order of 14 (exclusive) and huge pages 2 MiB are enough
  CONST_CHECK(cma_alignment({.version = {6, 1}, .config = {.max_order = 13}}) == 2_MiB);
  // PAGE_BLOCK_MAX_ORDER is seen in 6.19 and absent in 6.12
  CONST_CHECK(pageblock({.version = {6, 19}, .page = 64_KiB, .config = {.pageblock_max_order = 5}}) == 2_MiB);
  CONST_CHECK(pageblock({.version = {6, 19}, .page = 64_KiB, .config = {.pageblock_max_order = 13}}) == 512_MiB);
  CONST_CHECK(pageblock({.version = {6, 12}, .page = 64_KiB, .config = {.pageblock_max_order = 5}}) == 512_MiB);
  // arm without LPAE has no huge pages: i.MX 6 with order 14 (exclusive) wants 32 MiB
  CONST_CHECK(cma_alignment({.version = {6, 1}, .arch = arch::arm}) == 4_MiB);
  CONST_CHECK(cma_alignment({.version = {6, 1}, .arch = arch::arm, .config = {.max_order = 13}}) == 32_MiB);
}

TEST_CASE("CMA alignment in versions that nobody read is the stricter one") {
  CONST_CHECK(cma_alignment({.version = {5, 18}}) == 4_MiB);
  CONST_CHECK(!look_up(cma_unit_table, {5, 18}).was_read);
}

TEST_CASE("CMA areas") {
  CONST_CHECK(cma_areas({.version = {4, 14}}) == 8);
  CONST_CHECK(cma_areas({.version = {5, 9}}) == 8);
  CONST_CHECK(cma_areas({.version = {5, 10}}) == 20);
  CONST_CHECK(cma_areas({.version = {5, 10}, .config = {.numa = false}}) == 8);
  CONST_CHECK(cma_areas({.version = {6, 12}}) == 20);
  CONST_CHECK(cma_areas({.version = {6, 12}, .config = {.numa = false}}) == 8);
  CONST_CHECK(cma_areas({.version = {6, 1}, .config = {.cma_areas = 19}}) == 20);   // Debian 6.1: 20 of 30 worked
  CONST_CHECK(cma_areas({.version = {6, 12}, .config = {.cma_areas = 20}}) == 20);  // Debian 6.12: the same
  CONST_CHECK(cma_buffer_alignment({.version = {6, 1}}) == 1_MiB);
  CONST_CHECK(cma_buffer_alignment({.version = {6, 1}, .config = {.cma_alignment = 12}}) == 16_MiB);
}

TEST_CASE("who names the default CMA area") {
  CONST_CHECK(at_version(cma_winner_table, {5, 4}) == cma_winner::tree);
  CONST_CHECK(at_version(cma_winner_table, {5, 6}) == cma_winner::command_line);
  CONST_CHECK(!look_up(cma_winner_table, {5, 5}).was_read);
  CONST_CHECK(at_version(misaligned_cma_table, {4, 14}) == misaligned_cma::rounds_base_up);
  CONST_CHECK(at_version(misaligned_cma_table, {4, 19}) == misaligned_cma::refuses);
  CONST_CHECK(at_version(default_of_two_table, {6, 1}) == default_of_two::highest_address);
  CONST_CHECK(at_version(default_of_two_table, {6, 12}) == default_of_two::last_in_tree);
  CONST_CHECK(at_version(overlapping_cma_table, {6, 1}) == overlapping_cma::panics);
  CONST_CHECK(at_version(overlapping_cma_table, {6, 12}) == overlapping_cma::corrupts);
}

TEST_CASE("the atomic pool: growth, zones, arm, the size without coherent_pool=") {
  CONST_CHECK(!atomic_pool({.version = {5, 7}}, 1_MiB).grows);
  CONST_CHECK(atomic_pool({.version = {5, 8}}, 1_MiB).grows);
  CONST_CHECK(atomic_pool({.version = {6, 1}, .config = {.zone_dma32 = false}}, 1_MiB).pools == 2);
  CONST_CHECK(atomic_pool({.version = {6, 1}, .config = {.zone_dma = false}}, 1_MiB).pools == 2);
  CONST_CHECK(atomic_pool({.version = {6, 1}, .config = {.zone_dma = false, .zone_dma32 = false}}, 1_MiB).pools == 1);
  // a recorded boot of arm 6.1: one pool of 65536 KiB, or none at all
  CONST_CHECK(atomic_pool({.version = {6, 1}, .arch = arch::arm}, 64_MiB).pools == 1);
  CONST_CHECK(atomic_pool({.version = {6, 1}, .arch = arch::arm}, 64_MiB).chunk == 64_MiB);
  CONST_CHECK(!atomic_pool({.version = {6, 1}, .arch = arch::arm}, 64_MiB).falls_back);

  CONST_CHECK(default_atomic_pool({.version = {5, 7}}, 4_GiB) == 256_KiB);
  CONST_CHECK(default_atomic_pool({.version = {5, 8}}, 512_MiB) == 128_KiB);
  CONST_CHECK(default_atomic_pool({.version = {5, 8}}, 1_GiB) == 128_KiB);
  CONST_CHECK(default_atomic_pool({.version = {6, 1}}, 2_GiB) == 256_KiB);  // seen: 262144 with 2 GiB
  // seen with 6.6: 3682596 KiB of memory ask for 448 KiB, whole pages
  CONST_CHECK(default_atomic_pool({.version = {6, 6}}, 3682596_KiB) == 448_KiB);
  CONST_CHECK(default_atomic_pool({.version = {6, 1}}, 1_GiB + 32_MiB) == 132_KiB);
  CONST_CHECK(default_atomic_pool({.version = {6, 1}}, 1_GiB + 32_MiB - 1) == 128_KiB);
  CONST_CHECK(default_atomic_pool({.version = {6, 1}}, 32_GiB) == 4_MiB);
  CONST_CHECK(default_atomic_pool({.version = {6, 1}}, 64_GiB) == 4_MiB);
  CONST_CHECK(default_atomic_pool({.version = {6, 1}, .arch = arch::arm}, 2_GiB) == 256_KiB);
}

TEST_CASE("how many regions a kernel keeps") {
  CONST_CHECK(at_version(region_limit_table, {4, 9}).nodes == 16);
  CONST_CHECK(at_version(region_limit_table, {4, 14}).nodes == 32);
  CONST_CHECK(at_version(region_limit_table, {5, 6}).nodes == 32);
  CONST_CHECK(at_version(region_limit_table, {5, 7}).nodes == 64);
  CONST_CHECK(at_version(region_limit_table, {6, 8}).nodes == 64);
  CONST_CHECK(at_version(region_limit_table, {6, 12}).nodes == 0);
  CONST_CHECK(at_version(region_limit_table, {6, 12}).dynamic == 64);
  CONST_CHECK(at_version(region_limit_table, {6, 12, 100}).panics_beyond);
  CONST_CHECK(!at_version(region_limit_table, {6, 12, 117}).panics_beyond);
  CONST_CHECK(!at_version(region_limit_table, {6, 13}).panics_beyond);
}

TEST_CASE("order and fate of nodes") {
  CONST_CHECK(at_version(dynamic_order_table, {6, 1}) == dynamic_order::unstable_sort);
  CONST_CHECK(at_version(dynamic_order_table, {6, 6}) == dynamic_order::tree);
  CONST_CHECK(at_version(dynamic_search_table, {4, 19}) == dynamic_search::one_candidate);
  CONST_CHECK(at_version(dynamic_search_table, {5, 4}) == dynamic_search::downwards);
  CONST_CHECK(at_version(dynamic_search_table, {6, 6}) == dynamic_search::packs);
  CONST_CHECK(at_version(dynamic_alignment_table, {4, 14}) == 128);
  CONST_CHECK(at_version(dynamic_alignment_table, {4, 19}) == 64);
  CONST_CHECK(at_version(memreserve_table, {6, 1}) == memreserve_order::before_all);
  CONST_CHECK(at_version(memreserve_table, {6, 6}) == memreserve_order::before_dynamic);
  CONST_CHECK(at_version(memreserve_table, {6, 12}) == memreserve_order::after_all);
  CONST_CHECK(at_version(refused_node_table, {4, 19}) == refused_node::stays_lost);
  CONST_CHECK(at_version(refused_node_table, {5, 4}) == refused_node::given_back);
  CONST_CHECK(at_version(disabled_node_table, {4, 19}) == disabled_node::fails);
  CONST_CHECK(at_version(disabled_node_table, {5, 4}) == disabled_node::silently_no_pool);
  CONST_CHECK(at_version(second_pool_table, {6, 1, 46}) == second_pool_result::ignored);
  CONST_CHECK(at_version(second_pool_table, {6, 1, 192}) == second_pool_result::busy);
  CONST_CHECK(at_version(second_pool_table, {6, 8}) == second_pool_result::ignored);
  CONST_CHECK(at_version(second_pool_table, {6, 12, 117}) == second_pool_result::busy);
  CONST_CHECK(at_version(second_pool_table, {6, 13, 7}) == second_pool_result::ignored);
  CONST_CHECK(!at_version(restricted_alignment_table, {6, 1}));
  CONST_CHECK(at_version(restricted_alignment_table, {6, 12, 117}));
  CONST_CHECK(!at_version(restricted_pool_table, {5, 10}));
  CONST_CHECK(at_version(restricted_pool_table, {5, 15}));
}

TEST_CASE("heaps and their names") {
  CONST_CHECK(at_version(heap_table, {5, 2}).ion_carveout);
  CONST_CHECK(!at_version(heap_table, {5, 3}).ion_carveout);
  CONST_CHECK(at_version(heap_table, {5, 10}).ion);
  CONST_CHECK(!at_version(heap_table, {5, 11}).ion);
  CONST_CHECK(!at_version(heap_table, {5, 4}).dmabuf);
  CONST_CHECK(at_version(heap_table, {5, 6}).dmabuf);
  CONST_CHECK(at_version(cma_heap_name_table, {5, 4}) == cma_heap_name::none);
  CONST_CHECK(at_version(cma_heap_name_table, {6, 14}) == cma_heap_name::area);
  CONST_CHECK(at_version(cma_heap_name_table, {6, 17}) == cma_heap_name::fixed);
  CONST_CHECK(at_version(cma_heap_name_table, {6, 19}) == cma_heap_name::fixed_and_each);
}

TEST_CASE("an area in two zones") {
  CONST_CHECK(crosses_zones({4_GiB - 1, 4_GiB + 1}));
  CONST_CHECK(!crosses_zones({4_GiB, 5_GiB}));
  CONST_CHECK(!crosses_zones({3_GiB, 4_GiB}));
}

TEST_CASE("architectures and page sizes") {
  CONST_CHECK((has_page_size(arch::arm64, 4_KiB) && has_page_size(arch::arm64, 16_KiB) && has_page_size(arch::arm64, 64_KiB)));
  CONST_CHECK(!has_page_size(arch::arm64, 8_KiB));
  CONST_CHECK((has_page_size(arch::arm, 4_KiB) && !has_page_size(arch::arm, 64_KiB)));
  CONST_CHECK((has_page_size(arch::riscv64, 4_KiB) && !has_page_size(arch::riscv64, 16_KiB)));
  CONST_CHECK(parse_arch("riscv64") == arch::riscv64);
  CONST_CHECK(parse_arch("arm") == arch::arm);
  CONST_CHECK(!parse_arch("x86"));
}
