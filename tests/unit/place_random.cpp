// SPDX-License-Identifier: BSL-1.0
#include <carveout/plan/place.hpp>

#include <optional>
#include <random>
#include <vector>

#include <doctest/doctest.h>

using namespace carveout;
using namespace carveout::literals;

namespace {

constexpr bytes page = 4_KiB;

/// Small boards: the whole space is 256 pages, so that collisions and full banks are common.
struct random_board {
  std::mt19937 random;
  std::vector<bank> banks;
  std::vector<region> regions;

  explicit random_board(unsigned seed) : random(seed) {
    address base = page * below(8);
    for (std::uint64_t i = 1 + below(3); i > 0; --i) {
      const bytes size = page * (1 + below(80));
      banks.push_back({.name = "bank", .base = base, .size = size});
      base += size + page * below(4) * below(4);  // sometimes touching the next
    }
    if (below(2) == 0) std::swap(banks.front(), banks.back());  // a board lists its banks in any order
    for (std::uint64_t i = below(4); i > 0; --i) add_pinned();
  }
  auto below(std::uint64_t limit) -> std::uint64_t { return random() % limit; }

  void add_pinned() {
    region made{};
    made.size = page * (1 + below(12));
    made.where = at(page * below(250));
    made.range = interval::at(made.where.window.begin, made.size);
    regions.push_back(made);
  }
  void add_free() {
    region made{};
    made.size = page * (1 + below(24));
    made.required_alignment = page << below(5);
    const address begin = page * below(128);
    made.window = below(2) == 0 ? interval::everything() : interval{begin, begin + page * below(160) + below(page)};
    regions.push_back(made);
  }
};

auto in_one_bank(interval range, const std::vector<bank>& banks) -> bool {
  for (const bank& each : banks)
    if (each.range().contains(range)) return true;
  return false;
}

auto is_free(interval range, const std::vector<region>& pinned) -> bool {
  for (const region& each : pinned)
    if (each.range.overlaps(range)) return false;
  return true;
}

/// Looks at every aligned page downwards, one after the other.
auto highest_by_search(const region& value, const std::vector<bank>& banks, const std::vector<region>& pinned)
    -> std::optional<address> {
  for (address base = 512 * page;; base -= page) {
    const interval range{base, base + value.size};
    if (base % value.required_alignment == 0 && value.window.contains(range) && in_one_bank(range, banks) &&
        is_free(range, pinned))
      return base;
    if (base == 0) return std::nullopt;
  }
}

}  // namespace

TEST_CASE("a single pool takes the highest free aligned address") {
  unsigned with_room = 0;
  for (unsigned seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    random_board board{seed};
    const std::vector<region> pinned = board.regions;
    board.add_free();
    place(board.regions, board.banks);
    const region& placed = board.regions.back();
    const auto expected = highest_by_search(placed, board.banks, pinned);
    REQUIRE(placed.lacks_room == !expected.has_value());
    if (!expected) continue;
    ++with_room;
    REQUIRE(placed.range == interval::at(*expected, placed.size));
  }
  // the boards are neither all full nor all empty
  CHECK(with_room > 200);
  CHECK(with_room < 1800);
}

TEST_CASE("placed pools are aligned, inside window and one bank, and overlap nothing") {
  unsigned placed = 0, refused = 0;
  for (unsigned seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    random_board board{seed};
    const std::size_t pinned = board.regions.size();
    for (std::uint64_t i = 1 + board.below(10); i > 0; --i) board.add_free();
    const std::vector<region> before = board.regions;
    place(board.regions, board.banks);
    for (std::size_t i = 0; i < board.regions.size(); ++i) {
      const region& value = board.regions[i];
      if (i < pinned) {
        REQUIRE(value.range == before[i].range);
        continue;
      }
      REQUIRE(value.is_placed() != value.lacks_room);
      if (value.lacks_room) {
        ++refused;
        // nothing would have fitted after all the others were placed either
        std::vector<region> others = board.regions;
        REQUIRE_FALSE(highest_by_search(value, board.banks, others));
        continue;
      }
      ++placed;
      REQUIRE(value.range.size() == value.size);
      REQUIRE(value.range.begin % value.required_alignment == 0);
      REQUIRE(value.window.contains(value.range));
      REQUIRE(in_one_bank(value.range, board.banks));
      for (std::size_t j = 0; j < board.regions.size(); ++j)
        if (j != i) REQUIRE_FALSE(value.range.overlaps(board.regions[j].range));
    }
  }
  CHECK(placed > 1000);
  CHECK(refused > 200);
}

TEST_CASE("placing is deterministic") {
  for (unsigned seed = 0; seed < 100; ++seed) {
    random_board board{seed};
    for (int i = 0; i < 6; ++i) board.add_free();
    std::vector<region> again = board.regions;
    place(board.regions, board.banks);
    place(again, board.banks);
    for (std::size_t i = 0; i < again.size(); ++i) REQUIRE(again[i].range == board.regions[i].range);
  }
}
