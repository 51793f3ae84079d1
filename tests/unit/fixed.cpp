// SPDX-License-Identifier: BSL-1.0
#include <carveout/core/text.hpp>
#include <carveout/core/vector.hpp>

#include <string_view>

#include "const_check.hpp"

using namespace carveout;

namespace {

template <fixed_text<8> Text>
constexpr std::string_view as_argument = Text.view();
template <fixed_vector<int, 3> Values>
constexpr std::size_t size_of_argument = Values.size();

}  // namespace

TEST_CASE("fixed_vector holds what it is given, in order") {
  constexpr fixed_vector<int, 3> values{4, 5};
  CONST_CHECK(values.size() == 2);
  CONST_CHECK(!values.empty());
  CONST_CHECK(values[0] == 4);
  CONST_CHECK(values[1] == 5);
  CONST_CHECK(values.end() - values.begin() == 2);
  CONST_CHECK(decltype(values)::capacity() == 3);
  CONST_CHECK(fixed_vector<int, 3>{}.empty());
}

TEST_CASE("fixed_vectors compare by their elements only") {
  using three = fixed_vector<int, 3>;
  CONST_CHECK(three{1, 2} == three{1, 2});
  CONST_CHECK(three{1, 2} != three{1, 3});
  CONST_CHECK(three{1, 2} != three{1, 2, 0});
}

TEST_CASE("a fixed_vector that is full says so at run time and keeps the first") {
  fixed_vector<int, 2> values{1, 2};
  CHECK_FALSE(values.overflowed());
  values.push_back(3);
  CHECK(values.overflowed());
  CHECK(values.size() == 2);
  CHECK(values[1] == 2);
  fixed_vector<int, 0> none;
  none.push_back(1);
  CHECK(none.overflowed());
  CHECK(none.empty());
}

TEST_CASE("fixed_text") {
  constexpr fixed_text<8> text = "vpu";
  CONST_CHECK(text.view() == "vpu");
  CONST_CHECK(!text.empty());
  CONST_CHECK(fixed_text<8>{}.empty());
  CONST_CHECK(fixed_text<3>{"abc"}.view() == "abc");  // as long as it may be
  CONST_CHECK(text == fixed_text<8>{"vpu"});
  CONST_CHECK(text != fixed_text<8>{"vpv"});
}

TEST_CASE("fixed_text that is too long is cut at run time") {
  const std::string_view long_text = "abcdef";
  CHECK(fixed_text<4>{long_text}.view() == "abcd");
}

TEST_CASE("both are template arguments") {
  CONST_CHECK(as_argument<"linux"> == "linux");
  CONST_CHECK(size_of_argument<fixed_vector<int, 3>{7, 8}> == 2);
}
