// SPDX-License-Identifier: BSL-1.0
#include <carveout/core/sort.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "const_check.hpp"

using carveout::merge_sort;

TEST_CASE("sorts in constant evaluation") {
  constexpr auto sorted = [] {
    std::array<int, 5> values{5, 1, 4, 2, 3};
    merge_sort(std::span<int>{values}, [](int left, int right) { return left < right; });
    return values;
  }();
  CONST_CHECK(sorted == std::array<int, 5>{1, 2, 3, 4, 5});
}

TEST_CASE("sorts stably: equal keys stay in their old order") {
  using item = std::pair<unsigned, std::size_t>;  // key, original position
  std::mt19937 random{2};
  const auto by_key = [](const item& left, const item& right) { return left.first < right.first; };
  for (std::size_t size = 0; size < 200; ++size) {
    const unsigned keys = 1 + static_cast<unsigned>(random() % 20);  // few keys, many ties
    std::vector<item> ours;
    for (std::size_t i = 0; i < size; ++i) ours.emplace_back(random() % keys, i);
    std::vector<item> reference = ours;
    merge_sort(std::span{ours}, by_key);
    std::sort(reference.begin(), reference.end());  // by key, then by old position: what stable means
    REQUIRE(ours == reference);
  }
}
