// SPDX-License-Identifier: BSL-1.0
#include <carveout/core/sink.hpp>

#include "const_check.hpp"
#include "written.hpp"

using namespace carveout;
using testing::written;

TEST_CASE("hex is lower case, without padding") {
  CHECK(written(hex{0}) == "0x0");
  CHECK(written(hex{0xabcdef}) == "0xabcdef");
  CHECK(written(hex{0x60000000}) == "0x60000000");
  CHECK(written(hex{~0ull}) == "0xffffffffffffffff");
}

TEST_CASE("numbers are decimal") {
  CHECK(written(0u, ' ', 42u) == "0 42");
  CHECK(written(~0ull) == "18446744073709551615");  // the longest there is: 20 digits
  CHECK(written(std::uint8_t{65}) == "65");         // not 'A'
}

TEST_CASE("a range is written half-open") {
  CHECK(written(hex_range{{0x60000000, 0x64000000}}) == "[0x60000000..0x64000000)");
  CHECK(written(hex_range{{}}) == "[0x0..0x0)");
}

TEST_CASE("human sizes take the largest unit that is exact") {
  CHECK(written(human_size{0}) == "0 B");
  CHECK(written(human_size{100}) == "100 B");
  CHECK(written(human_size{1023}) == "1023 B");
  CHECK(written(human_size{1024}) == "1 KiB");
  CHECK(written(human_size{1536}) == "1536 B");  // 1.5 KiB is not exact
  CHECK(written(human_size{12 * 1024}) == "12 KiB");
  CHECK(written(human_size{64ull << 20}) == "64 MiB");
  CHECK(written(human_size{4ull << 30}) == "4 GiB");
  CHECK(written(human_size{(1ull << 30) + 4096}) == "1048580 KiB");  // 1 GiB and one page: 1024 * 1024 + 4
  CHECK(written(human_size{1ull << 40}) == "1024 GiB");              // there is no larger unit
}

TEST_CASE("memparse sizes are what lib/cmdline.c reads back") {
  CHECK(written(memparse_size{0}) == "0");
  CHECK(written(memparse_size{100}) == "100");
  CHECK(written(memparse_size{12 * 1024}) == "12K");
  CHECK(written(memparse_size{64ull << 20}) == "64M");
  CHECK(written(memparse_size{4ull << 30}) == "4G");
  CHECK(written(memparse_size{1536 * 1024}) == "1536K");
}

TEST_CASE("a rendered text is a constant of exactly its size") {
  static constexpr auto write = [](auto& sink) { put(sink, "at ", hex{0x80}, '!'); };
  CONST_CHECK(rendered<write>.view() == "at 0x80!");
  CONST_CHECK(rendered<write>.characters.size() == 8);
}

TEST_CASE("text_buffer and counting_sink agree") {
  text_buffer text;
  counting_sink count;
  for (const std::string_view piece : {"a", "", "bcd", "0123456789012345678901234567890123456789"}) {
    put(text, piece);
    put(count, piece);
    CHECK(text.size() == count.size);
  }
  text.truncate(4);
  CHECK(text.view() == "abcd");
}
