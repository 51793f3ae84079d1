// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/check/rule.hpp>
#include <carveout/core/spelling.hpp>
#include <carveout/kernel/cma.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/plan/bootargs.hpp>
#include <carveout/plan/default_area.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/plan/zone.hpp>

/// Rules about the kernel command line.
namespace carveout::standard {

struct bootargs_length {
  static constexpr std::string_view id = "bootargs-length";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The command line fits the kernel's buffer; what is longer is cut off in silence, and coherent_pool= comes last.";
  static constexpr std::string_view mirrors =
      "COMMAND_LINE_SIZE (arch/*/include/uapi/asm/setup.h): 2048 on arm64, 1024 on arm and riscv64; "
      "early_init_dt_scan_chosen() (drivers/of/fdt.c) copies with strlcpy()";

  constexpr void check(const memory_plan& plan, findings& out) const {
    counting_sink length;
    write_bootargs(plan, length);
    const std::size_t most = command_line_size(plan.kernel.arch) - 1;
    if (length.size <= most) return;
    finding& it = out.add(plan);
    put(it.message, subject_of(plan), ": the command line has ", length.size, " characters, and ", name_of(plan.kernel.arch),
        " reads ", most);
    put(it.fix, "shorten ", plan.wording("bootargs{}", "bootargs"), " by ", length.size - most);
  }
};

struct doubled_argument {
  static constexpr std::string_view id = "doubled-argument";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "An argument that counts once is given once: the kernel takes the last one, and two people are each sure of theirs.";
  static constexpr std::string_view mirrors = "parse_args() (kernel/params.c) calls the handler for each, the last value stays";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.extra_bootargs.empty()) return;
    for (const char* name : counting_once) {
      std::size_t count = plan.atomic_pool != 0 && std::string_view{name} == "coherent_pool" ? 1 : 0;
      arguments all{plan.extra_bootargs};
      while (const auto each = all.next()) count += each->name == name ? 1 : 0;
      if (count < 2) continue;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), " gives ", name, "= ", count, " times");
      put(it.fix, "keep one of them");
    }
  }

 private:
  static constexpr std::array<const char*, 5> counting_once{"cma", "coherent_pool", "mem", "swiotlb", "crashkernel"};
};

struct argument_value {
  static constexpr std::string_view id = "argument-value";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "cma=, coherent_pool= and mem= have a size that the kernel can read to its end: without a number it takes the default "
      "or 0 in silence, and what follows the number is ignored.";
  static constexpr std::string_view mirrors =
      "memparse() (lib/cmdline.c), early_coherent_pool(), early_cma(); coherent_pool=abc seen to mean the default on 6.1 and "
      "6.12";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.extra_bootargs.empty()) return;
    arguments all{plan.extra_bootargs};
    while (const auto each = all.next()) {
      const bool is_cma = each->name == "cma";
      if (!is_cma && each->name != "coherent_pool" && each->name != "mem") continue;
      const parsed_number number = memparse(each->value);
      const std::string_view rest = is_cma ? parse_cma(each->value).rest : number.rest;
      if (number.has_digits && rest.empty()) continue;
      finding& it = out.add_as(number.has_digits ? severity::warning : severity::error, plan);
      put(it.message, subject_of(plan), ": ", each->name, '=', safely_quoted{each->value});
      if (number.has_digits)
        put(it.message, ": the kernel reads ", memparse_size{number.value}, " and ignores ", safely_quoted{rest});
      else
        put(it.message, " is no size; the kernel takes ",
            !each->has_value || each->name == "mem" ? "no notice of it"
            : is_cma                                ? "it for 0, no CMA at all"
                                                    : "its default");
      put(it.fix, "write a number with at most one of K, M, G", is_cma ? ", then @base or @base-limit" : "");
    }
  }
};

struct argument_version {
  static constexpr std::string_view id = "argument-version";
  static constexpr severity level = severity::warning;
  static constexpr std::string_view summary = "The kernel that boots knows the parameters that it is given; others do nothing.";
  static constexpr std::string_view mirrors =
      "early_cma_pernuma(), early_numa_cma() (kernel/dma/contiguous.c), cmdline_parse_hugetlb_cma() (mm/hugetlb.c)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.extra_bootargs.empty()) return;
    arguments all{plan.extra_bootargs};
    while (const auto each = all.next())
      for (const parameter_row& known : cma_parameters) {
        if (each->name != known.name) continue;
        const bool never = known.first == kernel_version{};
        if (!never && plan.kernel.version >= known.first) continue;
        finding& it = out.add(plan);
        put(it.message, subject_of(plan), " gives ", each->name, "=, which Linux ", plan.kernel.version, " does not know");
        if (never)
          put(it.fix, "drop it; no mainline kernel has it");
        else
          put(it.fix, "drop it, or use Linux ", known.first, " or later");
      }
  }
};

struct swiotlb_syntax {
  static constexpr std::string_view id = "swiotlb-syntax";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "swiotlb= counts slots of 2 KiB, not bytes, and takes a number of areas only from 6.1 on; what it cannot read is "
      "ignored.";
  static constexpr std::string_view mirrors = "setup_io_tlb_npages() (kernel/dma/swiotlb.c)";

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.extra_bootargs.empty()) return;
    arguments all{plan.extra_bootargs};
    const bool has_areas = look_up(swiotlb_areas_table, plan.kernel.version).value;
    while (const auto each = all.next()) {
      if (each->name != "swiotlb" || is_swiotlb_value(each->value, has_areas)) continue;
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": swiotlb=", safely_quoted{each->value}, " is not ",
          has_areas ? "SLOTS[,AREAS][,force|noforce]" : "SLOTS[,force|noforce]", " (Linux ", plan.kernel.version, ')');
      const parsed_number size = memparse(each->value);
      if (size.has_digits && size.rest.empty() && size.value >= 2048)
        put(it.fix, "for ", human_size{size.value}, " write swiotlb=", size.value / 2048, ", in slots of 2 KiB");
      else
        put(it.fix, "write a number of slots of 2 KiB, 512 for 1 MiB");
    }
  }
};

struct mem_argument {
  static constexpr std::string_view id = "mem-argument";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "mem= keeps the lowest part of DRAM, with every pool in it; a CMA region that it cuts off panics at boot.";
  static constexpr std::string_view mirrors =
      "arm64_memblock_init() (arch/arm64/mm/init.c), memblock_mem_limit_remove_map() (mm/memblock.c); panic seen on 6.1 and "
      "6.12";
  static constexpr std::array<std::string_view, 2> after{"argument-value", "outside-bank"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const auto found = find_argument(plan.extra_bootargs, "mem");
    if (!found) return;
    const bytes kept = memparse(found->value).value;
    if (kept == 0) return;
    for (const region& each : plan.regions) {
      bytes below = 0, here = 0;
      for (const bank& dram : plan.banks) {
        below += dram.range().intersection({0, each.range.end}).size();
        here += dram.range().intersection(each.range).size();
      }
      if (!each.is_placed() || here == 0 || below <= kept) continue;
      finding& it = out.add_as(each.reusable ? severity::error : severity::warning, each);
      put(it.message, subject_of(each), " is cut off by mem=", memparse_size{kept},
          each.reusable ? ", and the kernel panics in cma_init_reserved_areas()" : "");
      put(it.fix, "place it in the first ", human_size{kept}, " of DRAM, or raise mem=");
    }
  }
};

struct cma_argument_conflict {
  static constexpr std::string_view id = "cma-argument";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "The default CMA area is named by the tree or by cma=, not by both: up to 5.4 cma= is ignored, later the node is, and "
      "its address, window and heap name are lost with it.";
  static constexpr std::string_view mirrors =
      "rmem_cma_setup(), dma_contiguous_reserve() (kernel/dma/contiguous.c); \"bypass\" seen on 6.1 and 6.12, with cma=0 too";
  static constexpr std::array<std::string_view, 1> after{"one-default"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const region* area = plan.default_cma();
    if (area == nullptr || !find_argument(plan.extra_bootargs, "cma")) return;
    const bool tree_wins = look_up(cma_winner_table, plan.kernel.version).value == cma_winner::tree;
    finding& it = out.add(*area);
    put(it.message, subject_of(*area),
        tree_wins ? " makes Linux ignore cma= in bootargs"
                  : " is bypassed because of cma= in bootargs, and its memory given back",
        " (Linux ", plan.kernel.version, ')');
    put(it.fix, "drop cma= from bootargs, or the pool");
  }
};

struct cma_argument_place {
  static constexpr std::string_view id = "cma-argument-place";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "cma= asks for memory that is there, free and aligned; otherwise there is no CMA at all.";
  static constexpr std::string_view mirrors =
      "cma_declare_contiguous_nid() (mm/cma.c); \"must be aligned\", \"exceeds limit\" and \"Failed to reserve\" seen on 6.1 "
      "and 6.12";
  static constexpr std::array<std::string_view, 3> after{"argument-value", "cma-argument", "incomplete-board"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    const auto found = find_argument(plan.extra_bootargs, "cma");
    if (!found || plan.banks.empty()) return;
    const cma_argument asked = parse_cma(found->value);
    if (asked.size == 0) return;
    const bytes unit = cma_alignment(plan.kernel);
    const bytes size = align_up(asked.size, unit);
    const auto start = [&]() -> finding& {
      finding& it = out.add(plan);
      put(it.message, subject_of(plan), ": cma=", safely_quoted{found->value}, ' ');
      return it;
    };
    if (asked.is_fixed && !is_aligned(asked.base, unit)) {
      const bool rounds = look_up(misaligned_cma_table, plan.kernel.version).value == misaligned_cma::rounds_base_up;
      finding& it = out.add_as(rounds ? severity::warning : severity::error, plan);
      put(it.message, subject_of(plan), ": cma=", safely_quoted{found->value}, " must be aligned to ", human_size{unit}, " (",
          plan.kernel, rounds ? ", which moves it up" : ", which then has no CMA", ')');
      put(it.fix, "use ", hex{align_down(asked.base, unit)});
      return;
    }
    const interval window = window_of(plan, asked);
    bytes largest = 0;
    for (const bank& dram : plan.banks) {
      const bytes here = dram.range().intersection(window).size();
      if (here > largest) largest = here;
    }
    if (largest < size) {
      finding& it = start();
      put(it.message, "exceeds the DRAM that it may come from, of which ", human_size{largest},
          " are in one piece; Linux says \"", asked.is_fixed ? "exceeds limit" : "Failed to reserve", "\" and has no CMA");
      put(it.fix, "ask for less, or for another place below ", hex{default_cma_limit(plan)});
      return;
    }
    if (!asked.is_fixed) return;
    const interval place = interval::at(asked.base, size);
    for (const region& each : plan.regions) {
      if (!each.range.overlaps(place)) continue;
      finding& it = out.add(plan, each);
      put(it.message, subject_of(plan), ": cma=", safely_quoted{found->value}, " overlaps ", subject_of(each),
          "; Linux says \"Failed to reserve\" and has no CMA");
      put(it.fix, "move one of them");
    }
  }
};

struct argument_overlap {
  static constexpr std::string_view id = "argument-overlap";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "Memory that the command line names by address (ramoops, crashkernel=, memmap=) belongs to no pool: nothing checks it.";
  static constexpr std::string_view mirrors =
      "ramoops.mem_address (fs/pstore/ram.c), parse_crashkernel() (kernel/crash_core.c), memmap= (arch code)";
  static constexpr std::array<std::string_view, 1> after{"address-wraps"};

  constexpr void check(const memory_plan& plan, findings& out) const {
    if (plan.extra_bootargs.empty()) return;
    arguments all{plan.extra_bootargs};
    while (const auto each = all.next()) {
      interval range{};
      if (each->name == "ramoops.mem_address") {
        const auto size = find_argument(plan.extra_bootargs, "ramoops.mem_size");
        range = interval::at(memparse(each->value).value, size ? memparse(size->value).value : 0);
      } else if (each->name == "crashkernel" || each->name == "memmap") {
        const parsed_number size = memparse(each->value);
        if (size.rest.starts_with('@') || size.rest.starts_with('$'))
          range = interval::at(memparse(size.rest.substr(1)).value, size.value);
      }
      if (range.empty()) continue;
      for (const region& pool : plan.regions) {
        if (!pool.range.overlaps(range)) continue;
        finding& it = out.add(pool);
        put(it.message, subject_of(pool), " overlaps ", hex_range{range}, ", which ", each->name, "= in bootargs names");
        put(it.fix, "move one of them");
      }
    }
  }
};

using bootargs_rules = rule_list<bootargs_length, doubled_argument, argument_value, argument_version, swiotlb_syntax,
                                 mem_argument, cma_argument_conflict, cma_argument_place, argument_overlap>;

}  // namespace carveout::standard
