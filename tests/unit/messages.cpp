// SPDX-License-Identifier: BSL-1.0
#include <carveout/kernel/messages.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <carveout/check/check.hpp>

#include "const_check.hpp"
#include "patch/recipes.hpp"

using namespace carveout;

namespace {

/// What a line means to a version; the tone alone where no rule foresees it, "" when nothing is known.
constexpr auto rule_of(std::string_view line, std::optional<kernel_version> version = {}) -> std::string_view {
  const auto* const found = find_message(message_table, line, version);
  if (found == nullptr) return "";
  return found->value.is.rule.empty() ? name_of(found->value.is.how) : found->value.is.rule;
}
constexpr auto u_boot_rule_of(std::string_view line) -> std::string_view {
  const auto* const found = find_message(u_boot_message_table, line);
  return found == nullptr ? "" : found->value.is.rule;
}

/// The formats of a C text's calls of pr_err() and pr_warn(), values in them as 0x1, behind what pr_fmt() puts before them.
auto complaints(std::string_view text) -> std::vector<std::string> {
  const auto string_behind = [&](std::string_view what, std::size_t& at) -> std::string {
    at = text.find(what, at);
    if (at == std::string_view::npos) return "";
    at = text.find('"', at) + 1;
    return std::string{text.substr(at, text.find('"', at) - at)};
  };
  std::size_t at = 0;
  const std::string prefix = string_behind("pr_fmt(fmt) \"", at);
  std::vector<std::string> found;
  for (const std::string_view call : {"pr_err(\"", "pr_warn(\""}) {
    at = 0;
    for (std::string each = string_behind(call, at); at != std::string_view::npos; each = string_behind(call, at)) {
      for (const std::string_view value : {"%pOF", "%pa", "%s", "%d"})
        for (std::size_t there = each.find(value); there != std::string::npos; there = each.find(value))
          each.replace(there, value.size(), "0x1");
      CHECK_MESSAGE(each.find('%') == std::string::npos, each);
      found.push_back(prefix + each);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("a text with stars") {
  CONST_CHECK(says("abc", "abc"));
  CONST_CHECK(says("xabcx", "abc"));
  CONST_CHECK(says("a-b-c", "a*b*c"));
  CONST_CHECK(says("abc", "a*b*c"));
  CONST_CHECK(says("abc", "*c"));
  CONST_CHECK(says("abc", "a*"));
  CONST_CHECK(!says("acb", "a*b*c"));
  CONST_CHECK(!says("ab", "a*b*b"));  // nothing counts twice
  CONST_CHECK(!says("", "a"));
  CONST_CHECK(says("", ""));
  CONST_CHECK(fixed_length("a*b**c ") == 4);
}

TEST_CASE("lines of booted kernels") {
  CHECK(rule_of("[    0.000000] OF: reserved mem: OVERLAP DETECTED!") == "region-overlap");
  CHECK(rule_of("one@60000000 (0x60000000--0x61000000) overlaps with two@60800000 (0x60800000--0x61800000)") ==
        "region-overlap");
  CHECK(rule_of("Reserved memory: incorrect alignment of CMA region") == "cma-alignment");
  CHECK(rule_of("OF: fdt: Reserved memory: unsupported node format, ignoring") == "cells-mismatch");
  CHECK(rule_of("OF: reserved mem: not enough space for all defined regions.") == "region-count");
  CHECK(rule_of("OF: reserved mem: too many defined dynamic regions, skip 'd64'") == "region-count");
  CHECK(rule_of("Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: fdt_scan_reserved_mem+0x1/0x2") ==
        "region-count");
  CHECK(rule_of("OF: reserved mem: fdt_scan_reserved_mem_reg_nodes() ignores 1 regions in node 'cma@60000000'") ==
        "several-ranges");
  CHECK(rule_of("OF: reserved mem: failed to allocate memory for node 'linux,cma': size 64 MiB") == "no-room");
  CHECK(rule_of("cma: Not enough slots for CMA reserved regions!") == "cma-areas");
  CHECK(rule_of("cma: CMA area linux,cma@fe000000 could not be activated") == "cma-zone");
  CHECK(rule_of("cma: Size (0x1) of region at 0x2 exceeds limit (0x3)") == "cma-argument-place");
  CHECK(rule_of("cma: Region at 0x50100000 must be aligned to 0x00200000 bytes") == "cma-argument-place");
  CHECK(rule_of("pc : cma_init_reserved_areas+0x98/0x200") == "outside-bank");
  CHECK(rule_of("Reserved memory: bypass linux,cma node, using cmdline CMA params instead") == "cma-argument");
  CHECK(rule_of("DMA: preallocated 4096 KiB GFP_KERNEL|GFP_DMA32 pool for atomic allocations") == "atomic-pool-clamped");
  CHECK(rule_of("DMA: preallocated 65536 KiB pool for atomic coherent allocations") == "fact");  // arm, 6.1
  CHECK(rule_of("DMA: failed to allocate 65536 KiB pool for atomic coherent allocation") == "atomic-pool-source");
  CHECK(rule_of("OF: reserved mem: 0x60000000..0x607fffff (8192 KiB) map reusable linux,cma@60000000") == "fact");
  CHECK(rule_of("OF: reserved mem: 0x60000000..0x607fffff (8192 KiB) nomap non-reusable fw") == "fact");
  CHECK(rule_of("OF: reserved mem: initialized node linux,cma, compatible id shared-dma-pool") == "fact");
  CHECK(rule_of("Memory: 1998340K/2097152K available (87584K reserved, 8192K cma-reserved)") == "fact");
  CHECK(rule_of("Linux version 6.1.0") == "");
}

TEST_CASE("wordings are of their versions") {
  CHECK(rule_of("DMA: preallocated 256 KiB pool for atomic allocations", kernel_version{5, 7}) == "fact");
  CHECK(rule_of("DMA: preallocated 256 KiB pool for atomic allocations", kernel_version{5, 8}) == "");
  CHECK(rule_of("OF: reserved mem: not enough space all defined regions.", kernel_version{5, 4, 300}) == "region-count");
  CHECK(rule_of("OF: reserved mem: not enough space all defined regions.", kernel_version{5, 10}) == "");
  CHECK(rule_of("Skipping dt linux,cma-default for \"cma=\" kernel param.", kernel_version{6, 19, 3}) == "cma-argument");
  CHECK(rule_of("Skipping dt linux,cma-default for \"cma=\" kernel param.", kernel_version{7, 1}) == "");
  CHECK(rule_of("Skipping dt linux,cma-default node in favor for \"cma=\" kernel param.", kernel_version{7, 1}) ==
        "cma-argument");
  // the same number says less from 6.19 on
  constexpr std::string_view busy = "cma: __cma_alloc: reserved: alloc failed, req-size: 5 pages, ret: -16";
  CHECK(rule_of(busy, kernel_version{6, 14}) == "cma-share");
  CHECK(rule_of(busy, kernel_version{6, 19}) == "error");
}

TEST_CASE("U-Boot's") {
  CHECK(u_boot_rule_of("ERROR: reserving fdt memory region failed (addr=98000000 size=4000000)") == "lmb-duplicate");
  CHECK(u_boot_rule_of("ERROR: reserving fdt memory region failed (addr=98000000 size=4000000 flags=2): -22") ==
        "lmb-outside-bank");
  CHECK(u_boot_rule_of("** Reading file would overwrite reserved memory **") == "load-refused");
  CHECK(u_boot_rule_of("ERROR: RD image overlaps OS image (OS=40600000..43120000)") == "kernel-bss-overlap");
  CHECK(u_boot_rule_of("Moving Image from 0x40480000 to 0x40600000, end=43120000") == "kernel-moved-by-booti");
  CHECK(u_boot_rule_of("Hit any key to stop autoboot") == "");
}

TEST_CASE("every message is found by its own text, and every rule it names exists") {
  std::set<std::string_view> rules;
  standard_rules::for_each([&](const auto& each) { rules.insert(each.id); });
  const auto test = [&](const auto& table) {
    for (const auto& each : table) {
      std::string line = "[    0.000000] ";
      for (const char c : each.value.text) line += c == '*' ? std::string{"0x1"} : std::string{c};
      const auto* const found = find_message(table, line, each.first);
      REQUIRE_MESSAGE(found != nullptr, each.value.text);
      CHECK_MESSAGE(found->value.is.means == each.value.is.means, line);
      CHECK_MESSAGE(each.value.is.means.size() > 10, line);
      const std::string_view rule = each.value.is.rule;
      CHECK_MESSAGE((rule.empty() || rules.contains(rule)), line);
      CHECK_MESSAGE((each.value.is.how != tone::fact || each.value.is.advice.empty() || !rule.empty()), line);
    }
  };
  test(message_table);
  test(u_boot_message_table);
}

TEST_CASE("recipes: what their drivers complain of can be explained") {
  std::set<std::string> all;
  for (const patch::recipe& each : patch::recipes())
    for (const patch::variant& shape : each.variants)
      for (const patch::part& one : shape.parts)
        for (const patch::place& site : one.places)
          for (const patch::form& added : site.forms)
            for (const std::string& line : complaints(added.replace)) all.insert(line);
  for (const std::string& line : all) {
    const row<message>* const known = find_message(message_table, line);
    REQUIRE_MESSAGE(known != nullptr, line);
    CHECK_MESSAGE(known->value.is.how == tone::error, line);
    CHECK_MESSAGE(std::string_view{known->source}.starts_with("recipe "), line);
  }
  CHECK(all.size() == 8);
}
