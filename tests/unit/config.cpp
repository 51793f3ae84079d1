// SPDX-License-Identifier: BSL-1.0
#include <carveout/kernel/config.hpp>
#include <carveout/kernel/kconfig.hpp>

#include <string>
#include <string_view>

#include "const_check.hpp"
#include "written.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

// lines of Debian's arm64 kernels, 6.1 and 6.12
constexpr std::string_view debian_6_1 =
    "#\n"
    "# Automatically generated file; DO NOT EDIT.\n"
    "# Linux/arm64 6.1.192 Kernel Configuration\n"
    "#\n"
    "CONFIG_ARM64=y\n"
    "CONFIG_ARM64_4K_PAGES=y\n"
    "\n"
    "CONFIG_ARCH_FORCE_MAX_ORDER=11\n"
    "CONFIG_NUMA=y\n"
    "CONFIG_CMA=y\n"
    "# CONFIG_CMA_SYSFS is not set\n"
    "CONFIG_CMA_AREAS=19\n"
    "CONFIG_CMA_SIZE_MBYTES=64\n"
    "CONFIG_CMA_ALIGNMENT=9\n"
    "CONFIG_ZONE_DMA=y\n"
    "CONFIG_TRANSPARENT_HUGEPAGE=y\n"
    "CONFIG_DEFAULT_HOSTNAME=\"(none)\"\n";
constexpr auto facts = [](std::string_view text, kernel_version version) { return read_config(text, {.version = version}); };

constexpr auto state_of(std::string_view name, kernel_version version) {
  const auto found = find_symbol(name, version);
  return found ? std::optional{found->state} : std::nullopt;
}

}  // namespace

TEST_CASE("a line of a .config") {
  constexpr auto set = parse_config_line("CONFIG_CMA_AREAS=20");
  CONST_CHECK((set && set->symbol == "CMA_AREAS" && set->value == "20"));
  constexpr auto unset = parse_config_line("# CONFIG_SWAP is not set");
  CONST_CHECK((unset && unset->symbol == "SWAP" && unset->value == "n"));
  constexpr auto quoted = parse_config_line("CONFIG_CMDLINE=\"a=b\"");
  CONST_CHECK((quoted && quoted->value == "\"a=b\""));
  for (const std::string_view none :
       {"", "#", "# a remark", "CONFIG_CMA", "CONFIG_CMA=", "CONFIG_=y", "CMA=y", "CONFIG_C-A=y", " CONFIG_CMA=y",
        "# CONFIG_ is not set", "# CONFIG_A B is not set", "# CONFIG_CMA is set", "# CONFIG_ABCDEFGHIJKLMNOPQRST"})
    CHECK_MESSAGE(!parse_config_line(none), none);
  CHECK(parse_config_line("CONFIG_azAZ_09=m").has_value());
}

TEST_CASE("what is no .config is said with its line") {
  CONST_CHECK(first_bad_config_line(debian_6_1) == 0);
  CONST_CHECK(first_bad_config_line("CONFIG_CMA=y") == 0);
  CONST_CHECK(first_bad_config_line("CONFIG_CMA=y\n\n# x\nhello\n") == 4);
  CONST_CHECK(first_bad_config_line("obj-y += a.o\n") == 1);
  CONST_CHECK(first_bad_config_line("") == 1);
  CONST_CHECK(first_bad_config_line("# nothing\n# at all\n") == 2);
}

TEST_CASE("values of symbols") {
  CONST_CHECK(config_value(debian_6_1, "CMA") == "y");
  CONST_CHECK(config_value(debian_6_1, "CMA_SYSFS") == "n");
  CONST_CHECK(config_value(debian_6_1, "CMA_AREAS") == "19");
  CONST_CHECK(!config_value(debian_6_1, "CMA_AREA"));
  CONST_CHECK(!config_value(debian_6_1, "AREAS"));
  CONST_CHECK(config_value(debian_6_1, "DEFAULT_HOSTNAME") == "\"(none)\"");
  CONST_CHECK(config_value("CONFIG_A=y", "A") == "y");  // without a newline at its end
  CONST_CHECK(config_number(debian_6_1, "CMA_AREAS") == 19u);
  CONST_CHECK(!config_number(debian_6_1, "CMA"));
  CONST_CHECK(!config_number(debian_6_1, "CMA_DEBUG"));
  CONST_CHECK(config_number("CONFIG_A=999999\n", "A") == 999999u);
  CONST_CHECK(!config_number("CONFIG_A=1000000\n", "A"));
  CONST_CHECK(!config_number("CONFIG_A=1/\n", "A"));
  CONST_CHECK(!config_number("CONFIG_A=1:\n", "A"));
}

TEST_CASE("whose .config it is") {
  CONST_CHECK(is_whole_config(debian_6_1));
  CONST_CHECK(!is_whole_config("CONFIG_CMA=y\n"));
  CONST_CHECK(config_version(debian_6_1) == kernel_version{6, 1, 192});
  CONST_CHECK(config_version("# Linux/arm64 6.12.0-rc1 Kernel Configuration\n") == kernel_version{6, 12, 0});
  CONST_CHECK(!config_version("CONFIG_CMA=y\n"));
  CONST_CHECK(!config_version("# Linux/arm64"));
  CONST_CHECK(!config_version("# Linux/arm64 x"));
}

TEST_CASE("the facts of a whole .config: what it does not name is off") {
  constexpr kernel_config read = facts(debian_6_1, {6, 1, 192});
  CONST_CHECK(read.numa);
  CONST_CHECK(read.zone_dma);
  CONST_CHECK(read.transparent_huge_pages);
  CONST_CHECK(!read.hugetlb);
  CONST_CHECK(!read.zone_dma32);
  CONST_CHECK(!read.restricted_pool);
  CONST_CHECK(read.cma_areas == 19u);
  CONST_CHECK(read.cma_alignment == 9u);
  CONST_CHECK(read.default_cma == 64_MiB);
  CONST_CHECK(!read.pageblock_max_order);
}

TEST_CASE("an extract leaves the rest as it is") {
  constexpr kernel_config read = facts("# CONFIG_NUMA is not set\nCONFIG_PAGE_BLOCK_MAX_ORDER=9\n", {6, 19});
  CONST_CHECK(!read.numa);
  CONST_CHECK(read.hugetlb);
  CONST_CHECK(read.zone_dma32);
  CONST_CHECK(read.restricted_pool);
  CONST_CHECK(read.cma_alignment == 8u);
  CONST_CHECK(read.pageblock_max_order == 9u);
  CONST_CHECK(!read.max_order);
  CONST_CHECK(!read.cma_areas);
  CONST_CHECK(!read.default_cma);
}

TEST_CASE("the largest buddy order: exclusive up to 6.1, inclusive later, under the symbol of the version") {
  CONST_CHECK(facts("CONFIG_FORCE_MAX_ZONEORDER=14\n", {4, 14}).max_order == 13u);
  CONST_CHECK(facts(debian_6_1, {6, 1}).max_order == 10u);
  CONST_CHECK(facts("CONFIG_ARCH_FORCE_MAX_ORDER=10\n", {6, 12}).max_order == 10u);
  CONST_CHECK(!facts("CONFIG_ARCH_FORCE_MAX_ORDER=11\n", {4, 14}).max_order);
  CONST_CHECK(!facts("CONFIG_ARCH_FORCE_MAX_ORDER=0\n", {6, 1}).max_order);
  CONST_CHECK(facts("CONFIG_ARCH_FORCE_MAX_ORDER=32\n", {6, 12}).max_order == 32u);
  CONST_CHECK(!facts("CONFIG_ARCH_FORCE_MAX_ORDER=33\n", {6, 12}).max_order);
}

// The table once more, typed in by hand, so that a row that changes by accident is seen. What it says of 6.1 was compared with
// that kernel's Kconfig files; nothing here judges the other versions.
TEST_CASE("symbols, row by row") {
  std::string text;
  for (const row<symbol_facts>& each : symbol_table) {
    const char* const states[] = {"absent", "selected", "fixed", "expert", "prompt"};
    text += std::string{each.value.name} + ' ' + testing::written(each.first) + '-' + testing::written(each.last) + ' ' +
            states[static_cast<int>(each.value.state)] + '\n';
    CHECK(std::string_view{each.source} != "");
  }
  CHECK(text ==
        "CMA 4.9-7.1 prompt\n"
        "DMA_CMA 4.9-7.1 prompt\n"
        "CMA_SIZE_MBYTES 4.9-7.1 prompt\n"
        "CMA_ALIGNMENT 4.9-7.1 prompt\n"
        "CMA_AREAS 4.9-7.1 prompt\n"
        "CMA_DEBUGFS 4.9-7.1 prompt\n"
        "CMA_SYSFS 4.9-5.10 absent\n"
        "CMA_SYSFS 5.15-7.1 prompt\n"
        "DMA_PERNUMA_CMA 4.9-5.4 absent\n"
        "DMA_PERNUMA_CMA 5.10-6.1 prompt\n"
        "DMA_PERNUMA_CMA 6.6-7.1 absent\n"
        "DMA_NUMA_CMA 4.9-6.1 absent\n"
        "DMA_NUMA_CMA 6.6-7.1 prompt\n"
        "DMA_RESTRICTED_POOL 4.9-5.10 absent\n"
        "DMA_RESTRICTED_POOL 5.15-7.1 prompt\n"
        "SWIOTLB 4.9-7.1 selected\n"
        "DMA_DIRECT_REMAP 4.9-4.19 absent\n"
        "DMA_DIRECT_REMAP 5.0-7.1 selected\n"
        "DMA_COHERENT_POOL 4.9-5.7 absent\n"
        "DMA_COHERENT_POOL 5.8-7.1 selected\n"
        "DMA_GLOBAL_POOL 4.9-5.10 absent\n"
        "DMA_GLOBAL_POOL 5.15-7.1 selected\n"
        "DMABUF_HEAPS 4.9-5.4 absent\n"
        "DMABUF_HEAPS 5.6-7.1 prompt\n"
        "DMABUF_HEAPS_SYSTEM 4.9-5.4 absent\n"
        "DMABUF_HEAPS_SYSTEM 5.6-7.1 prompt\n"
        "DMABUF_HEAPS_CMA 4.9-5.4 absent\n"
        "DMABUF_HEAPS_CMA 5.6-7.1 prompt\n"
        "DMABUF_HEAPS_CMA_LEGACY 4.9-6.14 absent\n"
        "DMABUF_HEAPS_CMA_LEGACY 6.17-6.18 prompt\n"
        "DMABUF_HEAPS_CMA_LEGACY 6.19-7.1 absent\n"
        "DMABUF_HEAPS_CARVEOUT_POOL 4.9-5.4 absent\n"
        "DMABUF_HEAPS_CARVEOUT_POOL 5.6-7.1 prompt\n"
        "ION 4.9-5.10 prompt\n"
        "ION 5.11-7.1 absent\n"
        "ION_CARVEOUT_HEAP 4.9-5.2 prompt\n"
        "ION_CARVEOUT_HEAP 5.3-7.1 absent\n"
        "ION_CARVEOUT_POOL 4.9-4.9 absent\n"
        "ION_CARVEOUT_POOL 4.14-5.10 prompt\n"
        "ION_CARVEOUT_POOL 5.11-7.1 absent\n"
        "ION_CHUNK_HEAP 4.9-5.2 prompt\n"
        "ION_CHUNK_HEAP 5.3-7.1 absent\n"
        "ION_SYSTEM_HEAP 4.9-5.10 prompt\n"
        "ION_SYSTEM_HEAP 5.11-7.1 absent\n"
        "ION_CMA_HEAP 4.9-5.10 prompt\n"
        "ION_CMA_HEAP 5.11-7.1 absent\n"
        "ZONE_DMA 4.9-4.14 selected\n"
        "ZONE_DMA 4.19-5.4 absent\n"
        "ZONE_DMA 5.10-7.1 expert\n"
        "ZONE_DMA32 4.9-4.14 absent\n"
        "ZONE_DMA32 4.19-5.4 selected\n"
        "ZONE_DMA32 5.10-7.1 expert\n"
        "FORCE_MAX_ZONEORDER 4.9-5.19 fixed\n"
        "FORCE_MAX_ZONEORDER 6.1-7.1 absent\n"
        "ARCH_FORCE_MAX_ORDER 4.9-5.19 absent\n"
        "ARCH_FORCE_MAX_ORDER 6.1-7.1 fixed\n"
        "PAGE_BLOCK_MAX_ORDER 4.9-6.14 absent\n"
        "PAGE_BLOCK_MAX_ORDER 6.19-7.1 prompt\n"
        "OF_RESERVED_MEM 4.9-7.1 selected\n"
        "PSTORE 4.9-7.1 prompt\n"
        "PSTORE_RAM 4.9-7.1 prompt\n");
}

TEST_CASE("symbols by version: between two rows the older one holds") {
  using enum symbol_state;
  CONST_CHECK(!state_of("NO_SUCH", {6, 1}));
  CONST_CHECK(state_of("CMA", {4, 9}) == prompted);
  CONST_CHECK(state_of("CMA", {7, 1, 5}) == prompted);
  CONST_CHECK(state_of("DMA_PERNUMA_CMA", {5, 9}) == absent);
  CONST_CHECK(state_of("DMA_PERNUMA_CMA", {5, 10}) == prompted);
  CONST_CHECK(state_of("DMA_PERNUMA_CMA", {6, 1, 192}) == prompted);
  CONST_CHECK(state_of("DMA_PERNUMA_CMA", {6, 5}) == prompted);
  CONST_CHECK(state_of("DMA_PERNUMA_CMA", {6, 6}) == absent);
  CONST_CHECK(find_symbol("DMA_CMA", {6, 1})->needs == "CMA");
}
