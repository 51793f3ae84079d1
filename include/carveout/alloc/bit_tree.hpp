// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <carveout/alloc/storage.hpp>

namespace carveout::detail {

/// A set of numbers below a bound, as a bitmap with summaries above it: a bit of one level says that a word of the level below
/// is not empty. Every operation touches at most one word a level, that is one per factor of 64.
///
/// `Bits` is the largest bound, or 0: the bound is given at construction and the words lie on the heap.
template <std::size_t Bits = 0>
class bit_tree {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  constexpr bit_tree() = default;
  constexpr explicit bit_tree(std::size_t bits) { resize(bits); }

  /// Empty, for numbers below `bits`.
  constexpr void resize(std::size_t bits) {
    words_.resize(words_for(bits));
    top_ = 0;
    for (std::size_t size = bits / 64 + 1; size > 1; size = size / 64 + 1) {
      level_[top_ + 1] = level_[top_] + static_cast<std::uint32_t>(size);
      ++top_;
    }
  }

  [[nodiscard]] constexpr auto test(std::uint32_t number) const -> bool {
    return (words_[number / 64] >> (number % 64) & 1) != 0;
  }
  /// The numbers from 64 * index on, one a bit.
  [[nodiscard]] constexpr auto word(std::uint32_t index) const -> std::uint64_t { return words_[index]; }

  constexpr void insert(std::uint32_t number) {
    for (unsigned level = 0;; ++level, number /= 64) {
      std::uint64_t& word = words_[level_[level] + number / 64];
      const bool known_above = word != 0;
      word |= std::uint64_t{1} << (number % 64);
      if (known_above || level == top_) return;
    }
  }

  constexpr void erase(std::uint32_t number) {
    for (unsigned level = 0;; ++level, number /= 64) {
      std::uint64_t& word = words_[level_[level] + number / 64];
      word &= ~(std::uint64_t{1} << (number % 64));
      if (word != 0 || level == top_) return;
    }
  }

  /// The smallest member that is not below `number`, which may be the bound; or none.
  [[nodiscard]] constexpr auto next(std::uint32_t number) const -> std::uint32_t {
    for (unsigned level = 0;; ++level) {
      const std::uint64_t word = words_[level_[level] + number / 64] >> (number % 64);
      if (word != 0) {
        number += static_cast<std::uint32_t>(std::countr_zero(word));
        while (level-- > 0) number = number * 64 + static_cast<std::uint32_t>(std::countr_zero(words_[level_[level] + number]));
        return number;
      }
      if (level == top_) return none;
      number = number / 64 + 1;
    }
  }

  /// The largest member that is not above `number`; or none.
  [[nodiscard]] constexpr auto previous(std::uint32_t number) const -> std::uint32_t {
    for (unsigned level = 0;; ++level) {
      const std::uint64_t word = words_[level_[level] + number / 64] << (63 - number % 64);
      if (word != 0) {
        number -= static_cast<std::uint32_t>(std::countl_zero(word));
        while (level-- > 0)
          number = number * 64 + 63 - static_cast<std::uint32_t>(std::countl_zero(words_[level_[level] + number]));
        return number;
      }
      if (number < 64) return none;
      number = number / 64 - 1;
    }
  }

 private:
  // one word more than needed on each level, so that the bound itself can be looked up
  static constexpr auto words_for(std::size_t bits) -> std::size_t {
    std::size_t total = bits / 64 + 1;
    for (std::size_t size = total; size > 1;) {
      size = size / 64 + 1;
      total += size;
    }
    return total;
  }

  table<std::uint64_t, Bits == 0 ? 0 : words_for(Bits)> words_{};
  std::uint32_t level_[7]{};  // where the words of each level begin
  unsigned top_ = 0;
};

}  // namespace carveout::detail
