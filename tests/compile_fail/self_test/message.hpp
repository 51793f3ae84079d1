// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <utility>

/// The two forms of a message in template arguments, in small: text where the compiler prints it, characters elsewhere.
template <std::size_t N>
struct text {
  char characters[N]{};
  constexpr text(const char (&from)[N]) {
    for (std::size_t i = 0; i < N; ++i) characters[i] = from[i];
  }
};

template <char...>
struct characters;
template <class Rule, class... Pieces>
struct violated_characters;

#if defined(__clang__) && __clang_major__ < 18
template <text Piece, class Indices = std::make_index_sequence<sizeof(Piece.characters) - 1>>
struct spell;
template <text Piece, std::size_t... I>
struct spell<Piece, std::index_sequence<I...>> {
  using type = characters<Piece.characters[I]...>;
};
template <class Rule, text... Pieces>
using violated = violated_characters<Rule, typename spell<Pieces>::type...>;
#else
template <class Rule, text... Pieces>
struct violated;
#endif

struct region_overlap;
