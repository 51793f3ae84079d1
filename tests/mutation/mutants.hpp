// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <type_traits>

/// What rewrite.py puts in the place of operators and literals. Included before everything else, by the compiler's -include.
///
/// Nothing here is constexpr: a compiler may evaluate the initialiser of any const variable at compile time, where no mutant is
/// active, and then the mutant would survive without having been tried.
namespace mut {

/// The active mutant; 0: none. Not a namespace-scope variable, because tables are initialised before main.
inline auto active() -> int {
  static const int id = [] {
    const char* const text = std::getenv("CARVEOUT_MUTANT");
    return text != nullptr ? std::atoi(text) : 0;
  }();
  return id;
}

/// Which mutant of the site whose first one is `Id`: 0 is the original.
template <int Id>
auto choice(int count) -> int {
  const int id = active();
  return id >= Id && id < Id + count ? id - Id + 1 : 0;
}

template <int Id, typename T, typename... Others>
auto pick(T original, Others... others) {
  using value = std::common_type_t<T, Others...>;
  const value all[] = {static_cast<value>(original), static_cast<value>(others)...};
  return all[choice<Id>(sizeof...(Others))];
}

/// Contextually converted, as by the operator that it stands at.
template <int Id, typename T>
auto flip(const T& value) -> bool {
  return static_cast<bool>(value) != (choice<Id>(1) != 0);
}

template <int Id>
struct no {};
template <int Id, typename T>
auto operator->*(no<Id>, const T& value) -> bool {
  return !static_cast<bool>(value) != (choice<Id>(1) != 0);
}

enum class relation { less, less_equal, greater, greater_equal, same, differs };

template <typename L, typename R>
auto holds(relation which, const L& left, const R& right) -> bool {
  if constexpr (requires { left < right; }) {
    switch (which) {
      case relation::less:
        return left < right;
      case relation::less_equal:
        if constexpr (requires { left <= right; })
          return left <= right;
        else
          return !(right < left);
      case relation::greater:
        if constexpr (requires { left > right; })
          return left > right;
        else
          return right < left;
      case relation::greater_equal:
        if constexpr (requires { left >= right; })
          return left >= right;
        else
          return !(left < right);
      default:
        break;
    }
  }
  if constexpr (requires { left == right; }) return (left == right) == (which == relation::same);
  return false;
}

template <int Id, relation Original, relation... Others>
struct infix {};
template <typename T, typename Infix>
struct waiting {
  const T& left;
};
template <typename T, int Id, relation... All>
auto operator<(const T& left, infix<Id, All...>) -> waiting<T, infix<Id, All...>> {
  return {left};
}
template <typename T, int Id, relation... All>
auto operator==(const T& left, infix<Id, All...>) -> waiting<T, infix<Id, All...>> {
  return {left};
}
template <typename T, int Id, relation... All, typename R>
auto operator>(const waiting<T, infix<Id, All...>>& half, const R& right) -> bool {
  constexpr relation all[] = {All...};
  return holds(all[choice<Id>(sizeof...(All) - 1)], half.left, right);
}
template <typename T, int Id, relation... All, typename R>
auto operator==(const waiting<T, infix<Id, All...>>& half, const R& right) -> bool {
  constexpr relation all[] = {All...};
  return holds(all[choice<Id>(sizeof...(All) - 1)], half.left, right);
}

// in the order of COMPARISONS in rewrite.py
template <int Id>
using less = infix<Id, relation::less, relation::less_equal, relation::greater_equal>;
template <int Id>
using less_equal = infix<Id, relation::less_equal, relation::less, relation::greater>;
template <int Id>
using greater = infix<Id, relation::greater, relation::greater_equal, relation::less_equal>;
template <int Id>
using greater_equal = infix<Id, relation::greater_equal, relation::greater, relation::less>;
template <int Id>
using same = infix<Id, relation::same, relation::differs>;
template <int Id>
using differs = infix<Id, relation::differs, relation::same>;

}  // namespace mut
