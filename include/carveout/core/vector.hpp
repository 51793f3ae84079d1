// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <initializer_list>

namespace carveout {

/// At most `Capacity` values, stored in place: usable in a constexpr object and, where T is structural, as a template argument.
///
/// One element too many is not a constant expression, so it stops the build; at run time the element is dropped and
/// `overflowed()` says so.
template <typename T, std::size_t Capacity>
struct fixed_vector {
  T storage[Capacity > 0 ? Capacity : 1]{};
  std::size_t count = 0;
  bool dropped = false;

  constexpr fixed_vector() = default;
  constexpr fixed_vector(std::initializer_list<T> values) {
    for (const T& value : values) push_back(value);
  }

  constexpr void push_back(const T& value) {
    if (count == Capacity) return overflow();
    storage[count++] = value;
  }

  [[nodiscard]] static constexpr auto capacity() -> std::size_t { return Capacity; }
  [[nodiscard]] constexpr auto size() const -> std::size_t { return count; }
  [[nodiscard]] constexpr auto empty() const -> bool { return count == 0; }
  [[nodiscard]] constexpr auto overflowed() const -> bool { return dropped; }
  [[nodiscard]] constexpr auto data() const -> const T* { return storage; }
  [[nodiscard]] constexpr auto operator[](std::size_t index) const -> const T& { return storage[index]; }
  [[nodiscard]] constexpr auto operator[](std::size_t index) -> T& { return storage[index]; }
  [[nodiscard]] constexpr auto begin() const -> const T* { return storage; }
  [[nodiscard]] constexpr auto end() const -> const T* { return storage + count; }

  friend constexpr auto operator==(const fixed_vector& left, const fixed_vector& right) -> bool {
    if (left.count != right.count) return false;
    for (std::size_t i = 0; i < left.count; ++i)
      if (!(left.storage[i] == right.storage[i])) return false;
    return true;
  }

 private:
  void overflow() { dropped = true; }  // not constexpr: in constant evaluation the call itself is the error
};

}  // namespace carveout
