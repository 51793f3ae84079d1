// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>

#include <carveout/core/growing.hpp>

namespace carveout {

/// Sorts stably in O(n log n) comparisons. `before(a, b)` says that a has to stand before b.
///
/// Instead of std::stable_sort, which is no constant expression in C++20, and of std::sort, whose header and instantiations
/// would be a fifth of what a board's translation unit costs.
template <typename T, typename Before>
constexpr void merge_sort(std::span<T> values, const Before& before) {
  growing<T> copy;
  copy.append(values.data(), values.size());
  T* const target = values.data();  // plain pointers: every call counts in constant evaluation, span's operator[] too
  T* const scratch = copy.data();
  const std::size_t size = values.size();
  for (std::size_t width = 1; width < size; width *= 2) {
    for (std::size_t begin = 0; begin < size; begin += 2 * width) {
      const std::size_t middle = begin + width < size ? begin + width : size;
      const std::size_t end = middle + width < size ? middle + width : size;
      std::size_t left = begin, right = middle;
      for (std::size_t to = begin; to < end; ++to) {
        const bool take_right = left == middle || (right < end && before(target[right], target[left]));
        scratch[to] = target[take_right ? right++ : left++];
      }
    }
    for (std::size_t i = 0; i < size; ++i) target[i] = scratch[i];
  }
}

}  // namespace carveout
