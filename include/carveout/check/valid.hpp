// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include <carveout/check/check.hpp>
#include <carveout/core/sink.hpp>
#include <carveout/core/text.hpp>
#include <carveout/plan/lower.hpp>

/// `static_assert(valid<my_board>)`: the build stops, and the compiler's first error is the finding itself.
namespace carveout {

/// Never defined. A compiler that is made to look at it prints its arguments, which are a finding's text.
template <auto... Words>
struct violated;
template <typename... Words>
struct violated_in_characters;  // clang before 18 prints text only as a pack of characters

namespace detail {

inline constexpr std::size_t most_shown = 4;

/// No unwaived error by one standard rule. A constant of its own, so that every rule has the compiler's whole limit on
/// constant evaluation to itself.
template <const auto& Board, typename Rule>
inline constexpr bool quiet = [] {
  findings out{plan_of<Board>, most_shown};
  run(Rule{}, plan_of<Board>, out);
  return out.errors() == 0;
}();

/// The same for the rules that the board brings.
template <const auto& Board>
inline constexpr bool own_rules_quiet = [] {
  findings out{plan_of<Board>, most_shown};
  run_own_rules(Board, plan_of<Board>, out);
  return out.errors() == 0;
}();

template <const auto& Board, typename... Rules>
consteval auto all_quiet(rule_list<Rules...>) -> bool {
  return (... && quiet<Board, Rules>);
}
template <const auto& Board, typename... Lists>
consteval auto all_quiet(rule_catalogue<Lists...>) -> bool {
  return (... && all_quiet<Board>(Lists{}));
}

template <typename Rule>
constexpr auto after_of() -> std::span<const std::string_view> {
  if constexpr (requires { Rule::after; }) return Rule::after;
  return {};
}

/// Which standard rules have to run to know the errors that stand after cascades are dropped: those that are not quiet, those
/// that they come after, and so on. The others would only use up the compiler's limit on constant evaluation.
template <const auto& Board>
consteval auto needed_rules() -> std::array<bool, standard_rules::size> {
  struct state {
    std::string_view id;
    std::span<const std::string_view> after;
  };
  std::array<state, standard_rules::size> rules{};
  std::array<bool, standard_rules::size> needed{};
  std::size_t at = 0;
  standard_rules::for_each([&]<typename Rule>(const Rule&) {
    rules[at] = {Rule::id, after_of<Rule>()};
    needed[at++] = !quiet<Board, Rule>;
  });
  while (at-- > 0) {
    if (!needed[at]) continue;
    for (const std::string_view id : rules[at].after)
      for (std::size_t before = 0; before < at; ++before)
        if (rules[before].id == id) needed[before] = true;
  }
  return needed;
}

/// The findings, with every error that check() has.
template <const auto& Board>
struct board_findings {
  static constexpr auto make() -> findings {
    constexpr std::array<bool, standard_rules::size> needed = needed_rules<Board>();
    findings out{plan_of<Board>, 4 * most_shown};
    std::size_t at = 0;
    standard_rules::for_each([&](const auto& each) {
      if (needed[at++]) run(each, plan_of<Board>, out);
    });
    run_own_rules(Board, plan_of<Board>, out);
    return out;
  }
};

/// How many errors there are to show.
template <typename Findings>
consteval auto shown_errors() -> std::size_t {
  const std::size_t errors = Findings::make().errors();
  return errors < most_shown ? errors : most_shown;
}

/// How many errors stand after cascades are dropped: looked at only when some rule is not quiet.
template <const auto& Board>
consteval auto errors_of() -> std::size_t {
  if constexpr (all_quiet<Board>(standard_rules{}) && own_rules_quiet<Board>) {
    return 0;
  } else {
    return shown_errors<board_findings<Board>>();
  }
}

/// Writes the text of error number `index`.
template <typename Findings, std::size_t Index>
struct error_text {
  static constexpr auto write = [](auto& sink) {
    std::size_t index = Index;
    const findings all = Findings::make();
    for (const finding& each : all.list())
      if (each.stops() && index-- == 0) write_to(sink, each);
  };
  static constexpr auto& text = rendered<write>;
};

/// Where the word group that begins at `from` ends: at most 30 characters (clang cuts longer template arguments), at a
/// space where there is one.
[[nodiscard]] consteval auto group_end(std::string_view text, std::size_t from) -> std::size_t {
  constexpr std::size_t longest = 30;
  if (text.size() - from <= longest) return text.size();
  const std::size_t space = text.substr(0, from + longest + 1).rfind(' ');
  return space == std::string_view::npos || space <= from ? from + longest : space;
}

[[nodiscard]] consteval auto group(std::string_view text, std::size_t index) -> std::string_view {
  std::size_t from = 0;
  while (index-- > 0) {
    from = group_end(text, from);
    if (from < text.size() && text[from] == ' ') ++from;
  }
  return text.substr(from, group_end(text, from) - from);
}

[[nodiscard]] consteval auto groups(std::string_view text) -> std::size_t {
  std::size_t count = 0;
  for (std::size_t from = 0; from < text.size(); ++count) {
    from = group_end(text, from);
    if (from < text.size() && text[from] == ' ') ++from;
  }
  return count;
}

template <char... Characters>
struct characters;

/// The finding as an undefined type.
template <typename Text, typename = std::make_index_sequence<groups(Text::text.view())>>
struct stop;
template <typename Text, std::size_t... Group>
struct stop<Text, std::index_sequence<Group...>> {
#if defined(__clang__) && __clang_major__ < 18
  template <std::size_t Which, std::size_t... At>
  static auto spell(std::index_sequence<At...>) -> characters<group(Text::text.view(), Which)[At]...>;
  using type =
      violated_in_characters<decltype(spell<Group>(std::make_index_sequence<group(Text::text.view(), Group).size()>{}))...>;
#else
  // the size is a parameter so that clang prints fixed_text<27>, not the expression that it comes from
  template <std::size_t Which, std::size_t Size = group(Text::text.view(), Which).size()>
  static consteval auto word() -> fixed_text<Size> {
    return group(Text::text.view(), Which);
  }
  using type = violated<word<Group>()...>;
#endif
};

/// Makes the compiler look at it. A static_assert in a class gives one error and no noise on g++ 12, clang 14 and 19.
template <typename Findings, std::size_t Error>
struct shown {
  static_assert(sizeof(typename stop<error_text<Findings, Error>>::type) > 0);
  static constexpr bool value = false;
};

template <typename Findings, typename Errors>
struct verdict;

template <typename Findings>
struct verdict<Findings, std::index_sequence<>> {
  static constexpr bool value = true;
};

template <typename Findings, std::size_t... Error>
struct verdict<Findings, std::index_sequence<Error...>> {
#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
  static constexpr auto write = [](auto& sink) {
    (put(sink, Error == 0 ? "" : "\n", error_text<Findings, Error>::text.view()), ...);
  };
  static_assert(sizeof...(Error) == 0, rendered<write>.view());
  static constexpr bool value = false;
#else
  static constexpr bool value = (... && shown<Findings, Error>::value);
#endif
};

}  // namespace detail

/// True when no rule finds an error that is not waived. Otherwise the build stops and the compiler prints up to four of the
/// findings as the arguments of `carveout::violated`.
///
/// The generator, which is compiled with CARVEOUT_BOARD defined, lets every board through here: it judges at run time, prints
/// all findings as plain text with the memory map, and writes nothing.
#ifdef CARVEOUT_BOARD
template <const auto& Board>
inline constexpr bool valid = true;
#else
template <const auto& Board>
inline constexpr bool valid =
    detail::verdict<detail::board_findings<Board>, std::make_index_sequence<detail::errors_of<Board>()>>::value;
#endif

}  // namespace carveout
