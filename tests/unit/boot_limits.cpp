// SPDX-License-Identifier: BSL-1.0

// Where the rules about boot files, U-Boot and the kernel's configuration begin and cease to speak; see rule_limits.cpp.

#include <carveout/check/check.hpp>

#include <string>

#include <doctest/doctest.h>

#include "told.hpp"

using namespace carveout;
using namespace carveout::literals;
using testing::has, testing::told_of;

namespace {

constexpr linux_kernel v6_1{.version = {6, 1}};
constexpr banks ram{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}};
constexpr firmware dsp{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)};

constexpr auto image(bytes size, address load = 0x4060'0000) -> kernel_image {
  return {.load = load, .file_size = size, .image_size = size};
}
auto about(std::string_view rule, const boot_chain& boot) -> std::string { return told_of(rule, v6_1, ram, pools{dsp}, boot); }

}  // namespace

TEST_CASE("room between the kernel and the next file: a tenth of it, at least 2 MiB") {
  const auto room = [](bytes size, address fdt, address initrd = 0x6000'0000) {
    return about("kernel-bss-overlap",
                 {.kernel = image(size), .fdt = {.load = fdt, .size = 64_KiB}, .initrd = {.load = initrd, .size = 1_MiB}});
  };
  CHECK(has(room(20_MiB, 0x41a0'0000), "ends 0x0 below file 'fdt'"));  // 0x40600000 + 20 MiB
  CHECK(has(room(20_MiB, 0x41bf'f000), "ends 0x1ff000 below file 'fdt'"));
  CHECK(room(20_MiB, 0x41c0'0000) == "");
  CHECK(room(40_MiB, 0x4320'0000) == "");                                   // 4 MiB behind 0x42e00000
  CHECK(has(room(40_MiB, 0x431f'f000), "ends 0x3ff000 below file 'fdt'"));  // a tenth, not 2 MiB
  CHECK(has(room(20_MiB, 0x41a0'0000, 0x41a0'0000), "below file 'fdt'"));   // the first of two at one place
  CHECK(has(room(20_MiB, 0x5000'0000, 0x41a0'0000), "ends 0x0 below file 'initrd'"));
}

TEST_CASE("the kernel in firmware's memory is not refused by Linux, in a no-map pool it is") {
  CHECK(has(
      about("kernel-in-reserved", {.kernel = image(20_MiB), .firmware = {{.name = "fw", .base = 0x4100'0000, .size = 1_MiB}}}),
      "which Linux takes without a word"));
  CHECK(has(about("kernel-in-reserved", {.kernel = image(20_MiB, 0x9000'0000)}), "which Linux then refuses"));
}

TEST_CASE("an Image that may not lie anywhere begins in the lowest bank") {
  const auto lowest = [](address load) {
    kernel_image fixed = image(20_MiB, load);
    fixed.anywhere = false;
    return told_of("kernel-not-lowest", v6_1,
                   banks{bank{.name = "low", .base = 0x4000'0000, .size = 1_GiB},
                         bank{.name = "high", .base = 0x1'0000'0000, .size = 1_GiB}},
                   pools{firmware{.label = "fw", .size = 1_MiB, .where = at(0x7000'0000)}},
                   boot_chain{.method = boot_method::direct, .kernel = fixed});
  };
  CHECK(lowest(0x401f'f000) == "");
  CHECK(has(lowest(0x4020'0000), "leaves [0x40000000..0x40200000) below it unused"));
  CHECK(has(lowest(0x1'0000'0000), "leaves [0x40000000..0x100000000) below it unused"));
}

TEST_CASE("the device tree: alignment, window, blocks") {
  const auto misaligned = [](boot_method method, bool in_place, address load = 0x4800'0004, bytes size = 1) {
    return about("fdt-misaligned", {.method = method, .fdt = {.load = load, .size = size}, .fdt_in_place = in_place});
  };
  CHECK(has(misaligned(boot_method::booti, false), "note[fdt-misaligned]"));
  CHECK(has(misaligned(boot_method::booti, true), "error[fdt-misaligned]"));
  CHECK(has(misaligned(boot_method::direct, false), "error[fdt-misaligned]"));
  CHECK(misaligned(boot_method::direct, true, 0x4800'0008) == "");
  CHECK(misaligned(boot_method::direct, true, 0x4800'0004, 0) == "");

  const auto window = [](bytes size, address initrd, bool in_place = false, address script = 0x6000'0000) {
    return about("fdt-too-big", {.fdt = {.load = 0x4800'0000, .size = size},
                                 .fdt_in_place = in_place,
                                 .initrd = {.load = initrd, .size = 1_MiB},
                                 .files = {{.name = "script", .load = script, .size = 4_KiB}}});
  };
  CHECK(window(64_KiB, 0x4810'0000) == "");
  CHECK(has(window(1, 0x4808'0000), "warning[fdt-too-big]"));
  CHECK(has(window(64_KiB, 0x480f'fe00), "warning[fdt-too-big]"));
  CHECK(has(window(512_KiB, 0x4808'0000), "has a window of 512 KiB"));  // exactly full
  CHECK(has(window(512_KiB + 1, 0x4808'0000), "error[fdt-too-big]"));
  CHECK(has(window(512_KiB, 0x4808'0000, true), "needs 0x83000 and runs into file 'initrd'"));  // and 0x3000 of padding
  CHECK(has(window(64_KiB, 0x5000'0000, false, 0x4808'0000), "up to file 'script'"));

  const auto blocks = [](auto neighbour, bytes size = 64_KiB) {
    return told_of("fdt-in-nomap", v6_1, ram, pools{neighbour}, boot_chain{.fdt = {.load = 0x4800'0000, .size = size}});
  };
  const auto hidden = [](address where, bool no_map) {
    return firmware{.label = "fw", .size = 4_KiB, .where = at(where), .no_map = no_map};
  };
  CHECK(has(blocks(hidden(0x4800'f000, true)), "error[fdt-in-nomap]"));
  CHECK(has(blocks(hidden(0x4800'f000, false)), "error[fdt-in-nomap]"));
  CHECK(has(blocks(hidden(0x4800'0000, true), 1), "error[fdt-in-nomap]"));
  CHECK(has(blocks(hidden(0x4801'0000, true)), "shares a block of 2 MiB"));
  CHECK(blocks(hidden(0x4801'0000, false)) == "");
  CHECK(blocks(hidden(0x4820'0000, true)) == "");
}

TEST_CASE("an initrd of one byte is one") {
  CHECK(has(told_of("initrd-window", v6_1, banks{bank{.name = "dram", .base = 0x4000'0000, .size = 64_GiB}}, pools{dsp},
                    boot_chain{.kernel = image(20_MiB), .initrd = {.load = 0x8'4000'0000, .size = 1}}),
            "do not fit one window of 32 GiB"));
  CHECK(has(about("initrd-overlap", {.kernel = image(20_MiB), .initrd = {.load = 0x9000'0000, .size = 1}}), "pool 'dsp'"));
  CHECK(has(about("initrd-no-room", {.kernel = image(2_MiB, 0x4000'0000),
                                     .initrd = {.load = 0x4020'0000, .size = 1},
                                     .loader = {.boot_window = {0x4000'0000, 0x4020'0001}}}),
            "initrd-no-room"));
}

TEST_CASE("U-Boot by version") {
  const auto outside = [](u_boot_version version, address where) {
    return told_of("lmb-outside-bank", v6_1,
                   banks{bank{.name = "a", .base = 0x4000'0000, .size = 1_GiB},
                         bank{.name = "b", .base = 0x1'0000'0000, .size = 1_GiB}},
                   pools{firmware{.label = "fw", .size = 4_KiB, .where = at(where)}},
                   boot_chain{.loader = {.version = version}}) != "";
  };
  constexpr address sram = 0x90'0000;
  CHECK_FALSE(outside({2024, 10}, sram));
  CHECK(outside({2025, 1}, sram));
  CHECK(outside({2025, 7}, sram));
  CHECK_FALSE(outside({2025, 10}, sram));
  CHECK_FALSE(outside({2026, 7}, sram));
  CHECK(outside({2026, 10}, sram));
  CHECK_FALSE(outside({2025, 1}, 0x4000'0000));
  CHECK_FALSE(outside({2025, 1}, 0x1'0000'0000));

  const auto doubled = [](u_boot_version version) {
    return told_of("lmb-duplicate", v6_1, ram,
                   pools{firmware{.label = "fw", .size = 1_MiB, .where = at(0x9000'0000), .no_map = false}},
                   memreserves{{.base = 0x9000'0000, .size = 1_MiB}}, boot_chain{.loader = {.version = version}}) != "";
  };
  CHECK(doubled({2024, 10}));
  CHECK_FALSE(doubled({2025, 1}));
  CHECK_FALSE(doubled({2026, 7}));
  CHECK(doubled({2026, 10}));
  CHECK_FALSE(doubled({}));

  const auto full = [](u_boot_version version) {
    return told_of("lmb-table-full", v6_1, ram, pools{dsp}, boot_chain{.loader = {.version = version, .most_regions = 1}}) !=
           "";
  };
  CHECK(full({2024, 10}));
  CHECK_FALSE(full({2025, 1}));
  CHECK_FALSE(full({2026, 10}));
}

TEST_CASE("firmware in several places") {
  const auto differs = [](auto... pool_of) {
    return told_of("firmware-base-mismatch", v6_1, ram, pools{pool_of...},
                   boot_chain{.firmware = {{.name = "tee", .base = 0x5600'0000, .size = 1_MiB, .source = "A"}}});
  };
  CHECK(differs(firmware{.label = "tee", .size = 1_MiB, .where = at(0x5600'0000)}) == "");
  CHECK(has(differs(firmware{.label = "tee", .size = 1_MiB, .where = at(0x5700'0000)}),
            "is at [0x57000000..0x57100000) for the device tree"));
  CHECK(has(differs(firmware{.label = "x", .node = "tee", .size = 1_MiB, .where = at(0x5700'0000)}), "for the device tree"));
  CHECK(differs(firmware{.label = "other", .size = 1_MiB, .where = at(0x5700'0000)}) == "");
  CHECK(differs(coherent{.label = "tee", .size = 1_MiB, .where = by_kernel{}}) == "");
  CHECK(told_of("firmware-base-mismatch", v6_1, ram, pools{dsp},
                boot_chain{.firmware = {{.name = "tee", .base = 0x5600'0000, .size = 1_MiB},
                                        {.name = "tee", .base = 0x5600'0000, .size = 1_MiB}}}) == "");
  CHECK(has(told_of("firmware-base-mismatch", v6_1, ram, pools{dsp},
                    boot_chain{.firmware = {{.name = "tee", .base = 0x5600'0000, .size = 1_MiB},
                                            {.name = "tee", .base = 0x5700'0000, .size = 1_MiB}}}),
            "is at [0x57000000..0x57100000) for another"));

  const auto open = [](auto... parts) {
    return told_of("firmware-unreserved", v6_1, ram, pools{dsp}, parts...,
                   boot_chain{.firmware = {{.name = "tee", .base = 0x5600'0000, .size = 1_MiB}}});
  };
  CHECK(has(open(), "is ordinary memory of bank 'dram'"));
  CHECK(open(memreserves{{.base = 0x5600'0000, .size = 1_MiB}}) == "");
  CHECK(has(open(memreserves{{.base = 0x5600'0000, .size = 1_MiB - 1}}), "is ordinary memory"));
  CHECK(open(memreserves{{.base = 0x5600'0000, .size = 1_MiB}, {.base = 0x6000'0000, .size = 4_KiB}}) == "");
}

TEST_CASE("a final .config") {
  const auto judged = [](const char* rule, std::string_view config, auto... parts) {
    return told_of(rule, v6_1, ram, parts..., dot_config{config});
  };
  constexpr cma area{.size = 64_MiB, .where = at(0x6000'0000)};
  CHECK(judged("config-contradicts", "CONFIG_ARM64_4K_PAGES=y\n", pools{dsp}) == "");
  CHECK(has(judged("config-contradicts", "CONFIG_ARM64_16K_PAGES=y\n", pools{dsp}), "for pages of 16 KiB"));
  CHECK(has(told_of("config-contradicts", linux_kernel{.version = {6, 1}, .page = 64_KiB}, ram, pools{dsp},
                    dot_config{"CONFIG_ARM64_4K_PAGES=y\n"}),
            "for pages of 4 KiB"));

  CHECK(judged("kconfig-required", "CONFIG_CMA=y\nCONFIG_DMA_CMA=y\n", pools{area}) == "");
  CHECK(has(judged("kconfig-required", "# CONFIG_DMA_CMA is not set\n", pools{area}),
            "CONFIG_DMA_CMA=n; needed for reusable pools; set CONFIG_DMA_CMA=y, and what it needs: CMA\n"));
  CHECK(has(judged("kconfig-required", "# CONFIG_CMA is not set\n", pools{area}), "set CONFIG_CMA=y\n"));
  // what has to be off; of ANDROID the table knows nothing
  const auto ion = [](std::string_view config) {
    return told_of("kconfig-required", linux_kernel{.version = {4, 14}, .vendor = vendor::nxp}, ram,
                   pools{carveout_heap{.label = "ion", .size = 32_MiB, .where = at(0x6000'0000)}}, dot_config{config});
  };
  CHECK(ion("# CONFIG_ION_CMA_HEAP is not set\n") == "");
  CHECK(has(ion("CONFIG_ION_CMA_HEAP=y\n"),
            "CONFIG_ION_CMA_HEAP=y; needed for buffers of ION never come from CMA; set CONFIG_ION_CMA_HEAP=n"));
  CHECK(has(ion("# CONFIG_ANDROID is not set\n"), "set CONFIG_ANDROID=y\n"));
  // a number: eight areas are one more than the default
  const auto areas = [](std::string_view config) {
    const auto one = [](const char* label, unsigned index) {
      return device_cma{.label = label, .size = 4_MiB, .where = at(0x6000'0000 + index * 4_MiB)};
    };
    return told_of(
        "kconfig-required", v6_1, ram,
        pools{one("a", 0), one("b", 1), one("c", 2), one("d", 3), one("e", 4), one("f", 5), one("g", 6), one("h", 7)},
        dot_config{config});
  };
  CHECK(areas("CONFIG_CMA_AREAS=8\n") == "");
  CHECK(areas("CONFIG_CMA_AREAS=19\n") == "");
  CHECK(has(areas("CONFIG_CMA_AREAS=7\n"), "CONFIG_CMA_AREAS=7; needed for that many reusable pools; set CONFIG_CMA_AREAS=8"));
  // further lines of the fragment
  const auto further = [&](std::string_view config, const char* line) {
    return judged("kconfig-required", config, pools{dsp}, kconfig{line});
  };
  CHECK(further("CONFIG_CMA_DEBUGFS=y\n", "CONFIG_CMA_DEBUGFS=y") == "");
  CHECK(has(further("# CONFIG_CMA_DEBUGFS is not set\n", "CONFIG_CMA_DEBUGFS=y"),
            "kconfig{} asks for CONFIG_CMA_DEBUGFS=y, and the .config has n"));
  CHECK(further("CONFIG_CMA=y\n", "CONFIG_CMA_DEBUGFS=y") == "");  // an extract says nothing of it
  CHECK(further("CONFIG_CMA=y\n", "no line") == "");
}
