// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <carveout/alloc/best_fit_map.hpp>
#include <carveout/alloc/unit_pool.hpp>
#include <carveout/core/growing.hpp>
#include <carveout/core/vector.hpp>

/// The kernel's general allocator for on-chip memory, atomic pools and carveout heaps (lib/genalloc.c), and its algorithms.
namespace carveout {
namespace detail {

/// A chunk of a gen_pool, for the algorithms.
template <typename Map>
class gen_pool_chunk : public unit_pool<Map> {
 public:
  bytes offset = 0;  ///< from the beginning of the pool

  constexpr gen_pool_chunk() = default;
  using unit_pool<Map>::give;
  using unit_pool<Map>::make;
  using unit_pool<Map>::map_;
  using unit_pool<Map>::take_first;
  using unit_pool<Map>::why_never;

  using unit_pool<Map>::shift_;

  constexpr auto take_smallest(std::uint64_t count) -> allocation {
    if (const refusal why = why_never(count); why != refusal::none) return why;
    const unit_range hole = map_.smallest(static_cast<unit>(count));
    if (hole.size() == 0) return refusal::no_hole;
    map_.take(hole, {hole.begin, hole.begin + static_cast<unit>(count)});
    return bytes{hole.begin} << shift_;
  }

  /// Exactly there.
  constexpr auto take_at(std::uint64_t begin, std::uint64_t count) -> allocation {
    const auto& map = map_.map();
    if (const refusal why = why_never(count); why != refusal::none) return why;
    if (begin > map.size() - count) return refusal::outside_pool;
    const unit_range block{static_cast<unit>(begin), static_cast<unit>(begin + count)};
    const unit hole = map.begin_of(block.begin);
    if (!map.is_hole(hole) || map.end_of(hole) < block.end) return refusal::no_hole;
    map_.take({hole, map.end_of(hole)}, block);
    return bytes{block.begin} << shift_;
  }
};

}  // namespace detail

/// The lowest hole that is large enough (gen_pool_first_fit(), the default).
struct first_fit {
  template <std::size_t Units>
  using map = detail::first_fit_map<detail::room_by_size, Units>;
  static constexpr auto take(auto& chunk, std::uint64_t count, bytes /*alignment*/) -> allocation {
    return chunk.take_first(count, 0);
  }
};

/// The smallest hole that is large enough, the lowest of equals (gen_pool_best_fit()).
struct best_fit {
  template <std::size_t Units>
  using map = detail::best_fit_map<detail::lowest_first, Units>;
  static constexpr auto take(auto& chunk, std::uint64_t count, bytes /*alignment*/) -> allocation {
    return chunk.take_smallest(count);
  }
};

/// The lowest hole with room at a physical address that is a multiple of the alignment (gen_pool_first_fit_align(): 4.14.177,
/// 5.4.286 and later).
struct first_fit_align : first_fit {
  static constexpr auto room(std::uint64_t base) -> detail::room_by_size { return {.shift = base}; }
  static constexpr auto take(auto& chunk, std::uint64_t count, bytes alignment) -> allocation {
    return chunk.take_first(count, detail::units_for(alignment, chunk.shift_) - 1);
  }
};

/// The same before that was fixed: the alignment counts from the beginning of the chunk (4.9.88, 4.14.98, 4.19.79).
struct first_fit_align_in_chunk : first_fit_align {
  static constexpr auto room(std::uint64_t /*base*/) -> detail::room_by_size { return {}; }
};

/// The lowest hole with room at a multiple of the size, rounded up to a power of two granules, from the beginning of the chunk
/// (gen_pool_first_fit_order_align(); the atomic pools' algorithm).
struct first_fit_order_align {
  template <std::size_t Units>
  using map = detail::first_fit_map<detail::room_by_order, Units>;
  static constexpr auto take(auto& chunk, std::uint64_t count, bytes /*alignment*/) -> allocation {
    return chunk.take_first(count, chunk.map_.room().mask_for(count));
  }
};

/// A gen_pool of one or more chunks with the algorithm `Fit`: mirrors gen_pool_alloc_algo() and gen_pool_free()
/// (lib/genalloc.c, 4.9 to 7.1). The newest chunk is asked first, and no buffer crosses from one into the next.
///
/// `memory.granule` is 1 << min_alloc_order. `Units` is the most granules of one chunk, and `Chunks` of chunks; 0: any. What
/// gen_pool_free() would BUG() on, or mistake for another block, is refused here.
template <typename Fit = first_fit, std::size_t Units = 0, std::size_t Chunks = Units == 0 ? 0 : 1>
class gen_pool {
  using chunk = detail::gen_pool_chunk<typename Fit::template map<Units>>;

 public:
  constexpr explicit gen_pool(const arena& memory) : memory_{memory}, shift_{detail::granule_shift(memory)} {
    add_chunk(memory.size);
  }

  /// One more chunk, directly behind the last (gen_pool_add()); throws capacity_error.
  constexpr void add_chunk(bytes size) {
    if constexpr (Chunks == 0) {
      chunks_.push_back(chunk{});
    } else {
      if (chunks_.size() == Chunks) detail::the_pool_exceeds_the_capacity();
      ++chunks_.count;
    }
    chunk& added = chunks_[chunks_.size() - 1];
    added.offset = end_;
    if constexpr (requires { Fit::room(0); }) {
      added.make(size, shift_, Fit::room((memory_.base + end_) >> shift_));
    } else {
      added.make(size, shift_);
    }
    end_ += size;
  }

  constexpr auto allocate(bytes size, bytes alignment) -> allocation {
    return take_newest(size, [&](chunk& each, std::uint64_t count) { return Fit::take(each, count, alignment); });
  }

  /// `size` bytes exactly `offset` bytes into a chunk, the newest that is free there (gen_pool_fixed_alloc()).
  constexpr auto allocate_at(bytes offset, bytes size) -> allocation {
    if (size == 0) return refusal::zero_size;
    if (offset % memory_.granule != 0) return refusal::bad_alignment;
    return take_newest(size, [&](chunk& each, std::uint64_t count) { return each.take_at(offset >> shift_, count); });
  }

  constexpr auto free(bytes offset, bytes size) -> refusal {
    for (std::size_t i = chunks_.size(); i-- > 0;)
      if (offset >= chunks_[i].offset) return chunks_[i].give(offset - chunks_[i].offset, detail::units_for(size, shift_));
    return refusal::outside_pool;
  }

  [[nodiscard]] constexpr auto size() const -> bytes {
    bytes total = 0;
    for (const chunk& each : chunks_) total += each.size();
    return total;
  }
  [[nodiscard]] constexpr auto free_total() const -> bytes {
    bytes total = 0;
    for (const chunk& each : chunks_) total += each.free_total();
    return total;
  }
  [[nodiscard]] constexpr auto largest_free_block() const -> bytes {
    bytes largest = 0;
    for (const chunk& each : chunks_)
      if (const bytes block = each.largest_free_block(); block > largest) largest = block;
    return largest;
  }
  /// Everything is free; the chunks stay.
  constexpr void reset() {
    for (std::size_t i = 0; i < chunks_.size(); ++i) chunks_[i].reset();
  }

 private:
  template <typename Take>
  constexpr auto take_newest(bytes size, const Take& take) -> allocation {
    allocation result = refusal::beyond_pool;
    for (std::size_t i = chunks_.size(); i-- > 0;) {
      const allocation there = take(chunks_[i], detail::units_for(size, shift_));
      if (there) return chunks_[i].offset + *there;
      if (result.why == refusal::beyond_pool) result = there;  // the reason of the chunk that came nearest
    }
    return result;
  }

  arena memory_;
  unsigned shift_;
  bytes end_ = 0;
  std::conditional_t<Chunks == 0, growing<chunk>, fixed_vector<chunk, Chunks>> chunks_{};
};

}  // namespace carveout
