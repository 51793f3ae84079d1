// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <exception>
#include <utility>

/// Where allocators keep their tables: in place, for constexpr objects, or on the heap, made once to measure.
namespace carveout {

/// A pool is larger than the fixed capacity of the allocator that was asked to manage it.
struct capacity_error : std::exception {
  [[nodiscard]] auto what() const noexcept -> const char* override {
    return "carveout: the pool exceeds the allocator's capacity";
  }
};

/// A granule that is not a power of two.
struct granule_error : std::exception {
  [[nodiscard]] auto what() const noexcept -> const char* override { return "carveout: a granule is a power of two"; }
};

namespace detail {

// not constexpr: in a constant evaluation the call itself is the error, and its name the message
[[noreturn]] inline void the_pool_exceeds_the_capacity() { throw capacity_error{}; }
[[noreturn]] inline void the_granule_is_no_power_of_two() { throw granule_error{}; }

/// `Capacity` zeros in place.
template <typename T, std::size_t Capacity>
class table {
 public:
  constexpr table() = default;
  constexpr explicit table(std::size_t size) { resize(size); }

  /// All zero again, `size` of them; throws capacity_error.
  constexpr void resize(std::size_t size) {
    if (size > Capacity) the_pool_exceeds_the_capacity();
    if (size_ != 0)
      for (T& item : items_) item = {};
    size_ = size;
  }
  [[nodiscard]] constexpr auto size() const -> std::size_t { return size_; }
  [[nodiscard]] constexpr auto operator[](std::size_t index) -> T& { return items_[index]; }
  [[nodiscard]] constexpr auto operator[](std::size_t index) const -> const T& { return items_[index]; }

 private:
  T items_[Capacity]{};
  std::size_t size_ = 0;
};

/// Zeros on the heap.
template <typename T>
class table<T, 0> {
 public:
  constexpr table() = default;
  constexpr explicit table(std::size_t size) { resize(size); }
  table(const table&) = delete;
  auto operator=(const table&) -> table& = delete;
  constexpr table(table&& other) noexcept { *this = static_cast<table&&>(other); }
  constexpr auto operator=(table&& other) noexcept -> table& {
    std::swap(items_, other.items_);
    std::swap(size_, other.size_);
    return *this;
  }
  constexpr ~table() { delete[] items_; }

  constexpr void resize(std::size_t size) {
    if (size == size_) {
      for (std::size_t i = 0; i < size; ++i) items_[i] = {};
      return;
    }
    T* items = new T[size]{};
    delete[] items_;
    items_ = items;
    size_ = size;
  }
  [[nodiscard]] constexpr auto size() const -> std::size_t { return size_; }
  [[nodiscard]] constexpr auto operator[](std::size_t index) -> T& { return items_[index]; }
  [[nodiscard]] constexpr auto operator[](std::size_t index) const -> const T& { return items_[index]; }

 private:
  T* items_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace detail
}  // namespace carveout
