// SPDX-License-Identifier: BSL-1.0

// Where rules begin and cease to speak: the last value that is right beside the first that is wrong, and each half of every
// condition. The folders of tests/rules show whole boards; these are their edges.

#include <carveout/check/check.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "told.hpp"

using namespace carveout;
using namespace carveout::literals;
using testing::has, testing::told, testing::told_of;

namespace {

constexpr linux_kernel v4_14{.version = {4, 14}}, v5_7{.version = {5, 7}}, v6_1{.version = {6, 1}}, v6_12{.version = {6, 12}};
constexpr banks ram{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}};
constexpr firmware dsp{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)};
constexpr coherent pool{.label = "pool", .size = 1_MiB, .where = at(0xa000'0000)};

/// A device that asks for one buffer, from its pool if it has one.
constexpr auto asks(bytes size, fixed_vector<pool_use, 12> uses = {}, bytes alignment = 0, bool atomic = false) -> device {
  return {.name = "cam",
          .node = "&cam",
          .reach = bits(32),
          .uses = uses,
          .needs = {{.size = size, .alignment = alignment, .atomic = atomic}}};
}

/// A kind of pool as a tree by somebody else may have it.
struct foreign {
  pool_facts its{};
  [[nodiscard]] constexpr auto facts() const -> pool_facts { return its; }
};

}  // namespace

TEST_CASE("atomic pool: how the source and its share are spelled") {
  const auto source = [](linux_kernel kernel, bytes area, bytes asked) {
    return told_of("atomic-pool-source", kernel, ram,
                   pools{cma{.size = area, .where = at(0x6000'0000)}, atomic{.size = asked}});
  };
  CHECK(source(v6_1, 12_MiB, 4_MiB) == "");
  CHECK(has(source(v6_1, 4_KiB, 1), "takes 3 times 4 KiB"));
  CHECK(has(source(v6_1, 8_MiB, 4_MiB), "takes 3 times 4 MiB, 12 MiB of its 8 MiB"));
  // two zones, two pools
  linux_kernel two = v6_1;
  two.config.zone_dma32 = false;
  CHECK(has(source(two, 4_MiB, 4_MiB), "takes 2 times 4 MiB, 8 MiB of its 4 MiB"));
  CHECK(has(source(v5_7, 8_MiB, 16_MiB), "takes 16 MiB of its 8 MiB"));
  CHECK(source({.version = {5, 8}}, 8_MiB, 4_MiB) == "");  // this one release never asks CMA

  // without any CMA, one buddy block; from 5.8 on it is never more
  const auto alone = [](linux_kernel kernel, bytes asked, const char* text, std::optional<bytes> configured) {
    kernel.config.default_cma = configured;
    return told_of("atomic-pool-source", kernel, ram, pools{dsp, atomic{.size = asked}}, bootargs{text});
  };
  CHECK(has(alone(v5_7, 8_MiB, "quiet", bytes{0}), "without CMA is more than one buddy block, 4 MiB"));
  CHECK(alone(v5_7, 4_MiB, "quiet", bytes{0}) == "");
  CHECK(alone(v5_7, 8_MiB, "quiet", 16_MiB) == "");
  CHECK(alone(v5_7, 8_MiB, "quiet", std::nullopt) == "");  // nobody knows
  CHECK(has(alone(v5_7, 8_MiB, "cma=0", std::nullopt), "without CMA"));
  CHECK(alone(v5_7, 8_MiB, "cma=16M", bytes{0}) == "");
  CHECK(alone(v6_1, 8_MiB, "cma=0", bytes{0}) == "");
}

TEST_CASE("recipe: requests that the chunk serves, pools of one's own and coherent devices") {
  const auto recipe = [](device asking) {
    return told_of("recipe-chunk-limit", v6_1, ram, pools{pool, atomic{.size = 4_MiB}}, devices{asking}, routing::atomic_first);
  };
  CHECK(recipe(asks(4_MiB)) == "");
  CHECK(has(recipe(asks(4_MiB + 1)), "of the atomic pool, whose first chunk is 4 MiB"));
  CHECK(recipe(asks(8_MiB, {"pool"})) == "");
  device snooped = asks(8_MiB);
  snooped.coherent = true;
  CHECK(recipe(snooped) == "");
}

TEST_CASE("atomic pool: cost is more than a sixteenth of RAM, in more than one pool") {
  const auto cost = [](linux_kernel kernel, bytes size, bytes asked) {
    return told_of("atomic-pool-cost", kernel, banks{bank{.name = "dram", .base = 0x4000'0000, .size = size}},
                   pools{dsp, atomic{.size = asked}});
  };
  CHECK(cost(v6_1, 192_MiB, 4_MiB) == "");  // 12 of 192
  CHECK(has(cost(v6_1, 64_KiB, 1), "is paid 3 times, 12 KiB of 64 KiB"));
  CHECK(has(cost(v6_1, 188_MiB, 4_MiB), "is paid 3 times, 12 MiB of 188 MiB"));
  CHECK(cost(v5_7, 64_MiB, 64_MiB) == "");
  linux_kernel one = v6_1;
  one.config.zone_dma = one.config.zone_dma32 = false;
  CHECK(cost(one, 16_MiB, 4_MiB) == "");
  one.config.zone_dma = true;
  CHECK(has(cost(one, 64_MiB, 4_MiB), "is paid 2 times, 8 MiB of 64 MiB"));
}

TEST_CASE("boot arguments: doubled, unreadable, what the kernel makes of them") {
  const auto with = [](const char* rule, const char* text, auto... more) {
    return told_of(rule, v6_1, ram, pools{dsp, more...}, bootargs{text});
  };
  CHECK(with("doubled-argument", "mem=1G cma=0") == "");
  CHECK(has(with("doubled-argument", "mem=1G mem=2G"), "gives mem= 2 times"));
  CHECK(has(with("doubled-argument", "coherent_pool=1M", atomic{.size = 1_MiB}), "gives coherent_pool= 2 times"));
  CHECK(with("doubled-argument", "coherent_pool=1M") == "");
  CHECK(with("doubled-argument", "mem=1G", atomic{.size = 1_MiB}) == "");

  CHECK(with("argument-value", "cma=64M coherent_pool=1M mem=1G") == "");
  CHECK(has(with("argument-value", "cma=64Mx"),
            "warning[argument-value]: board 'demo': cma='64Mx': the kernel reads 64M and ignores 'x'"));
  CHECK(has(with("argument-value", "cma=x"),
            "error[argument-value]: board 'demo': cma='x' is no size; the kernel takes it for 0"));
  CHECK(has(with("argument-value", "cma"), "no notice of it"));
  CHECK(has(with("argument-value", "mem=x"), "no notice of it"));
  CHECK(has(with("argument-value", "coherent_pool=x"), "its default"));

  // 4096 bytes are 2 slots; what is no whole size gets no translation
  CHECK(has(with("swiotlb-syntax", "swiotlb=4K"), "for 4 KiB write swiotlb=2,"));
  CHECK(has(with("swiotlb-syntax", "swiotlb=2K"), "for 2 KiB write swiotlb=1,"));
  CHECK(has(with("swiotlb-syntax", "swiotlb=0x7ff"), "write a number of slots of 2 KiB, 512 for 1 MiB"));
  CHECK(has(with("swiotlb-syntax", "swiotlb=1K"), "write a number of slots of 2 KiB, 512 for 1 MiB"));
  CHECK(has(with("swiotlb-syntax", "swiotlb=4Kx"), "write a number of slots of 2 KiB, 512 for 1 MiB"));
  CHECK(has(with("swiotlb-syntax", "swiotlb=4096,x"), "write a number of slots of 2 KiB, 512 for 1 MiB"));
}

TEST_CASE("mem= keeps so much of DRAM, counted from below, whatever lies between banks") {
  const auto cut = [](const char* text, auto... more) {
    return told_of("mem-argument", v6_1,
                   banks{bank{.name = "high", .base = 0x1'0000'0000, .size = 1_GiB},
                         bank{.name = "low", .base = 0x4000'0000, .size = 1_GiB}},
                   pools{more...}, bootargs{text});
  };
  constexpr firmware high{.label = "fw", .size = 1_MiB, .where = at(0x1'0000'0000)};
  CHECK(cut("mem=1025M", high) == "");
  CHECK(has(cut("mem=1024M", high), "warning[mem-argument]: pool 'fw' [0x100000000..0x100100000) is cut off by mem=1G"));
  CHECK(cut("mem=0", high) == "");
  // outside DRAM nothing is cut off, and a dynamic node goes elsewhere
  CHECK(cut("mem=1M", firmware{.label = "sram", .size = 4_KiB, .where = at(0x90'0000)}) == "");
  CHECK(cut("mem=1M", coherent{.label = "dyn", .size = 4_KiB, .where = by_kernel{}}) == "");
  CHECK(cut("mem=1M", firmware{.label = "above", .size = 4_KiB, .where = at(0x2'0000'0000)}) == "");
  CHECK(has(told_of("mem-argument", v6_1, banks{bank{.name = "dram", .base = 0, .size = 1_GiB}},
                    pools{firmware{.label = "fw", .size = 4097, .where = at(1_MiB - 4_KiB)}}, bootargs{"mem=1M"}),
            "is cut off by mem=1M"));
  // partly in DRAM: what is there counts
  CHECK(has(cut("mem=1M", firmware{.label = "edge", .size = 2_MiB, .where = at(0x3ff0'0000 + 0x10'0000 - 0x1000)}), "'edge'") ==
        false);
}

TEST_CASE("cma= by address: room, limit, neighbours") {
  const auto place = [](const char* text, linux_kernel kernel = v6_1) {
    return told_of("cma-argument-place", kernel, ram, pools{dsp}, bootargs{text});
  };
  CHECK(place("cma=64M") == "");
  CHECK(place("cma=2G") == "");
  CHECK(has(place("cma=2049M"),
            "exceeds the DRAM that it may come from, of which 2 GiB are in one piece; Linux says \"Failed to reserve\""));
  CHECK(place("cma=0") == "");
  CHECK(has(place("cma=1@0x90000000"), "of which 1 B are in one piece"));
  CHECK(has(place("cma=64M@0x10000000-0x20000000"), "of which 0 B are in one piece"));
  CHECK(place("cma=64M@0x8c000000") == "");  // ends where dsp begins
  CHECK(has(place("cma=64M@0x8d000000"), "overlaps pool 'dsp'"));
  CHECK(place("cma=64M@0x80000000-0xa0000000") == "");  // a range is searched, not taken
  CHECK(place("cma=512M@0xa0000000-0xc0000000") == "");
  CHECK(has(place("cma=513M@0x80000000-0xa0000000"), "of which 512 MiB are in one piece"));
  CHECK(has(place("cma=1G@0xa0000000"), "of which 512 MiB are in one piece; Linux says \"exceeds limit\""));
  CHECK(has(place("cma=64M@0x80100000"), "must be aligned to 2 MiB"));
  CHECK(place("cma=64M@0x80100000-0xa0000000") == "");
  CHECK(has(place("cma=64M@0x80100000", v4_14), "warning[cma-argument-place]"));
  // never from above 4 GiB
  const auto high = [](const char* text) {
    return told_of("cma-argument-place", v6_1, banks{bank{.name = "dram", .base = 0xc000'0000, .size = 4_GiB}},
                   pools{firmware{.label = "fw", .size = 1_MiB, .where = at(0xc000'0000)}}, bootargs{text});
  };
  CHECK(high("cma=1G") == "");
  CHECK(has(high("cma=1025M"), "of which 1 GiB are in one piece"));
  CHECK(has(high("cma=1025M@0xc0000000-0x1c0000000"), "of which 1 GiB are in one piece"));
  CHECK(has(high("cma=1025M@0xc0000000-0x100000001"), "of which 1 GiB are in one piece"));
  // nor from above ZONE_DMA, which a bus of 31 bits ends in the middle of this DRAM
  const auto narrow = [](const char* text) {
    return told_of("cma-argument-place", v6_1, banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}}, pools{dsp},
                   devices{device{.name = "sdma", .node = "&sdma", .reach = bus_bits(31)}}, bootargs{text});
  };
  CHECK(narrow("cma=1G") == "");
  CHECK(has(narrow("cma=1025M"), "of which 1 GiB are in one piece"));
  CHECK(has(narrow("cma=64M@0x80000000"), "of which 0 B are in one piece; Linux says \"exceeds limit\""));
  CHECK(has(narrow("cma=64M@0x80000000"), "or for another place below 0x80000000"));
}

TEST_CASE("memory that arguments name by address") {
  const auto named = [](const char* text) { return told_of("argument-overlap", v6_1, ram, pools{dsp}, bootargs{text}); };
  CHECK(has(named("ramoops.mem_address=0x900ff000 ramoops.mem_size=0x1000"),
            "overlaps [0x900ff000..0x90100000), which ramoops.mem_address="));
  CHECK(named("ramoops.mem_address=0x90000000") == "");  // of no known size
  CHECK(named("ramoops.mem_address=0x90100000 ramoops.mem_size=0x1000") == "");
  CHECK(has(named("crashkernel=1M@0x90000000"), "[0x90000000..0x90100000), which crashkernel="));
  CHECK(has(named("memmap=1M$0x90000000"), "[0x90000000..0x90100000), which memmap="));
  CHECK(named("crashkernel=1M") == "");
  CHECK(named("other=1M@0x90000000") == "");
  CHECK(named("crashkernel=1M,0x90000000") == "");
}

TEST_CASE("what pools leave to Linux") {
  const auto floor = [](bytes wanted, auto... more) {
    return told_of("ram-floor", v6_1, ram, pools{more...}, budget{.free_ram = wanted});
  };
  CHECK(floor(2047_MiB, dsp) == "");
  CHECK(has(floor(2047_MiB + 1, dsp), "leave 2047 MiB, less than the"));
  CHECK(floor(2_GiB, cma{.size = 64_MiB, .where = at(0x6000'0000)}) == "");  // lent
  CHECK(floor(2_GiB, firmware{.label = "sram", .size = 4_KiB, .where = at(0x90'0000)}) == "");
  CHECK(has(floor(2_GiB, coherent{.label = "dyn", .size = 1_MiB, .where = by_kernel{}}), "leave 2047 MiB"));
  CHECK(has(floor(2_GiB, dsp, atomic{.size = 4_MiB}), "keep 13 MiB of 2 GiB and leave 2035 MiB"));
  CHECK(has(floor(1, foreign{{.label = "all", .size = 2_GiB, .where = at(0x4000'0000), .no_map = true}}),
            "leave 0 B, less than the 1 B"));
}

TEST_CASE("smaller fittings fill their banks in order") {
  const auto fits = [](bytes size, address where) {
    return told_of("ram-variant", v6_1,
                   banks{bank{.name = "low", .base = 0x4000'0000, .size = 1_GiB},
                         bank{.name = "high", .base = 0x1'0000'0000, .size = 1_GiB}},
                   pools{firmware{.label = "fw", .size = 1_MiB, .where = at(where)}},
                   ram_variants{{.name = "small", .size = size}});
  };
  CHECK(fits(1_GiB, 0x7ff0'0000) == "");
  CHECK(
      has(fits(1023_MiB, 0x7ff0'0000), "pool 'fw' [0x7ff00000..0x80000000) is outside the DRAM of variant 'small' (1023 MiB)"));
  CHECK(has(fits(1_GiB, 0x1'0000'0000), "is outside the DRAM of variant"));
  CHECK(fits(1025_MiB, 0x1'0000'0000) == "");
  CHECK(has(fits(1024_MiB + 512_KiB, 0x1'0000'0000), "is outside"));
  CHECK(has(fits(1_GiB - 1, 0x7ff0'0000), "is outside"));
  CHECK(fits(512_MiB, 0x90'0000) == "");  // SRAM is on every fitting
}

TEST_CASE("CMA: own alignment, 32-bit arm's lowmem, shares") {
  const auto aligned = [](bytes alignment, address where) {
    return told_of("pool-alignment", v6_1, ram,
                   pools{firmware{.label = "fw", .size = 1_MiB, .where = at(where), .alignment = alignment}});
  };
  CHECK(aligned(2_MiB, 0x6020'0000) == "");
  CHECK(has(aligned(2_MiB, 0x6010'0000), "is not a multiple of its own alignment, 2 MiB"));
  CHECK(aligned(3_MiB, 0x6010'0000) == "");  // bad-alignment
  CHECK(told_of("pool-alignment", v6_1, ram,
                pools{firmware{.label = "fw", .size = 1_MiB, .where = anywhere{}, .alignment = 2_MiB}}) == "");

  const auto lowmem = [](arch on, address where, bool reusable) {
    return told_of(
        "lowmem-boundary", linux_kernel{.version = {6, 1}, .arch = on},
        banks{bank{.name = "b", .base = 0x8000'0000, .size = 1_GiB}, bank{.name = "a", .base = 0x4000'0000, .size = 1_GiB}},
        pools{foreign{{.label = "x", .size = 8_MiB, .where = at(where), .reusable = reusable}}});
  };
  CHECK(lowmem(arch::arm, 0x6f80'0000, true) == "");  // ends at 0x70000000
  CHECK(lowmem(arch::arm, 0x7000'0000, true) == "");
  CHECK(has(lowmem(arch::arm, 0x6fc0'0000, true), "crosses the end of lowmem, 0x70000000"));
  CHECK(lowmem(arch::arm, 0x6fc0'0000, false) == "");
  CHECK(lowmem(arch::arm64, 0x6fc0'0000, true) == "");

  const auto share = [](bytes size) {
    return told_of("cma-share", v6_1, ram,
                   pools{cma{.size = size, .where = at(0x4000'0000)},
                         firmware{.label = "fw", .size = 1_GiB - 4_MiB, .where = at(0x8040'0000)}});
  };
  CHECK(share(1_GiB) == "");
  CHECK(has(share(1026_MiB), "gives 1026 MiB of its 2 GiB of DRAM to CMA"));

  CHECK(told_of("one-default", v6_1, ram, pools{dsp, atomic{.size = 1_MiB}}) == "");
  CHECK(has(told_of("one-default", v6_1, ram, pools{dsp, atomic{.size = 1_MiB}, atomic{.size = 1_MiB}}),
            "describes 2 atomic pools"));
}

TEST_CASE("names and texts, each half of what they must be") {
  const auto bad = [](auto... parts) { return told_of("bad-name", v6_1, ram, parts...); };
  const auto with = [&](std::string_view node, const char* compatible) {
    return bad(pools{firmware{.label = "fw", .node = node, .size = 1_MiB, .where = at(0x9000'0000), .compatible = compatible}});
  };
  CHECK(with("fw", "acme,fw") == "");
  CHECK(has(with("1fw x", "acme,fw"), "node name '1fw x'"));
  CHECK(has(with("fw", "acme fw"), "compatible 'acme fw'"));
  CHECK(has(with("fw", "acme\"fw"), "compatible"));
  // a label that is no label is not also reported as a node's name; one that is too long for a node is
  CHECK(!has(bad(pools{firmware{.label = "a b", .size = 1_MiB, .where = at(0x9000'0000)}}), "node name"));
  CHECK(
      has(bad(pools{firmware{.label = "a_label_of_more_than_thirty_one_characters", .size = 1_MiB, .where = at(0x9000'0000)}}),
          "node name"));

  const auto accepts = [&](std::string_view rule, std::string_view on, std::string_view reason) {
    return bad(pools{dsp}, waivers{waive{.rule = rule, .on = on, .reason = reason}});
  };
  CHECK(accepts("unused-pool", "dsp", "known") == "");
  CHECK(has(accepts("unused\"pool", "dsp", "known"), "board's waiver "));
  CHECK(has(accepts("unused-pool", "d\"sp", "known"), "board's waiver "));
  CHECK(has(accepts("unused-pool", "dsp", "a\"b"), "waiver's reason"));
  CHECK(has(accepts("unused-pool", "dsp", ""), "waiver's reason"));
  const auto judges = [&](std::string_view rule, std::string_view reason) {
    return bad(pools{dsp}, severities{judge{.rule = rule, .as = severity::note, .reason = reason}});
  };
  CHECK(judges("unused-pool", "known") == "");
  CHECK(has(judges("unused\"pool", "known"), "severity's reason"));
  CHECK(has(judges("unused-pool", ""), "severity's reason"));
  CHECK(has(judges("unused-pool", "a\"b"), "severity's reason"));

  memory_plan plan{.kernel = v6_1, .asked_version = v6_1.version};
  plan.routing.id = "mine", plan.routing.summary = "a\"b";
  CHECK(has(told("bad-name", plan), "routing policy"));
  plan.routing.id = "mi\"ne", plan.routing.summary = "ab";
  CHECK(has(told("bad-name", plan), "routing policy"));

  CHECK(has(told_of("unknown-kernel", linux_kernel{.version = {6, 1}, .page = 8192}, ram, pools{dsp}),
            "make .page 4_KiB, 16_KiB or 64_KiB"));
  CHECK(has(told_of("unknown-kernel", linux_kernel{.version = {6, 1}, .arch = arch::arm, .page = 8192}, ram, pools{dsp}),
            "make .page 4_KiB\n"));
}

TEST_CASE("names are the same when all their characters are") {
  const auto doubled = [](auto... more) { return told_of("duplicate-name", v6_1, ram, more...); };
  CHECK(doubled(pools{firmware{.label = "ab", .size = 1_MiB, .where = at(0x9000'0000)},
                      firmware{.label = "bb", .size = 1_MiB, .where = at(0xa000'0000)}}) == "");
  CHECK(has(doubled(pools{firmware{.label = "ab", .size = 1_MiB, .where = at(0x9000'0000)},
                          firmware{.label = "ab", .size = 1_MiB, .where = at(0xa000'0000)}}),
            "claim the same label 'ab'"));
  // apart in the list
  CHECK(has(doubled(pools{firmware{.label = "ab", .size = 1_MiB, .where = at(0x9000'0000)},
                          firmware{.label = "cb", .size = 1_MiB, .where = at(0xa000'0000)},
                          firmware{.label = "ab", .size = 1_MiB, .where = at(0xb000'0000)}}),
            "claim the same label 'ab'"));
  // only a node's name that comes from a label has '-' for '_'
  CHECK(told_of("duplicate-name", v6_1,
                banks{bank{.name = "a_b", .base = 0x4000'0000, .size = 1_GiB},
                      bank{.name = "a-b", .base = 0x8000'0000, .size = 1_GiB}},
                pools{dsp}) == "");
  // a device's label without its ampersand
  CHECK(
      has(doubled(pools{dsp}, devices{device{.name = "x", .node = "&dsp", .reach = bits(32)}}), "claim the same label 'dsp'"));
  CHECK(doubled(pools{dsp}, devices{device{.name = "x", .node = "&sp", .reach = bits(32)}}) == "");
  CHECK(doubled(pools{dsp}, devices{device{.name = "x", .node = "&xdsp", .reach = bits(32)}}) == "");
  // three of one name are two findings, and a static and a dynamic node of one name clash whichever comes first
  CHECK(has(doubled(pools{firmware{.label = "a", .node = "mem", .size = 1_MiB, .where = at(0x9000'0000)},
                          coherent{.label = "b", .node = "mem", .size = 1_MiB, .where = by_kernel{}},
                          firmware{.label = "c", .node = "mem", .size = 1_MiB, .where = at(0xb000'0000)}}),
            "one of them without an address"));
  CHECK(doubled(pools{firmware{.label = "a", .node = "mem", .size = 1_MiB, .where = at(0x9000'0000)},
                      firmware{.label = "c", .node = "mem", .size = 1_MiB, .where = at(0xb000'0000)}}) == "");
}

TEST_CASE("unknown pools: a long list of known ones is cut") {
  // "use one of 'NAME'" grows to 120 characters; the next name is not begun
  const auto fix = [](std::string_view first, std::string_view second) {
    return told_of("unknown-name", v6_1, ram,
                   pools{firmware{.label = first, .size = 1_MiB, .where = at(0x9000'0000)},
                         firmware{.label = second, .size = 1_MiB, .where = at(0xa000'0000)},
                         firmware{.label = "last", .size = 1_MiB, .where = at(0xb000'0000)}},
                   devices{device{.name = "x", .node = "&x", .reach = bits(32), .uses = {"none"}}});
  };
  const std::string fifty(50, 'a');
  // 11 + 52 + 4 + n = 120 for n = 53
  CHECK(has(fix(fifty, std::string(53, 'b')), "', 'last'"));
  CHECK(has(fix(fifty, std::string(54, 'b')), "', ...\n"));
}

TEST_CASE("the default area of devices without a pool") {
  const auto reach = [](auto where, unsigned count) {
    return told_of("default-cma-reach", v6_1,
                   banks{bank{.name = "high", .base = 0x1'0000'0000, .size = 1_GiB},
                         bank{.name = "low", .base = 0x4000'0000, .size = 1_GiB}},
                   pools{cma{.size = 64_MiB, .where = where}},
                   devices{device{.name = "x", .node = "&x", .reach = bits(count)}});
  };
  CHECK(reach(at(0x4000'0000), 31) == "");
  CHECK(reach(at(0x7c00'0000), 31) == "");  // ends at 2 GiB
  CHECK(has(reach(at(0x7c00'0000), 30), "ends at 0x80000000"));
  CHECK(has(reach(by_kernel{}, 32), "may be placed up to 0x140000000"));
  CHECK(reach(by_kernel{}, 33) == "");
  CHECK(reach(by_kernel{below(4_GiB)}, 32) == "");
  CHECK(has(reach(by_kernel{below(4_GiB)}, 30), "may be placed up to 0x80000000"));
}

TEST_CASE("pools that a driver does not attach, and waivers") {
  const auto inert = [](auto kind) {
    return told_of("inert-use", v6_1, ram, pools{kind},
                   devices{device{.name = "x", .node = "&x", .reach = bits(32), .uses = {"p"}, .attaches = false}});
  };
  CHECK(has(inert(coherent{.label = "p", .size = 1_MiB, .where = at(0x9000'0000)}), "does not attach it"));
  CHECK(has(inert(device_cma{.label = "p", .size = 4_MiB, .where = at(0x9000'0000)}), "does not attach it"));
  CHECK(inert(restricted{.label = "p", .size = 1_MiB, .where = at(0x9000'0000)}) == "");  // by the driver core
  CHECK(inert(firmware{.label = "p", .size = 1_MiB, .where = at(0x9000'0000)}) == "");    // by the driver itself

  const auto unused = [](std::string_view rule, std::string_view on) {
    return told_of("unused-waiver", v6_1, ram,
                   pools{coherent{.label = "a", .size = 1_MiB, .where = at(0x9000'0000)},
                         coherent{.label = "b", .size = 1_MiB, .where = at(0xa000'0000)}},
                   devices{device{.name = "x", .node = "&x", .reach = bits(32), .uses = {"b"}}},
                   waivers{waive{.rule = rule, .on = on, .reason = "known"}});
  };
  CHECK(unused("unused-pool", "a") == "");
  CHECK(has(unused("unused-pool", "b"), "where it finds nothing"));
  CHECK(has(unused("no-room", "a"), "where it finds nothing"));
}

TEST_CASE("heaps under the names that programs open") {
  const auto opened = [](linux_kernel kernel, std::string_view name, auto... pool_of) {
    return told_of("heap-name", kernel, ram, pools{pool_of...}, user_space{.heaps = {name}});
  };
  constexpr cma area{.size = 64_MiB, .where = at(0x6000'0000)};
  constexpr device_cma own{.label = "vpu", .size = 64_MiB, .where = at(0x6000'0000)};
  constexpr carveout_heap heap{
      .label = "cam_heap", .node = "cam", .size = 64_MiB, .where = at(0x6000'0000), .compatible = "acme,heap"};
  constexpr linux_kernel v6_17{.version = {6, 17}}, v6_19{.version = {6, 19}};
  CHECK(opened(v6_1, "system", dsp) == "");
  CHECK(opened(v6_1, "linux,cma@60000000", area) == "");
  CHECK(has(opened(v6_1, "linux,cma", area), "Linux 6.1 has system, linux,cma@60000000; open"));
  CHECK(opened(v6_1, "reserved", dsp) == "");  // from Kconfig or cma=
  CHECK(has(opened(v6_1, "x", dsp), "Linux 6.1 has system, reserved; open"));
  CHECK(has(opened(v6_1, "reserved", area), "Linux 6.1 has system, linux,cma@60000000; open"));
  CHECK(has(opened(v6_1, "vpu@60000000", own), "Linux 6.1 has system, reserved; open"));
  CHECK(has(opened(v6_1, "default_cma_region", area), "has system, linux,cma@60000000; open"));
  CHECK(opened(v6_17, "default_cma_region", area) == "");
  CHECK(has(opened(v6_17, "linux,cma@60000000", area), "Linux 6.17 has system, default_cma_region; open"));
  CHECK(has(opened(v6_17, "reserved", dsp), "Linux 6.17 has system, default_cma_region; open"));
  CHECK(opened(v6_19, "linux,cma@60000000", area) == "");
  CHECK(opened(v6_19, "vpu@60000000", own) == "");
  CHECK(has(opened(v6_19, "x", own), "Linux 6.19 has system, default_cma_region, vpu@60000000; open"));
  CHECK(has(opened(v6_19, "dsp@90000000", dsp), "has system, default_cma_region; open"));
  CHECK(opened(v6_1, "cam", heap) == "");
  CHECK(opened(v6_1, "cam_heap", heap) == "");
  CHECK(opened(v6_1, "cam@60000000", heap) == "");
  CHECK(has(opened(v6_1, "other", heap), "has system, reserved, cam@60000000; open"));
  // only a carveout heap may go by its label
  CHECK(has(opened(v6_19, "vpu", own), "has system, default_cma_region, vpu@60000000; open"));

  // ours go by the node's name without unit address, and by nothing else
  constexpr carveout_heap ours{.label = "cam_heap", .node = "cam", .size = 64_MiB, .where = at(0x6000'0000)};
  CHECK(opened(v6_1, "cam", ours) == "");
  CHECK(has(opened(v6_1, "cam_heap", ours), "has system, reserved, cam; open"));
  CHECK(has(opened(v6_1, "cam@60000000", ours), "has system, reserved, cam; open"));
  // a heap of ION is none of /dev/dma_heap
  constexpr carveout_heap ion{.label = "ion", .size = 64_MiB, .where = at(0x6000'0000), .compatible = "carveout,ion-heap"};
  CHECK(has(opened({.version = {5, 10}}, "ion", ion), "has system, reserved; open"));
}

TEST_CASE("drivers of carveout heaps") {
  constexpr linux_kernel nxp_4_9{.version = {4, 9, 88}, .vendor = vendor::nxp};
  constexpr linux_kernel nxp_4_14{.version = {4, 14, 98}, .vendor = vendor::nxp};
  constexpr linux_kernel nxp_4_15{.version = {4, 15}, .vendor = vendor::nxp};
  constexpr linux_kernel v4_9{.version = {4, 9}}, v5_2{.version = {5, 2, 21}};
  constexpr linux_kernel v5_4{.version = {5, 4}}, v5_6{.version = {5, 6}}, v5_10{.version = {5, 10}};
  constexpr linux_kernel v5_11{.version = {5, 11}}, v7_1{.version = {7, 1}};
  const auto driver = [](linux_kernel kernel, compatible_list of = {}) {
    return told_of("heap-driver", kernel, ram,
                   pools{carveout_heap{.label = "h", .size = 64_MiB, .where = at(0x6000'0000), .compatible = of}});
  };
  // what lowering chooses is served wherever anything is
  CHECK(has(driver(v4_9),
            "'h' [0x60000000..0x64000000) is a carveout,ion-heap, which arm64, 4 KiB pages, Linux 4.9 has no "
            "driver for, and recipe ion-carveout makes one for 4.14 to 5.10; give it the compatible of a"));
  for (const linux_kernel& kernel : {nxp_4_9, nxp_4_14, v4_14, v5_2, v5_4, v5_6, v5_10, v5_11, v7_1})
    CHECK(driver(kernel) == "");
  CHECK(driver(nxp_4_14, "imx-ion-pool") == "");
  CHECK(driver(nxp_4_9, "imx-ion-pool") == "");
  CHECK(has(driver(v4_14, "imx-ion-pool"), "is an imx-ion-pool, which arm64, 4 KiB pages, Linux 4.14 has no driver for"));
  CHECK(has(driver(nxp_4_15, "imx-ion-pool"), "has no driver for"));
  CHECK(driver({.version = {5, 3}, .vendor = vendor::nxp}, "imx-ion-pool") == "");  // ion-carveout-removed
  CHECK(driver(v5_10, "carveout,ion-heap") == "");
  CHECK(has(driver(v5_11, "carveout,ion-heap"),
            "makes one for 4.14 to 5.10; drop .compatible: it becomes carveout,dma-heap, "
            "whose driver recipe carveout-heap brings"));
  CHECK(has(driver(v5_4, "carveout,dma-heap"), "makes one for 5.6 to 7.1; drop .compatible: it becomes carveout,ion-heap"));
  // of others nothing is known, and one that is served is enough
  CHECK(driver(v7_1, "acme,heap") == "");
  CHECK(driver(v7_1, compatible_list{"carveout,ion-heap", "carveout,dma-heap"}) == "");

  CHECK(has(told_of("ion-no-map", v5_4, ram,
                    pools{carveout_heap{.label = "h", .size = 64_MiB, .where = at(0x6000'0000), .no_map = true}}),
            "is a carveout,ion-heap with no-map, which ION cannot clear"));
  CHECK(told_of("ion-no-map", v5_6, ram,
                pools{carveout_heap{.label = "h", .size = 64_MiB, .where = at(0x6000'0000), .no_map = true}}) == "");
}

TEST_CASE("heaps have names of their own") {
  const auto taken = [](linux_kernel kernel, std::string_view node, auto... others) {
    return told_of("heap-name-taken", kernel, ram,
                   pools{carveout_heap{.label = "h", .node = node, .size = 1_MiB, .where = at(0x6000'0000)}, others...});
  };
  constexpr linux_kernel v6_17{.version = {6, 17}}, v5_4{.version = {5, 4}};
  constexpr carveout_heap twin{.label = "t", .node = "cam", .size = 1_MiB, .where = at(0x7000'0000)};
  constexpr cma dynamic{.size = 64_MiB, .where = by_kernel{}};
  constexpr cma pinned{.size = 64_MiB, .where = at(0x7000'0000)};
  CHECK(taken(v6_1, "cam") == "");
  CHECK(has(taken(v6_1, "cam", twin), "pool 't' [0x70000000..0x70100000) becomes the heap 'cam', the name of pool 'h'"));
  CHECK_FALSE(has(taken(v6_1, "cam", twin), "pool 'h' [0x60000000..0x60100000) becomes"));
  CHECK(taken(v5_4, "cam", twin) == "");
  CHECK(has(taken(v6_1, "system"), "the name of the kernel's own heap"));
  CHECK(has(taken(v6_1, "reserved"), "the name of the heap of the default CMA area"));
  CHECK(taken(v6_1, "reserved", pinned) == "");
  CHECK(taken(v6_17, "reserved") == "");
  CHECK(has(taken(v6_17, "default_cma_region"), "the name of the heap of the default CMA area"));
  CHECK(taken(v6_1, "default_cma_region") == "");
  // NXP's GStreamer opens linux,cma: a heap may be called so unless the CMA area is, which has no unit address when dynamic
  CHECK(taken(v6_1, "linux,cma", pinned) == "");
  CHECK(has(taken(v6_1, "linux,cma", dynamic), "becomes the heap 'linux,cma', the name of pool 'linux_cma'"));
}

TEST_CASE("a place for the atomic pool") {
  constexpr linux_kernel v5_4{.version = {5, 4}}, v5_8{.version = {5, 8}}, v5_10{.version = {5, 10}};
  constexpr atomic placed{.size = 64_MiB, .where = at(0x9000'0000)};
  const auto said = [](std::string_view rule, linux_kernel kernel, atomic of_all, device of) {
    return told_of(rule, kernel, ram, pools{of_all}, devices{of}, routing::atomic_first);
  };
  constexpr device wide{.name = "gpu", .node = "&gpu", .needs = {{.size = 32_MiB}}};
  constexpr device narrow{.name = "gpu", .node = "&gpu", .reach = bits(31), .needs = {{.size = 32_MiB}}};
  constexpr std::string_view place = "atomic-pool-place";
  CHECK(said(place, v5_10, placed, wide) == "");
  CHECK(has(said(place, v5_4, placed, wide),
            "nothing looks for it (arm64, 4 KiB pages, Linux 5.4); drop .where: the pool comes"));
  CHECK(has(said(place, {.version = {5, 9}}, placed, wide), "nothing looks for it"));
  CHECK(has(said(place, v5_8, placed, wide), "Linux 5.8); use pools of devices, or arm64 from 5.10 on"));
  CHECK(has(said(place, v5_10, placed, narrow),
            "is the atomic pool, and device 'gpu' reaches [0x0..0x80000000); give it .where = "
            "below(0x80000000)"));
  device exact = wide;  // it reaches this memory and no byte more
  exact.reach = {{0x9000'0000, 0x9400'0000}};
  CHECK(said(place, v5_10, placed, exact) == "");
  exact.reach = {{0x9000'0001, 0x9400'0000}};
  CHECK(has(said(place, v5_10, placed, exact), "device 'gpu' reaches"));
  // a device that other memory serves need not reach it
  device other = narrow;
  other.coherent = true;
  CHECK(said(place, v5_10, placed, other) == "");
  other = narrow, other.iommu = true;
  CHECK(said(place, v5_10, placed, other) == "");
  // only what must not wait comes from the pool where the kernel is as it is
  const auto stock = [&](device of) { return told_of(place, v5_10, ram, pools{placed}, devices{of}); };
  CHECK(stock(narrow) == "");
  other = narrow, other.needs = {{.size = 4_KiB, .atomic = true}};
  CHECK(has(stock(other), "device 'gpu' reaches"));

  // it is one piece, however large; without a place it is not
  for (const std::string_view rule : {"recipe-chunk-limit", "request-too-large", "routing-needs-pool", "zero-size"})
    CHECK(said(rule, v6_1, placed, wide) == "");
  CHECK(has(said("recipe-chunk-limit", v6_1, atomic{.size = 64_MiB}, wide),
            "or give the pool a .where, which recipe pool-unclamp"));
  CHECK(has(said("recipe-chunk-limit", v5_8, atomic{.size = 64_MiB}, wide), "or a kernel before 5.8"));
  device greedy = wide;
  greedy.needs = {{.size = 65_MiB}};
  CHECK(has(said("request-too-large", v6_1, placed, greedy),
            "which never has more than 64 MiB for one request (arm64, 4 KiB "
            "pages, Linux 6.1)"));
}

TEST_CASE("cells, banks, DRAM") {
  const auto cells = [](root_cells of, address where, bytes size, bytes alignment = 0) {
    return told_of("cells-too-small", v6_1, of, banks{bank{.name = "dram", .base = 0, .size = 64_GiB}},
                   pools{firmware{.label = "fw", .size = size, .where = at(where), .alignment = alignment}});
  };
  CHECK(cells({2, 2}, 0x1'0000'0000, 4_GiB) == "");
  CHECK(cells({1, 2}, 0xffff'f000, 4_GiB) == "");
  CHECK(has(cells({1, 2}, 0x1'0000'0000, 4_KiB), "does not fit one 32-bit address cell"));
  CHECK(cells({2, 1}, 0x1'0000'0000, 4_GiB - 4_KiB) == "");
  CHECK(has(cells({2, 1}, 0x1'0000'0000, 4_GiB), "does not fit one 32-bit size or alignment cell"));
  CHECK(has(cells({2, 1}, 0x1'0000'0000, 4_KiB, 4_GiB), "size or alignment cell"));
  CHECK(has(cells({3, 2}, 0, 4_KiB), "has 3 address cells and 2 size cells"));
  CHECK(has(cells({2, 0}, 0, 4_KiB), "has 2 address cells and 0 size cells"));
  // the largest that one cell holds
  memory_plan plan{.kernel = v6_1, .asked_version = v6_1.version};
  region exact{};
  exact.label = "exact", exact.size = 0xffff'ffff, exact.range = {0xffff'ffff, 0x1'ffff'fffe};
  plan.regions = {&exact, 1};
  plan.cells = {1, 1};
  CHECK(told("cells-too-small", plan) == "");
  exact.range = {0x1'0000'0000, 0x1'ffff'ffff};
  CHECK(has(told("cells-too-small", plan), "address cell"));
  exact.range = {0, 0x1'0000'0000}, exact.size = 0x1'0000'0000;
  CHECK(has(told("cells-too-small", plan), "size or alignment cell"));

  CHECK(told_of("bank-overlap", v6_1,
                banks{bank{.name = "a", .base = 0, .size = 1_GiB}, bank{.name = "b", .base = 1_GiB, .size = 1_GiB}},
                pools{dsp}) == "");
  CHECK(told_of("zero-size", v6_1, ram, pools{dsp, atomic{.size = 1}}) == "");
  CHECK(has(told_of("zero-size", v6_1, ram, pools{dsp, atomic{}}), "the atomic pool has no size"));

  const auto outside = [](pool_facts of) { return told_of("outside-bank", v6_1, ram, pools{foreign{of}}); };
  CHECK(outside({.kind = pool_kind::firmware, .label = "p", .size = 4_KiB, .where = at(0x90'0000)}) == "");
  CHECK(outside({.kind = pool_kind::coherent, .label = "p", .size = 4_KiB, .where = at(0x90'0000), .no_map = true}) == "");
  CHECK(has(outside({.kind = pool_kind::restricted, .label = "p", .size = 4_KiB, .where = at(0x90'0000)}),
            "is outside every bank; place"));
  CHECK(has(
      outside(
          {.kind = pool_kind::firmware, .label = "p", .size = 4_KiB, .where = at(0x90'0000), .no_map = true, .reusable = true}),
      "outside every bank; the kernel panics"));
  CHECK(has(outside({.kind = pool_kind::firmware, .label = "p", .size = 8_KiB, .where = at(0x3fff'f000), .no_map = true}),
            "reaches outside DRAM: only 4 KiB of 8 KiB are in a bank"));
  CHECK(has(told_of("outside-bank", v6_1,
                    banks{bank{.name = "a", .base = 0, .size = 1_MiB}, bank{.name = "b", .base = 4_MiB, .size = 1_MiB}},
                    pools{cma{.size = 2_MiB, .where = at(8_MiB)}}),
            "place it in bank 'a' [0x0..0x100000) or bank 'b'"));
  // one byte inside counts
  CHECK(has(outside({.kind = pool_kind::firmware, .label = "p", .size = 8_KiB, .where = at(0x3fff'e001), .no_map = true}),
            "only 1 B of 8 KiB"));
}

TEST_CASE("no room: the largest free range is named, or that there is none") {
  const auto room = [](bytes taken) {
    return told_of("no-room", v6_1, banks{bank{.name = "dram", .base = 0, .size = 2_MiB}},
                   pools{firmware{.label = "a", .size = taken, .where = at(0)},
                         coherent{.label = "b", .size = 1_MiB, .where = anywhere{}}});
  };
  CHECK(room(1_MiB) == "");
  CHECK(has(room(1_MiB + 4_KiB), "where the largest free range of DRAM is 1020 KiB"));
  CHECK(has(room(2_MiB), "where no DRAM is free"));
  CHECK(has(room(2_MiB - 1), "where the largest free range of DRAM is 1 B"));
}

TEST_CASE("requests against what serves them") {
  const auto large = [](linux_kernel kernel, device asking, auto... more) {
    return told_of("request-too-large", kernel, ram, pools{more...}, devices{asking});
  };
  // a coherent pool, in powers of two
  CHECK(large(v6_1, asks(1_MiB, {"pool"}), pool) == "");
  CHECK(has(large(v6_1, asks(1_MiB + 1, {"pool"}), pool),
            "which counts in powers of two of pages and never has more than 1 MiB for one request; make the pool 2 MiB"));
  // a restricted one: 256 KiB, or all that it has
  constexpr restricted wide{.label = "r", .size = 1_MiB, .where = at(0xa000'0000)},
      narrow{.label = "r", .size = 128_KiB, .where = at(0xa000'0000)};
  CHECK(large(v6_1, asks(256_KiB, {"r"}), wide) == "");
  CHECK(has(large(v6_1, asks(256_KiB + 1, {"r"}), wide), "which is a restricted pool and never has more than 256 KiB"));
  CHECK(has(large(v6_1, asks(128_KiB + 1, {"r"}), narrow), "never has more than 128 KiB"));
  // an area of its own falls back to one buddy block
  constexpr device_cma own{.label = "c", .size = 2_MiB, .where = at(0xa000'0000)},
      big{.label = "c", .size = 8_MiB, .where = at(0xa000'0000)};
  CHECK(large(v6_1, asks(4_MiB, {"c"}), own) == "");
  CHECK(has(large(v6_1, asks(4_MiB + 1, {"c"}), own), "never has more than 4 MiB for one request"));
  CHECK(large(v6_1, asks(8_MiB, {"c"}), big) == "");
  CHECK(has(large(v6_1, asks(8_MiB + 1, {"c"}), big), "never has more than 8 MiB"));
  // a pool that is none of these serves nobody
  CHECK(large(v6_1, asks(2_MiB, {"dsp"}), dsp) == "");
  CHECK(has(large(v6_1, asks(8_MiB, {"dsp"}), dsp), "it has no pool of its own, there is no CMA"));
  // no pool: the default area, or one block
  CHECK(large(v6_1, asks(4_MiB), dsp) == "");
  CHECK(has(large(v6_1, asks(4_MiB + 1), dsp), "there is no CMA, and ordinary memory gives 4 MiB at most"));
  constexpr cma area{.size = 8_MiB, .where = at(0x6000'0000)};
  CHECK(large(v6_1, asks(8_MiB), area) == "");
  CHECK(has(large(v6_1, asks(8_MiB + 1), area), "the default CMA area is smaller, and ordinary memory gives 4 MiB at most"));
  // where the driver may not sleep: one chunk of the atomic pool
  CHECK(large(v6_1, asks(1_MiB, {}, 0, true), area, atomic{.size = 1_MiB}) == "");
  CHECK(has(
      large(v6_1, asks(1_MiB + 1, {}, 0, true), area, atomic{.size = 1_MiB}),
      "of the atomic pool, which before it has grown has no more than 1 MiB for one request (arm64, 4 KiB pages, Linux 6.1); "
      "make the request smaller, the pool 2 MiB, or give"));
  CHECK(has(large(v6_1, asks(4_MiB, {}, 0, true), area, atomic{.size = 1_MiB}), "the pool 4 MiB, or"));
  CHECK(has(large(v6_1, asks(4_MiB + 1, {}, 0, true), area, atomic{.size = 1_MiB}), "which never has more than 4 MiB"));
  CHECK(has(large(v6_1, asks(4_MiB + 1, {}, 0, true), area, atomic{.size = 4_MiB}), "which never has more than 4 MiB"));
  CHECK(has(large(v4_14, asks(1_MiB + 1, {}, 0, true), area, atomic{.size = 1_MiB}),
            "which never has more than 1 MiB for one request (arm64, 4 KiB pages, Linux 4.14); make the request smaller, or"));
  // without coherent_pool= it has 1/8192 of 2 GiB
  CHECK(large(v6_1, asks(256_KiB, {}, 0, true), area) == "");
  CHECK(has(large(v6_1, asks(256_KiB + 1, {}, 0, true), area),
            "no more than 256 KiB for one request (arm64, 4 KiB pages, Linux 6.1, without coherent_pool=)"));
  const auto argued = [](const char* text, bytes size) {
    return told_of("request-too-large", v6_1, ram, pools{dsp}, devices{asks(size, {}, 0, true)}, bootargs{text});
  };
  CHECK(argued("coherent_pool=2M", 2_MiB) == "");
  CHECK(has(argued("coherent_pool=2M", 2_MiB + 1), "has no more than 2 MiB"));
  CHECK(has(argued("coherent_pool=0", 2_MiB), "has no more than 256 KiB"));
  device snooped = asks(2_MiB, {}, 0, true);
  snooped.coherent = true;
  CHECK(large(v6_1, snooped, area, atomic{.size = 1_MiB}) == "");
  // by the recipe everything is such a request; of a device without any pool another rule says so
  const auto recipe = [](device asking) {
    return told_of("request-too-large", v6_1, ram,
                   pools{cma{.size = 64_MiB, .where = at(0x6000'0000)},
                         firmware{.label = "fw", .size = 4_KiB, .where = at(0x9000'0000)}, atomic{.size = 1_MiB}},
                   devices{asking}, routing::atomic_first);
  };
  CHECK(recipe(asks(2_MiB)) == "");
  CHECK(recipe(asks(1_MiB, {"fw"})) == "");
  CHECK(has(recipe(asks(1_MiB + 1, {"fw"})), "of the atomic pool, which before it has grown has no more than 1 MiB"));
}

TEST_CASE("what a pool's devices need together") {
  const auto small = [](auto kind, auto... users) {
    return told_of("pool-too-small", v6_1, ram, pools{kind}, devices{users...});
  };
  const auto needs = [](const char* name, const char* node, unsigned count) {
    return device{.name = name, .node = node, .reach = bits(32), .uses = {"p"}, .needs = {{.size = 12_KiB, .count = count}}};
  };
  constexpr coherent own{.label = "p", .size = 64_KiB, .where = at(0x9000'0000)};
  CHECK(small(own, needs("a", "&a", 4)) == "");  // 16 KiB each
  CHECK(has(small(own, needs("a", "&a", 5)), "the needs of device 'a' come to 80 KiB, in powers of two of pages"));
  CHECK(has(small(own, needs("a", "&a", 4), needs("b", "&b", 1)), "the needs of device 'b' and others come to 80 KiB"));
  device silent = needs("b", "&b", 1);
  silent.needs = {};
  CHECK(small(own, needs("a", "&a", 4), silent) == "");
  constexpr device_cma area{.label = "p", .size = 4_MiB, .where = at(0x9000'0000)};
  CHECK(small(area, needs("a", "&a", 341)) == "");
  CHECK(has(small(area, needs("a", "&a", 342)), "warning[pool-too-small]"));
  CHECK(has(small(area, needs("a", "&a", 342)), "the rest from ordinary memory; make it 6 MiB"));
  constexpr restricted bounce{.label = "p", .size = 64_KiB, .where = at(0x9000'0000)};
  CHECK(small(bounce, needs("a", "&a", 100)) == "");

  const auto rounding = [](bytes size, unsigned count) {
    return told_of(
        "pool-rounding", v6_1, ram, pools{coherent{.label = "p", .size = 64_KiB, .where = at(0x9000'0000)}},
        devices{
            device{.name = "a", .node = "&a", .reach = bits(32), .uses = {"p"}, .needs = {{.size = size, .count = count}}}});
  };
  CHECK(rounding(12_KiB, 4) == "");  // a quarter
  CHECK(has(rounding(12_KiB - 1, 4), "lose 16388 B of it to rounding"));
}

TEST_CASE("how well buffers are aligned") {
  const auto aligned = [](device asking, auto... more) {
    return told_of("buffer-alignment", v6_1, ram, pools{more...}, devices{asking});
  };
  CHECK(aligned(asks(4_KiB, {}, 4_KiB), dsp) == "");
  CHECK(has(aligned(asks(4_KiB, {}, 8_KiB), dsp), "aligned to 8 KiB, but the kernel aligns it to 4 KiB only"));
  CHECK(aligned(asks(8_KiB, {}, 8_KiB), dsp) == "");
  CHECK(aligned(asks(2_MiB, {}, 2_MiB), dsp) == "");
  constexpr cma area{.size = 64_MiB, .where = at(0x6000'0000)};
  CHECK(aligned(asks(2_MiB, {}, 1_MiB), area) == "");
  CHECK(has(aligned(asks(2_MiB, {}, 2_MiB), area), "but CMA aligns it to 1 MiB only"));
  constexpr device_cma own{.label = "c", .size = 64_MiB, .where = at(0x6000'0000)};
  CHECK(has(aligned(asks(2_MiB, {"c"}, 2_MiB), own), "but CMA aligns it to 1 MiB only"));
  CHECK(has(aligned(asks(512_KiB, {"c"}, 1_MiB), own), "but CMA aligns it to 512 KiB only"));
  // a pool of its own counts from its base, whatever the default area does
  constexpr coherent odd{.label = "p", .size = 4_MiB, .where = at(0x9010'0000)},
      even{.label = "p", .size = 4_MiB, .where = at(0x9020'0000)};
  CHECK(has(aligned(asks(2_MiB, {"p"}, 2_MiB), odd, area), "but its pool aligns it to 1 MiB; align the pool"));
  CHECK(aligned(asks(2_MiB, {"p"}, 2_MiB), even, area) == "");
  CHECK(aligned(asks(1_MiB, {"p"}, 1_MiB), odd) == "");
  constexpr restricted bounce{.label = "r", .size = 4_MiB, .where = at(0x9010'0000)};
  CHECK(aligned(asks(256_KiB, {"r"}, 256_KiB), bounce, area) == "");
}

TEST_CASE("versions between those that were read") {
  const auto unread = [](kernel_version version, auto... parts) {
    return told_of("unread-kernel", linux_kernel{.version = version}, ram, parts...);
  };
  constexpr cma area{.size = 64_MiB, .where = at(0x6000'0000)};
  constexpr coherent moving{.label = "dyn", .size = 1_MiB, .where = by_kernel{}};
  CHECK(unread({6, 10}, pools{dsp}) == "");
  CHECK(unread({6, 1}, pools{area, moving, atomic{.size = 1_MiB}}, user_space{.heaps = {"system"}}) == "");
  CHECK(has(unread({5, 18}, pools{area}), "as to what CMA is aligned to; what is known since 4.9"));
  CHECK(unread({5, 18}, pools{moving}) == "");
  CHECK(has(unread({6, 10}, pools{area}), "as to how large a pageblock is; what is known since 4.9"));
  CHECK(has(unread({6, 10}, pools{area}), "as to how many CMA areas there can be; what is known since 5.10"));
  CHECK(has(unread({5, 1}, pools{dsp, atomic{.size = 1_MiB}}), "as to how the atomic pool is made; what is known since 4.9"));
  CHECK(unread({5, 1}, pools{area}) == "");
  CHECK(has(unread({6, 3}, pools{moving}), "in which order dynamic nodes are placed; what is known since 4.9"));
  CHECK(has(unread({6, 12, 110}, pools{moving}), "how many dynamic nodes there can be; what is known since 6.12"));
  CHECK(unread({6, 12, 110}, pools{area}) == "");
  CHECK(
      has(unread({6, 16}, pools{dsp}, user_space{.heaps = {"system"}}), "as to how heaps are called; what is known since 5.6"));
}

TEST_CASE("dynamic nodes around the boot files") {
  // 1 GiB; the node needs a little more than half of it
  const auto around = [](const boot_chain& boot, auto... more) {
    return told_of("dynamic-window", v6_12, banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}},
                   pools{coherent{.label = "dyn", .size = 513_MiB, .where = by_kernel{}}, more...}, boot);
  };
  const boot_file low{.load = 0x4000'0000, .size = 64_KiB}, middle{.load = 0x6000'0000, .size = 1};
  CHECK(around({.fdt = low}) == "");
  CHECK(has(around({.fdt = middle}), "513 MiB do not fit in"));
  CHECK(has(around({.fdt = middle}), "the largest free range is 512 MiB"));
  CHECK(has(around({.kernel = {.load = 0x6000'0000, .file_size = 2_MiB, .image_size = 2_MiB}, .fdt = low}), "do not fit"));
  // what U-Boot moves to the end of its window
  const u_boot to_middle{.boot_window = {0x4000'0000, 0x6000'1000}}, to_start{.boot_window = {0x4000'0000, 0x4010'0000}};
  CHECK(around({.fdt = middle, .loader = to_start}) == "");
  CHECK(has(around({.fdt = low, .loader = to_middle}), "do not fit"));
  CHECK(around({.fdt = low, .fdt_in_place = true, .loader = to_middle}) == "");
  CHECK(around({.initrd = middle, .loader = to_start}) == "");
  CHECK(has(around({.initrd = low, .loader = to_middle}), "do not fit"));
  CHECK(has(around({.fdt = low, .fdt_in_place = true, .initrd = low, .loader = to_middle}), "do not fit"));
  CHECK(around({.initrd = low, .initrd_in_place = true, .loader = to_middle}) == "");
  // pages: of a tree of one byte, and of the initrd below it
  const u_boot high{.boot_window = {0x4000'0000, 0x8000'0000}};
  CHECK(around({.fdt = {.load = 0x4000'0000, .size = 1},
                .initrd = {.load = 0x4000'0000, .size = 511_MiB - 8_KiB},
                .loader = high}) == "");
  CHECK(has(around({.fdt = {.load = 0x4000'0000, .size = 1},
                    .initrd = {.load = 0x4000'0000, .size = 511_MiB - 4_KiB + 1},
                    .loader = high}),
            "do not fit"));
  // a window that ends below the file's size: it stays where it is; one that just holds it takes it
  CHECK(has(around({.fdt = {.load = 0x5ff0'0000, .size = 2_MiB}, .loader = {.boot_window = {0, 1_MiB}}}), "do not fit"));
  CHECK(around({.fdt = {.load = 0x5ff0'0000, .size = 2_MiB}, .loader = {.boot_window = {0, 2_MiB}}}) == "");
  // a place that a pool has is not free, and two dynamic nodes share what is left
  CHECK(around({.fdt = low}, coherent{.label = "two", .size = 510_MiB, .where = by_kernel{}}) == "");
  CHECK(has(around({.fdt = low}, coherent{.label = "two", .size = 511_MiB, .where = by_kernel{}}),
            "pool 'two': 511 MiB do not fit"));
  CHECK(has(around({.fdt = low}, firmware{.label = "fw", .size = 511_MiB, .where = at(0x4000'0000)},
                   coherent{.label = "two", .size = 4_KiB, .where = by_kernel{}}),
            "pool 'two'") == false);
}

TEST_CASE("overlaps: which is to move, and what becomes of it") {
  const auto overlap = [](linux_kernel kernel, pool_facts a, pool_facts b) {
    return told_of("region-overlap", kernel, ram, pools{foreign{a}, foreign{b}});
  };
  const auto plain = [](const char* label, address where, bytes size) {
    return pool_facts{.label = label, .size = size, .where = at(where)};
  };
  const auto lent = [](const char* label, address where, bytes size) {
    return pool_facts{.label = label, .size = size, .where = at(where), .reusable = true};
  };
  const auto hidden = [](const char* label, address where, bytes size) {
    return pool_facts{.label = label, .size = size, .where = at(where), .no_map = true};
  };
  CHECK(overlap(v6_1, plain("a", 0x6000'0000, 4_MiB), plain("b", 0x6040'0000, 4_MiB)) == "");
  CHECK(has(overlap(v6_1, plain("a", 0x6000'0000, 4_MiB), plain("b", 0x6020'0000, 4_MiB)),
            "OVERLAP DETECTED and goes on); move 'b' to 0x60400000"));
  // of two that begin together, the smaller one
  CHECK(has(overlap(v6_1, plain("a", 0x6000'0000, 4_MiB), plain("b", 0x6000'0000, 8_MiB)), "move 'a' to 0x60800000"));
  CHECK(has(overlap(v6_1, plain("a", 0x6000'0000, 8_MiB), plain("b", 0x6000'0000, 4_MiB)), "move 'b' to 0x60800000"));
  CHECK(has(overlap(v6_1, plain("a", 0x6000'0000, 4_MiB), plain("b", 0x6020'0000, 8_MiB)), "move 'b' to 0x60400000"));
  CHECK(has(overlap(v6_1, lent("a", 0x6000'0000, 4_MiB), lent("b", 0x6020'0000, 4_MiB)), "the kernel panics"));
  CHECK(has(overlap(v6_12, lent("a", 0x6000'0000, 4_MiB), lent("b", 0x6020'0000, 4_MiB)), "bad pages"));
  CHECK(has(overlap(v6_1, lent("a", 0x6000'0000, 4_MiB), hidden("b", 0x6020'0000, 4_MiB)), "CMA lends out pages"));
  CHECK(has(overlap(v6_1, hidden("a", 0x6000'0000, 4_MiB), lent("b", 0x6020'0000, 4_MiB)), "CMA lends out pages"));
  CHECK(has(overlap(v6_1, plain("a", 0x6000'0000, 4_MiB), lent("b", 0x6020'0000, 4_MiB)), "OVERLAP DETECTED and goes on"));
  CHECK(has(overlap(v6_1, hidden("a", 0x6000'0000, 4_MiB), hidden("b", 0x6020'0000, 4_MiB)), "OVERLAP DETECTED and goes on"));

  const auto listed = [](linux_kernel kernel, pool_facts a, address base) {
    return told_of("memreserve-overlap", kernel, ram, pools{foreign{a}}, memreserves{{.base = base, .size = 1_MiB}});
  };
  CHECK(has(listed(v6_1, hidden("a", 0x6000'0000, 4_MiB), 0x6000'0000), "failed to reserve memory"));
  CHECK(listed(v6_1, plain("a", 0x6000'0000, 4_MiB), 0x6000'0000) == "");
  CHECK(listed(v6_1, hidden("a", 0x6000'0000, 4_MiB), 0x6040'0000) == "");
  CHECK(listed(v6_12, hidden("a", 0x6000'0000, 4_MiB), 0x6000'0000) == "");
  const pool_facts dynamic{.label = "d", .size = 1_MiB, .where = by_kernel{within(0x6000'0000, 0x7000'0000)}};
  // the kernel searches downwards from the end of the window
  CHECK(has(listed(v6_12, dynamic, 0x6ff0'0000), "may be placed over"));
  CHECK(listed(v6_12, dynamic, 0x6fe0'0000) == "");
  CHECK(listed(v6_12, dynamic, 0x7000'0000) == "");
  CHECK(listed({.version = {6, 6}}, dynamic, 0x6ff0'0000) == "");
  CHECK(listed(v6_1, dynamic, 0x6ff0'0000) == "");
}

TEST_CASE("nodes that others wrote") {
  const auto several = [](pool_facts of) {
    of.label = "p", of.size = 4_MiB, of.where = at(0x6000'0000);
    return told_of("several-ranges", v6_1, ram, pools{foreign{of}});
  };
  const fixed_vector<interval, 3> second{interval{0x7000'0000, 0x7040'0000}};
  CHECK(several({}) == "");
  CHECK(has(several({.more_ranges = second}), "warning[several-ranges]"));
  CHECK(has(several({.reusable = true, .more_ranges = second}), "error[several-ranges]"));
  CHECK(has(several({.compatible = "shared-dma-pool", .more_ranges = second}), "error[several-ranges]"));
  CHECK(has(several({.compatible = "restricted-dma-pool", .more_ranges = second}), "error[several-ranges]"));

  const auto named = [](std::string_view name) {
    return told_of("naming-contract", v6_1, ram,
                   pools{firmware{.label = "p", .node = name, .size = 4_KiB, .where = at(0x6000'0000)}}) != "";
  };
  for (const std::string_view good :
       {"vdev0vring0", "vdev19vring99", "vdev0buffer", "rsc-table", "rsc", "rscmgr", "rpmsg", "table"})
    CHECK_MESSAGE(!named(good), good);
  for (const std::string_view bad : {"vdev0vring", "vdevvring0", "vdev0vring0x", "vdev0ring0", "vdevbuffer", "vdev0buf",
                                     "rsc-table0", "rscvring-table", "vdev0vring/"})
    CHECK_MESSAGE(named(bad), bad);
  CHECK(told_of("naming-contract", v6_1, ram, pools{firmware{.label = "rsc_table", .size = 4_KiB, .where = at(0x6000'0000)}}) ==
        "");

  const auto count = [](linux_kernel kernel, std::size_t placed, std::size_t dynamic) {
    region fixed{}, moving{};
    moving.where = by_kernel{};
    std::vector<region> regions(placed, fixed);
    regions.insert(regions.end(), dynamic, moving);
    memory_plan plan{};
    plan.kernel = kernel, plan.asked_version = kernel.version, plan.regions = regions;
    return told("region-count", plan);
  };
  CHECK(count(v6_1, 64, 0) == "");
  CHECK(has(count(v6_1, 65, 0), "describes 65 regions, and Linux 6.1 keeps 64; the others"));
  CHECK(has(count(v6_1, 0, 65), "describes 65 regions, and Linux 6.1 keeps 64; the others"));
  CHECK(count(v6_12, 200, 64) == "");
  CHECK(has(count(v6_12, 200, 65), "describes 65 dynamic regions, and Linux 6.12 keeps 64; it panics beyond that"));
  CHECK(has(count({.version = {6, 12, 117}}, 0, 65), "keeps 64; the others are not set up"));
}

TEST_CASE("an atomic pool that never grows holds everything that is asked of it at once") {
  const auto said = [](linux_kernel kernel, atomic of_all, auto routing, auto... who) {
    return told_of("atomic-pool-too-small", kernel, ram,
                   pools{cma{.size = 64_MiB, .where = at(0x6000'0000)}, of_all,
                         coherent{.label = "own", .size = 16_MiB, .where = at(0x8000'0000)},
                         device_cma{.label = "area", .size = 16_MiB, .where = at(0x7000'0000)}},
                   devices{who...}, routing);
  };
  constexpr device one{.name = "one", .node = "&one", .needs = {{.size = 3_MiB, .count = 2}}};
  constexpr device two{.name = "two", .node = "&two", .needs = {{.size = 2_MiB}}};
  constexpr atomic eight{.size = 8_MiB}, less{.size = 8_MiB - 4_KiB};
  CHECK(said(v4_14, eight, routing::atomic_first, one, two) == "");
  CHECK(has(said(v4_14, less, routing::atomic_first, one, two), "device 'two': the atomic pool has 8188 KiB and never grows"));
  CHECK(has(said(v4_14, less, routing::atomic_first, one, two), "what is asked of it comes to 8 MiB"));
  // one chunk at a time is another matter, but not for a pool with a place of its own
  CHECK(said(v6_12, less, routing::atomic_first, one, two) == "");
  CHECK(has(said(v6_12, {.size = 7_MiB, .where = at(0x9000'0000)}, routing::atomic_first, one, two), "comes to 8 MiB"));
  CHECK(said(v6_12, {.size = 8_MiB, .where = at(0x9000'0000)}, routing::atomic_first, one, two) == "");
  CHECK(said({.version = {4, 14}, .arch = arch::arm}, less, routing::atomic_first, one, two) == "");
  // who is not served by it does not count
  device other = two;
  other.coherent = true;
  CHECK(said(v4_14, less, routing::atomic_first, one, other) == "");
  other = two, other.iommu = true;
  CHECK(said(v4_14, less, routing::atomic_first, one, other) == "");
  other = two, other.uses = {"own"};
  CHECK(said(v4_14, less, routing::atomic_first, one, other) == "");
  other = two, other.uses = {"area"};
  CHECK(has(said(v4_14, less, routing::atomic_first, one, other), "comes to 8 MiB"));
  // without the recipe only what must not wait does
  CHECK(said(v4_14, less, routing::stock, one, two) == "");
  other = two, other.needs = {{.size = 4_MiB, .count = 2, .atomic = true}};
  CHECK(has(said(v4_14, less, routing::stock, one, other), "comes to 8 MiB"));
}

TEST_CASE("a heap of which no driver is there is called by the first compatible that is known") {
  const std::string said =
      told_of("heap-driver", linux_kernel{.version = {4, 9}}, ram,
              pools{carveout_heap{
                  .label = "h", .size = 1_MiB, .where = at(0x6000'0000), .compatible = {"imx-ion-pool", "carveout,ion-heap"}}});
  CHECK(has(said, "is an imx-ion-pool, which"));
}
