// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <carveout/alloc/allocator.hpp>

/// The kernel's definitions, written down once more in the plainest way: a flag a unit, looked at one by one. What the
/// library's allocators have to agree with, and in the benches what they have to beat.
namespace reference {

using carveout::bytes;

class bitmap {
 public:
  explicit bitmap(std::size_t units) : used_(units) {}

  static constexpr std::size_t none = ~std::size_t{0};
  [[nodiscard]] auto size() const -> std::size_t { return used_.size(); }
  [[nodiscard]] auto is_used(std::size_t unit) const -> bool { return used_[unit]; }

  /// The first place for `count` free units whose number plus `shift` is a multiple of `step`.
  [[nodiscard]] auto first_fit(std::size_t count, std::uint64_t step, std::uint64_t shift) const -> std::size_t {
    for (std::size_t at = 0;;) {
      while (at < size() && used_[at]) ++at;
      at += static_cast<std::size_t>((step - (at + shift) % step) % step);
      if (at >= size() || size() - at < count) return none;
      std::size_t run = 0;
      while (run < count && !used_[at + run]) ++run;
      if (run == count) return at;
      at += run + 1;
    }
  }

  /// The first of the smallest runs of at least `count` free units.
  [[nodiscard]] auto best_fit(std::size_t count) const -> std::size_t {
    std::size_t best = none, smallest = none;
    for (std::size_t at = 0; at < size(); ++at) {
      std::size_t run = 0;
      while (at + run < size() && !used_[at + run]) ++run;
      if (run >= count && run < smallest) {
        smallest = run;
        best = at;
      }
      at += run;
    }
    return best;
  }

  [[nodiscard]] auto longest_run() const -> std::size_t {
    std::size_t longest = 0, run = 0;
    for (const bool used : used_) {
      run = used ? 0 : run + 1;
      longest = run > longest ? run : longest;
    }
    return longest;
  }
  [[nodiscard]] auto free_units() const -> std::size_t {
    std::size_t count = 0;
    for (const bool used : used_) count += used ? 0 : 1;
    return count;
  }

  void mark(std::size_t begin, std::size_t count, bool used) {
    for (std::size_t i = begin; i < begin + count; ++i) used_[i] = used;
  }

 private:
  std::vector<bool> used_;
};

}  // namespace reference
