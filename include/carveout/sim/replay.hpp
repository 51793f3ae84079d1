// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <carveout/alloc/allocator.hpp>
#include <carveout/core/growing.hpp>
#include <carveout/sim/trace.hpp>

namespace carveout {
namespace detail {

/// Which block belongs to which ID: an open hash table.
class live_blocks {
 public:
  struct block {
    std::uint64_t id = 0;
    bytes offset = 0;
    bytes size = 0;  ///< 0: the place is empty
  };

  constexpr live_blocks() { grow(64); }

  [[nodiscard]] constexpr auto find(std::uint64_t id) -> block* {
    block& there = blocks_[place_of(id)];
    return there.size == 0 ? nullptr : &there;
  }
  constexpr void insert(const block& added) {
    if (2 * (count_ + 1) > blocks_.size()) grow(2 * blocks_.size());
    blocks_[place_of(added.id)] = added;
    ++count_;
  }
  constexpr void erase(block* gone) {
    // blocks that had to move on because of this one move back, so that no search ends too early
    auto hole = static_cast<std::size_t>(gone - blocks_.data());
    blocks_[hole].size = 0;
    --count_;
    for (std::size_t i = next(hole); blocks_[i].size != 0; i = next(i)) {
      const block moved = blocks_[i];
      blocks_[i].size = 0;
      blocks_[place_of(moved.id)] = moved;
    }
  }

 private:
  [[nodiscard]] constexpr auto next(std::size_t place) const -> std::size_t { return (place + 1) & (blocks_.size() - 1); }
  [[nodiscard]] constexpr auto place_of(std::uint64_t id) const -> std::size_t {
    std::size_t place = (id * 0x9e37'79b9'7f4a'7c15) >> (64 - std::countr_zero(blocks_.size()));
    while (blocks_[place].size != 0 && blocks_[place].id != id) place = next(place);
    return place;
  }
  constexpr void grow(std::size_t places) {
    const growing<block> old = std::exchange(blocks_, growing<block>{});
    for (std::size_t i = 0; i < places; ++i) blocks_.push_back({});
    for (const block& each : old)
      if (each.size != 0) blocks_[place_of(each.id)] = each;
  }

  growing<block> blocks_{};  // as many as a power of two
  std::size_t count_ = 0;
};

}  // namespace detail

/// Applies the operations of a trace to an allocator, which outlives it.
template <allocator Pool>
class replayer {
 public:
  constexpr explicit replayer(Pool& pool) : pool_{&pool} {}

  /// Why the operation cannot be replayed at all, or empty. A request that is refused is an answer: see result().
  constexpr auto apply(const operation& asked) -> std::string_view {
    if (asked.kind == operation::what::add_chunk) {
      if constexpr (requires { pool_->model().add_chunk(asked.size); }) {
        pool_->model().add_chunk(asked.size);
        return {};
      } else {
        return "this allocator's pools do not grow; only a gen_pool takes 'x BYTES'";
      }
    }
    auto* const block = blocks_.find(asked.id);
    if (asked.kind == operation::what::free) {
      if (block == nullptr) return {};  // unknown, or its allocation failed
      const refusal why = pool_->free(block->offset, block->size);
      blocks_.erase(block);
      return why == refusal::none ? std::string_view{} : message_of(why);
    }
    if (block != nullptr) return "this ID is allocated already, and was not freed";
    result_ = pool_->allocate(asked.size, asked.alignment);
    if (result_) blocks_.insert({.id = asked.id, .offset = *result_, .size = asked.size});
    return {};
  }

  /// Of the last allocation.
  [[nodiscard]] constexpr auto result() const -> const allocation& { return result_; }

 private:
  Pool* pool_;
  detail::live_blocks blocks_{};
  allocation result_ = refusal::none;
};

/// Replays a trace as text, for tests: whether every line could be read and every allocation was served.
template <allocator Pool>
[[nodiscard]] constexpr auto all_fit(Pool& pool, std::string_view trace) -> bool {
  replayer<Pool> run{pool};
  trace_reader reader{trace};
  while (const auto asked = reader.next())
    if (!run.apply(*asked).empty() || (asked->kind == operation::what::allocate && !run.result())) return false;
  return reader.complaint().empty();
}

}  // namespace carveout
