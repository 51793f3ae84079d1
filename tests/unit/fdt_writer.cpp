// SPDX-License-Identifier: BSL-1.0
#include <carveout/emit/fdt.hpp>

#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "libfdt.hpp"

using namespace carveout;
using namespace testing;

namespace {

/// libfdt's own sequential writer, with the interface of ours.
class reference_writer {
 public:
  reference_writer() : blob_(1 << 14) {
    REQUIRE(fdt_create(blob_.data(), static_cast<int>(blob_.size() * 8)) == 0);
    REQUIRE(fdt_finish_reservemap(blob_.data()) == 0);
  }
  void begin_node(std::string_view name) { REQUIRE(fdt_begin_node(blob_.data(), std::string{name}.c_str()) == 0); }
  void end_node() { REQUIRE(fdt_end_node(blob_.data()) == 0); }
  void property(std::string_view name, std::string_view value) {
    REQUIRE(fdt_property(blob_.data(), std::string{name}.c_str(), value.data(), static_cast<int>(value.size())) == 0);
  }
  auto finish() -> const void* {
    REQUIRE(fdt_finish(blob_.data()) == 0);
    return blob_.data();
  }

 private:
  std::vector<std::uint64_t> blob_;
};

/// Writes the same random tree into whatever writer it is given.
template <typename Writer>
void write_random_tree(Writer& writer, unsigned seed) {
  std::mt19937 random{seed};
  // "ab" is the end of "cab", "b" of both: a strings block may share tails, or not
  const std::string_view names[]{"cab", "ab", "b", "compatible", "reg", "#address-cells", "ranges"};
  const auto write_node = [&](const auto& self, const std::string& name, unsigned depth) -> void {
    writer.begin_node(name);
    for (const std::string_view each : names) {
      if (random() % 2 == 0) continue;
      std::string value;
      for (auto size = random() % 11; size > 0; --size) value += static_cast<char>(random() % 256 - 128);
      writer.property(each, value);
    }
    if (depth < 4)
      for (unsigned i = 0, children = static_cast<unsigned>(random() % 4); i < children; ++i)
        self(self, std::string(1 + random() % 6, 'n') + "@" + std::to_string(i), depth + 1);
    writer.end_node();
  };
  write_node(write_node, "", 0);
}

auto word_at(std::string_view blob, std::size_t index) -> std::uint32_t {
  return fdt32_ld(reinterpret_cast<const fdt32_t*>(blob.data()) + index);
}

}  // namespace

TEST_CASE("an empty tree, byte by byte (specification v0.4, chapter 5)") {
  fdt_writer writer;
  writer.begin_node("");
  writer.end_node();
  text_buffer blob;
  writer.finish(blob);
  const std::string expected = cells_value({
      0xd00dfeed,  // magic
      72,          // total size: header 40, reservations 16, structure 16, no strings
      56,          // structure: behind header and reservations
      72,          // strings
      40,          // memory reservations: behind the header, a multiple of 8
      17, 16,      // version, last compatible version
      0,           // boot CPU
      0, 16,       // sizes of strings and structure
      0, 0, 0, 0,  // the end of the reservations
      1, 0, 2, 9   // FDT_BEGIN_NODE with the empty name, FDT_END_NODE, FDT_END
  });
  CHECK(std::string{blob.view()} == expected);
}

TEST_CASE("a name is stored once") {
  fdt_writer writer;
  writer.begin_node("");
  writer.property("reg", "1234");
  writer.begin_node("a");
  writer.property("reg", "");
  writer.property("re", "");  // the beginning of a name is another name
  writer.end_node();
  writer.end_node();
  text_buffer blob;
  writer.finish(blob);
  CHECK(word_at(blob.view(), 8) == 7);  // "reg\0re\0"
  const auto copy = aligned(blob.view());
  REQUIRE(fdt_check_full(copy.data(), blob.size()) == 0);
  CHECK(nodes_of(copy.data()) == std::vector<fdt_node>{{"/", {{"reg", "1234"}}}, {"/a", {{"reg", ""}, {"re", ""}}}});
}

TEST_CASE("reads back as what libfdt's own writer makes") {
  for (unsigned seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    fdt_writer ours;
    write_random_tree(ours, seed);
    text_buffer blob;
    ours.finish(blob);
    const auto copy = aligned(blob.view());
    REQUIRE(fdt_check_full(copy.data(), blob.size()) == 0);
    REQUIRE(fdt_totalsize(copy.data()) == blob.size());
    REQUIRE(fdt_num_mem_rsv(copy.data()) == 0);

    reference_writer reference;
    write_random_tree(reference, seed);
    const auto nodes = nodes_of(copy.data());
    REQUIRE_FALSE(nodes.empty());
    REQUIRE(nodes == nodes_of(reference.finish()));
  }
}
