// SPDX-License-Identifier: BSL-1.0
#include <carveout/core/growing.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "const_check.hpp"

using carveout::growing;

namespace {

constexpr auto of(std::initializer_list<int> values) -> growing<int> {
  growing<int> result;
  for (const int value : values) result.push_back(value);
  return result;
}

constexpr auto equals(const growing<int>& left, std::initializer_list<int> right) -> bool {
  return std::equal(left.begin(), left.end(), right.begin(), right.end());
}

}  // namespace

TEST_CASE("a growing sequence begins empty") {
  CONST_CHECK(growing<int>{}.empty());
  CONST_CHECK(growing<int>{}.size() == 0);
  CONST_CHECK(growing<int>{}.begin() == growing<int>{}.end());
}

TEST_CASE("insert moves the rest up, erase moves it down") {
  constexpr auto inserted = [](std::size_t at) {
    growing<int> values = of({1, 2, 3});
    values.insert(at, 9);
    return values;
  };
  CONST_CHECK(equals(inserted(0), {9, 1, 2, 3}));
  CONST_CHECK(equals(inserted(1), {1, 9, 2, 3}));
  CONST_CHECK(equals(inserted(3), {1, 2, 3, 9}));
  constexpr auto erased = [](std::size_t at) {
    growing<int> values = of({1, 2, 3});
    values.erase(at);
    return values;
  };
  CONST_CHECK(equals(erased(0), {2, 3}));
  CONST_CHECK(equals(erased(1), {1, 3}));
  CONST_CHECK(equals(erased(2), {1, 2}));
}

TEST_CASE("truncate keeps the first, and never grows") {
  constexpr auto cut = [](std::size_t size) {
    growing<int> values = of({1, 2, 3});
    values.truncate(size);
    return values;
  };
  CONST_CHECK(equals(cut(2), {1, 2}));
  CONST_CHECK(equals(cut(0), {}));
  CONST_CHECK(equals(cut(7), {1, 2, 3}));
}

TEST_CASE("a copy is independent, a move takes everything") {
  growing<std::string> first;
  first.push_back("a string too long to be stored inside the object itself");
  growing<std::string> copy = first;
  copy[0] = "changed";
  CHECK(first[0].starts_with("a string"));
  const std::string* place = first.data();
  growing<std::string> moved = std::move(first);
  CHECK(moved.data() == place);
  CHECK(moved.size() == 1);
  copy = std::move(moved);
  CHECK(copy.data() == place);
  copy = *&copy;  // to itself
  CHECK(copy.size() == 1);
  CHECK(copy[0].starts_with("a string"));
}

TEST_CASE("an element of the sequence can be pushed onto it while it grows") {
  growing<std::string> values;
  values.push_back("the same text again and again, on the heap");
  for (int i = 0; i < 20; ++i) values.push_back(values[0]);
  CHECK(values.size() == 21);
  for (const std::string& each : values) CHECK(each == "the same text again and again, on the heap");
}

TEST_CASE("behaves like std::vector under random operations") {
  std::mt19937 random{1};
  for (int round = 0; round < 50; ++round) {
    growing<int> ours;
    std::vector<int> reference;
    for (int step = 0; step < 200; ++step) {
      const int value = static_cast<int>(random() % 1000);
      const std::size_t at = random() % (reference.size() + 1);
      switch (random() % 7) {
        case 0:
        case 1:
          CHECK(ours.push_back(value) == value);
          reference.push_back(value);
          break;
        case 2:
          ours.insert(at, value);
          reference.insert(reference.begin() + static_cast<std::ptrdiff_t>(at), value);
          break;
        case 3:
          if (at == reference.size()) break;
          ours.erase(at);
          reference.erase(reference.begin() + static_cast<std::ptrdiff_t>(at));
          break;
        case 4: {
          const int more[]{value, value + 1, value + 2};
          ours.append(more, 3);
          reference.insert(reference.end(), more, more + 3);
          break;
        }
        case 5:
          if (random() % 8 != 0) break;
          ours.truncate(at);
          reference.resize(std::min(at, reference.size()));
          break;
        default: {
          growing<int> copy = ours;
          ours = std::move(copy);
        }
      }
      REQUIRE(ours.size() == reference.size());
      REQUIRE(ours.empty() == reference.empty());
      REQUIRE(std::equal(ours.begin(), ours.end(), reference.begin(), reference.end()));
      if (!reference.empty()) REQUIRE(ours.back() == reference.back());
    }
  }
}
