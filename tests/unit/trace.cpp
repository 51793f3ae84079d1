// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include <carveout/alloc/cma.hpp>
#include <carveout/alloc/gen_pool.hpp>
#include <carveout/core/number.hpp>
#include <carveout/sim/replay.hpp>

#include "const_check.hpp"

namespace {

using namespace carveout;
using namespace carveout::literals;

/// "LINE: what is wrong", or the number of operations.
auto read(std::string_view text) -> std::string {
  trace_reader reader{text};
  int count = 0;
  while (reader.next()) ++count;
  if (reader.complaint().empty()) return std::to_string(count);
  return std::to_string(reader.line()) + ": " + std::string{reader.complaint()};
}

constexpr auto only(std::string_view line) -> operation {
  trace_reader reader{line};
  return *reader.next();
}

}  // namespace

TEST_CASE("numbers as users write them") {
  CONST_CHECK(parse_number("0") == 0U);
  CONST_CHECK(parse_number("4096") == 4096U);
  CONST_CHECK(parse_number("0x1F") == 31U);
  CONST_CHECK(parse_number("64M") == 64_MiB);
  CONST_CHECK(parse_number("2g") == 2_GiB);
  CONST_CHECK(parse_number("0x10k") == 16_KiB);
  CONST_CHECK(parse_number("010") == 10U);
  CONST_CHECK(parse_number("18446744073709551615") == max_address);
  for (const std::string_view bad : {"", "K", "0x", "0xk", "-1", "+1", " 1", "1 ", "1KK", "1T", "12f", "18446744073709551616",
                                     "0x10000000000000000", "17179869184G", "1.5M"}) {
    CAPTURE(bad);
    CHECK(!parse_number(bad));
  }
}

TEST_CASE("operations of a trace") {
  CONST_CHECK(only("a 7 4096").id == 7);
  CONST_CHECK(only("a 7 4K").size == 4096);
  CONST_CHECK(only("a 7 4096").alignment == 1);
  CONST_CHECK(only("a 7 4096 64K").alignment == 64_KiB);
  CONST_CHECK(!only("a 7 4096 64K").is_recorded);
  CONST_CHECK(only("a 7 4096 64K -> 8192").answer == 8192U);
  CONST_CHECK(only("a 7 4096 -> 0").answer == 0U);
  CONST_CHECK(only("a 7 4096 -> -").is_recorded);
  CONST_CHECK(!only("a 7 4096 -> -").answer);
  CONST_CHECK((only("f 3").kind == operation::what::free));
  CONST_CHECK((only("x 64K").kind == operation::what::add_chunk));
  CONST_CHECK(only("\n# nothing\n\n  a\t1  8 # more\r\n").line == 4);
  CHECK(read("# a\r\na 1 8\r\nf 1\r\n") == "2");
  CHECK(read("") == "0");
}

TEST_CASE("lines that are no operations are refused by number") {
  CHECK(read("a 1 8\nb 1\n") == "2: no operation; write 'a ID BYTES [ALIGN]', 'f ID', 'x BYTES' or '# comment'");
  CHECK(read("a x 8") == "1: the ID is not a number");
  CHECK(read("a 1") == "1: the size is not a number of bytes that fits 64 bits");
  CHECK(read("a 1 99999999999999999999") == "1: the size is not a number of bytes that fits 64 bits");
  CHECK(read("a 1 0") == "1: a size of zero");
  CHECK(read("x 0") == "1: a size of zero");
  CHECK(read("a 1 8 3") == "1: the alignment is not a power of two");
  CHECK(read("a 1 8 0") == "1: the alignment is not a power of two");
  CHECK(read("a 1 8 y") == "1: the alignment is not a number of bytes");
  CHECK(read("a 1 8 8 8") == "1: more on the line than the operation takes");
  CHECK(read("a 1 8 ->") == "1: the recorded answer is neither an offset nor '-'");
  CHECK(read("a 1 8 -> 0 0") == "1: more on the line than the operation takes");
  CHECK(read("f") == "1: the ID is not a number");
  CHECK(read("f 1 2") == "1: more on the line than the operation takes");
}

TEST_CASE("a replay passes over frees of what is not there, and stops where the trace makes no sense") {
  basic_allocator<cma_area<>> pool{arena{.base = 0, .size = 64_KiB}};
  replayer run{pool};
  CHECK(run.apply(only("f 1")).empty());
  CHECK(run.apply(only("a 1 128K")).empty());
  CHECK(!run.result());
  CHECK(run.apply(only("f 1")).empty());
  CHECK(run.apply(only("a 1 4K")).empty());
  CHECK(run.apply(only("a 1 4K")) == "this ID is allocated already, and was not freed");
  CHECK(run.apply(only("f 1")).empty());
  CHECK(pool.free_total() == 64_KiB);
  CHECK(run.apply(only("x 4K")) == "this allocator's pools do not grow; only a gen_pool takes 'x BYTES'");

  // as many IDs as it takes to make its table grow, far apart, in any order
  basic_allocator<gen_pool<>> many{arena{.base = 0, .size = 16_MiB}};
  replayer busy{many};
  for (std::uint64_t i = 0; i < 3000; ++i) CHECK(busy.apply({.id = i * i * 0x1'0000'0001, .size = 4096}).empty());
  CHECK(many.free_total() == 16_MiB - 3000 * 4096);
  for (std::uint64_t i = 3000; i-- > 0;)
    CHECK(busy.apply({.kind = operation::what::free, .id = i * i * 0x1'0000'0001}).empty());
  CHECK(many.free_total() == 16_MiB);
}
