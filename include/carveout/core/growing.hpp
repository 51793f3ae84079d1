// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>

namespace carveout {

/// A sequence that grows, for results whose size nobody knows beforehand; usable inside a constant evaluation.
///
/// Does of std::vector what the library needs, for default-constructible T. <vector> and its instantiations would cost a
/// board's translation unit a fifth of its time, and constant evaluation under clang three times the steps.
template <typename T>
class growing {
 public:
  constexpr growing() = default;
  constexpr growing(const growing& other) {
    for (const T& each : other) push_back(each);
  }
  constexpr growing(growing&& other) noexcept { swap(other); }
  constexpr auto operator=(growing other) noexcept -> growing& {
    swap(other);
    return *this;
  }
  constexpr ~growing() { delete[] items_; }

  constexpr auto push_back(T value) -> T& {
    reserve(count_ + 1);
    items_[count_] = std::move(value);
    return items_[count_++];
  }
  /// Appends `size` values from `first`, which may not lie in this sequence.
  constexpr void append(const T* first, std::size_t size) {
    reserve(count_ + size);
    for (std::size_t i = 0; i < size; ++i) items_[count_ + i] = first[i];
    count_ += size;
  }
  constexpr void insert(std::size_t index, T value) {
    reserve(count_ + 1);
    for (std::size_t i = count_++; i > index; --i) items_[i] = std::move(items_[i - 1]);
    items_[index] = std::move(value);
  }
  constexpr void erase(std::size_t index) {
    for (std::size_t i = index + 1; i < count_; ++i) items_[i - 1] = std::move(items_[i]);
    --count_;
  }
  /// Keeps the first `size` values.
  constexpr void truncate(std::size_t size) { count_ = size < count_ ? size : count_; }

  [[nodiscard]] constexpr auto size() const -> std::size_t { return count_; }
  [[nodiscard]] constexpr auto empty() const -> bool { return count_ == 0; }
  [[nodiscard]] constexpr auto data() const -> const T* { return items_; }
  [[nodiscard]] constexpr auto data() -> T* { return items_; }
  [[nodiscard]] constexpr auto operator[](std::size_t index) const -> const T& { return items_[index]; }
  [[nodiscard]] constexpr auto operator[](std::size_t index) -> T& { return items_[index]; }
  [[nodiscard]] constexpr auto back() -> T& { return items_[count_ - 1]; }
  [[nodiscard]] constexpr auto begin() const -> const T* { return items_; }
  [[nodiscard]] constexpr auto end() const -> const T* { return items_ + count_; }
  [[nodiscard]] constexpr auto begin() -> T* { return items_; }
  [[nodiscard]] constexpr auto end() -> T* { return items_ + count_; }

 private:
  constexpr void reserve(std::size_t size) {
    if (size <= room_) return;
    room_ = size > 2 * room_ ? size : 2 * room_;
    T* more = new T[room_];
    for (std::size_t i = 0; i < count_; ++i) more[i] = std::move(items_[i]);
    delete[] items_;
    items_ = more;
  }
  constexpr void swap(growing& other) noexcept {
    std::swap(items_, other.items_);
    std::swap(count_, other.count_);
    std::swap(room_, other.room_);
  }

  T* items_ = nullptr;
  std::size_t count_ = 0;
  std::size_t room_ = 0;
};

}  // namespace carveout
