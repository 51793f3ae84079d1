// SPDX-License-Identifier: BSL-1.0
#include <carveout/kernel/command_line.hpp>

#include "const_check.hpp"

using namespace carveout;
using namespace carveout::literals;

namespace {

constexpr auto reads(std::string_view text, std::uint64_t value, std::string_view rest) -> bool {
  const parsed_number number = memparse(text);
  return number.has_digits && number.value == value && number.rest == rest;
}

constexpr auto is(const std::optional<argument>& found, std::string_view name, std::string_view value) -> bool {
  return found && found->name == name && found->value == value;
}

}  // namespace

TEST_CASE("memparse") {
  CONST_CHECK(reads("64M", 64_MiB, ""));
  CONST_CHECK(reads("64m", 64_MiB, ""));
  CONST_CHECK(reads("1G,rest", 1_GiB, ",rest"));
  CONST_CHECK(reads("4k", 4_KiB, ""));
  CONST_CHECK(reads("2T", 2048_GiB, ""));
  CONST_CHECK(reads("0x100000", 1_MiB, ""));
  CONST_CHECK(reads("0X1fM", 31_MiB, ""));
  CONST_CHECK(reads("0100", 64, ""));  // octal
  CONST_CHECK(reads("0", 0, ""));
  CONST_CHECK(reads("0x1", 1, ""));
  CONST_CHECK(reads("0x1,", 1, ","));
  CONST_CHECK(reads("0xafz", 0xaf, "z"));
  CONST_CHECK(reads("0xAFz", 0xaf, "z"));
  CONST_CHECK(reads("0xf", 15, ""));
  CONST_CHECK(reads("0x@", 0, "x@"));
  CONST_CHECK(reads("0x[", 0, "x["));
  CONST_CHECK(reads("190", 190, ""));
  CONST_CHECK(reads("08", 0, "8"));  // no octal digit
  CONST_CHECK(reads("0x", 0, "x"));
  CONST_CHECK(reads("64MB", 64_MiB, "B"));
  CONST_CHECK(reads("18446744073709551615", ~std::uint64_t{0}, ""));
  CONST_CHECK(!memparse("abc").has_digits);
  CONST_CHECK(!memparse("").has_digits);
}

TEST_CASE("arguments as the kernel splits them") {
  constexpr auto nth = [](std::string_view line, int index) {
    arguments all{line};
    for (; index > 0; --index) (void)all.next();
    return all.next();
  };
  CONST_CHECK(is(nth("  quiet  cma=64M\tx=a=b ", 0), "quiet", ""));
  CONST_CHECK(!nth("quiet cma=64M", 0)->has_value);
  CONST_CHECK(is(nth("quiet cma=64M x=a=b", 1), "cma", "64M"));
  CONST_CHECK(is(nth("quiet cma=64M x=a=b", 2), "x", "a=b"));
  CONST_CHECK(!nth("quiet cma=64M x=a=b", 3));
  CONST_CHECK(is(nth("dyndbg=\"file a.c +p\" quiet", 0), "dyndbg", "file a.c +p"));
  CONST_CHECK(is(nth("dyndbg=\"file a.c +p\" quiet", 1), "quiet", ""));
  CONST_CHECK(nth("empty=", 0)->has_value);
  CONST_CHECK(!nth("", 0));
  CONST_CHECK(is(find_argument("mem=1G quiet mem=2G", "mem"), "mem", "2G"));  // the last one counts
  CONST_CHECK(!find_argument("memmap=1G", "mem"));
}

TEST_CASE("cma=size[@base[-limit]]") {
  CONST_CHECK(parse_cma("64M").size == 64_MiB);
  CONST_CHECK(!parse_cma("64M").is_fixed);
  CONST_CHECK(parse_cma("64M@0x50000000").base == 0x5000'0000);
  CONST_CHECK(parse_cma("64M@0x50000000").limit == 0x5400'0000);
  CONST_CHECK(parse_cma("64M@0x50000000").is_fixed);
  CONST_CHECK(!parse_cma("64M@0x50000000-0x60000000").is_fixed);
  CONST_CHECK(parse_cma("64M@0x50000000-0x60000000").limit == 0x6000'0000);
  CONST_CHECK(parse_cma("64M@0x50000000-0x54000000").is_fixed);  // a window that it just fills
  CONST_CHECK(!parse_cma("16M@0").is_fixed);                     // nothing can be fixed at 0
  CONST_CHECK(!parse_cma("").has_size);
  CONST_CHECK(parse_cma("64Mx").rest == "x");
  CONST_CHECK(parse_cma("64M@1G-2Gx").rest == "x");
}

TEST_CASE("swiotlb=") {
  for (const bool has_areas : {false, true}) {
    CHECK(is_swiotlb_value("32768", has_areas));
    CHECK(is_swiotlb_value("32768,force", has_areas));
    CHECK(is_swiotlb_value("noforce", has_areas));
    CHECK(is_swiotlb_value("1090", has_areas));
    CHECK_FALSE(is_swiotlb_value("64M", has_areas));
    CHECK_FALSE(is_swiotlb_value("32768,", has_areas));
    CHECK_FALSE(is_swiotlb_value("", has_areas));
    CHECK_FALSE(is_swiotlb_value("32768,forced", has_areas));
    CHECK_FALSE(is_swiotlb_value(",force", has_areas));
  }
  CONST_CHECK(is_swiotlb_value("32768,4,force", true));
  CONST_CHECK(is_swiotlb_value("32768,9", true));
  CONST_CHECK(is_swiotlb_value("32768,0,noforce", true));
  CONST_CHECK(is_swiotlb_value("32768,19", true));
  CONST_CHECK(is_swiotlb_value("32768,4", true));
  CONST_CHECK(!is_swiotlb_value("32768,4", false));
  CONST_CHECK(!look_up(swiotlb_areas_table, {5, 19}).value);
  CONST_CHECK(look_up(swiotlb_areas_table, {6, 1}).value);
}

TEST_CASE("how long a command line may be") {
  CONST_CHECK(command_line_size(arch::arm64) == 2048);
  CONST_CHECK(command_line_size(arch::arm) == 1024);
  CONST_CHECK(command_line_size(arch::riscv64) == 1024);
}
