// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <carveout/alloc/allocator.hpp>
#include <carveout/alloc/storage.hpp>
#include <carveout/alloc/unit_pool.hpp>

namespace carveout {

/// A restricted-dma-pool as coherent requests use it: slots of 2 KiB, searched onwards from where the last buffer ended; no
/// buffer crosses a boundary of 256 KiB from the beginning of the pool. Mirrors swiotlb_alloc() and swiotlb_release_slots()
/// (kernel/dma/swiotlb.c) for pools that do not cross 4 GiB.
///
/// `aligns_to_size`: buffers begin at a physical multiple of their size, rounded up to a power of two pages, as in 6.12; in 6.1
/// at a page. `memory.granule` is the page size. `Slots` is the most slots that it can have, 0: any.
template <std::size_t Slots = 0>
class swiotlb_pool {
 public:
  static constexpr bytes slot = 2048;
  static constexpr bytes segment = 128 * slot;

  constexpr explicit swiotlb_pool(const arena& memory, bool aligns_to_size)
      : memory_{memory}, aligns_to_size_{aligns_to_size}, lengths_(static_cast<std::size_t>(memory.size / slot)) {
    (void)detail::granule_shift(memory);
  }

  /// Whole pages; alignments have no say.
  constexpr auto allocate(bytes size, bytes /*alignment*/) -> allocation {
    if (size > segment) return refusal::beyond_pool;
    const bytes rounded = align_up(size, memory_.granule);
    const std::size_t count = static_cast<std::size_t>(rounded / slot), all = lengths_.size();
    if (count > all) return refusal::beyond_pool;
    if (count > all - used_) return refusal::no_hole;
    const bytes alignment = aligns_to_size_ ? round_up_to_power_of_two(rounded) : memory_.granule;
    const std::size_t stride = static_cast<std::size_t>(alignment / slot);
    std::size_t at = next_;
    for (std::size_t checked = 0; checked < all;) {
      const bool aligned = (memory_.base + at * slot) % alignment == 0;
      if (aligned && is_free(at, count)) {
        for (std::size_t i = 0; i < count; ++i) lengths_[at + i] = inside;
        lengths_[at] = static_cast<std::uint8_t>(count);
        used_ += count;
        next_ = wrapped(at + count);
        return bytes{at} * slot;
      }
      at = wrapped(at + (aligned ? stride : 1));
      checked += aligned ? stride : 1;
    }
    return refusal::no_hole;
  }

  constexpr auto free(bytes offset, bytes size) -> refusal {
    const std::size_t at = static_cast<std::size_t>(offset / slot);
    if (offset >= this->size()) return refusal::outside_pool;
    if (lengths_[at] == 0) return refusal::double_free;
    if (offset % slot != 0 || lengths_[at] == inside) return refusal::inside_block;
    const std::size_t count = lengths_[at];
    if (size != 0 && align_up(size, memory_.granule) != count * slot) return refusal::wrong_size;
    for (std::size_t i = 0; i < count; ++i) lengths_[at + i] = 0;
    used_ -= count;
    return refusal::none;
  }

  [[nodiscard]] constexpr auto size() const -> bytes { return lengths_.size() * slot; }
  [[nodiscard]] constexpr auto free_total() const -> bytes { return (lengths_.size() - used_) * slot; }
  [[nodiscard]] constexpr auto largest_free_block() const -> bytes {
    std::size_t largest = 0, run = 0;
    for (std::size_t i = 0; i < lengths_.size(); ++i) {
      if (i % (segment / slot) == 0) run = 0;
      run = lengths_[i] == 0 ? run + 1 : 0;
      if (run > largest) largest = run;
    }
    return largest * slot;
  }
  constexpr void reset() {
    lengths_.resize(lengths_.size());
    used_ = next_ = 0;
  }

 private:
  static constexpr std::uint8_t inside = 0xff;

  [[nodiscard]] constexpr auto wrapped(std::size_t at) const -> std::size_t { return at < lengths_.size() ? at : 0; }
  [[nodiscard]] constexpr auto is_free(std::size_t at, std::size_t count) const -> bool {
    constexpr std::size_t slots = segment / slot;
    if (at + count > lengths_.size() || at % slots + count > slots) return false;
    for (std::size_t i = 0; i < count; ++i)
      if (lengths_[at + i] != 0) return false;
    return true;
  }

  arena memory_;
  bool aligns_to_size_;
  detail::table<std::uint8_t, Slots> lengths_;  ///< 0: free; of the first slot of a buffer, how many it has
  std::size_t used_ = 0;
  std::size_t next_ = 0;
};

}  // namespace carveout
