// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

#include <carveout/core/units.hpp>

/// What an allocator is here: it says where in a pool a buffer would lie, and never touches the memory.
namespace carveout {

/// Why a request to an allocator was refused.
enum class refusal : std::uint8_t {
  none,
  zero_size,      ///< nothing was asked for; what the kernel does then is undefined (get_order(0))
  wraps,          ///< rounded up to whole units, the size does not fit 64 bits
  beyond_pool,    ///< larger than the pool, or than the largest block that this allocator ever gives
  bad_alignment,  ///< not a power of two
  no_hole,        ///< no free range is large enough, at this alignment
  outside_pool,   ///< a free of an offset that is not in the pool
  double_free,    ///< a free of memory that is free
  inside_block,   ///< a free of an offset that lies in a block but does not begin it
  wrong_size      ///< a free of a block by another size than it has
};

/// What to tell a user, without the request's numbers.
[[nodiscard]] constexpr auto message_of(refusal why) -> std::string_view {
  switch (why) {
    case refusal::none:
      return "no error";
    case refusal::zero_size:
      return "a size of zero";
    case refusal::wraps:
      return "the size, rounded up, does not fit 64 bits";
    case refusal::beyond_pool:
      return "larger than the largest block that this pool can ever give";
    case refusal::bad_alignment:
      return "the alignment is not a power of two";
    case refusal::no_hole:
      return "no free range is large enough at this alignment";
    case refusal::outside_pool:
      return "the offset is outside the pool";
    case refusal::double_free:
      return "nothing is allocated there (freed twice?)";
    case refusal::inside_block:
      return "the offset lies inside a block, not at its beginning";
    case refusal::wrong_size:
      return "the block has another size";
  }
  return {};
}

/// Where a buffer was put, in bytes from the pool's base, or why nowhere.
struct [[nodiscard]] allocation {
  bytes offset = 0;
  refusal why = refusal::none;

  constexpr allocation(bytes at) : offset{at} {}
  constexpr allocation(refusal reason) : why{reason} {}
  [[nodiscard]] constexpr explicit operator bool() const { return why == refusal::none; }
  [[nodiscard]] constexpr auto operator*() const -> bytes { return offset; }
  friend constexpr auto operator==(const allocation&, const allocation&) -> bool = default;
};

/// The memory that an allocator hands out: `size` bytes at physical address `base`, in units of `granule` (the page size, or a
/// gen_pool's 1 << min_alloc_order), a power of two. Some algorithms align addresses, others offsets; so the base counts.
struct arena {
  address base = 0;
  bytes size = 0;
  bytes granule = 4096;
};

/// One algorithm: where it puts a request, and what is free afterwards. Arguments come checked: `size` is not zero, and
/// `alignment` is a power of two (1: none).
template <typename T>
concept placement_model = requires(T& model, const T& state, bytes number) {
  { model.allocate(number, number) } -> std::same_as<allocation>;
  { model.free(number, number) } -> std::same_as<refusal>;  // offset, size; a size of 0 stands for the block's own
  { state.size() } -> std::same_as<bytes>;                  // of the pool
  { state.free_total() } -> std::same_as<bytes>;
  { state.largest_free_block() } -> std::same_as<bytes>;  // contiguous, whatever its alignment
  model.reset();                                          // everything is free again
};

/// A model that checks its arguments and keeps statistics: what tests and simulations use. See basic_allocator.
template <typename T>
concept allocator = placement_model<T> && requires(T& pool, const T& state, bytes number) {
  pool.allocate(number);  // with the smallest alignment
  { pool.free(number) } -> std::same_as<refusal>;
  { state.high_water() } -> std::same_as<bytes>;
  { state.fragmentation() } -> std::same_as<double>;
};

/// Keeps nothing; such an allocator is a placement_model only.
struct no_statistics {
  constexpr void allocated(bytes /*used*/) {}
  constexpr void refused(refusal /*why*/) {}
};

/// The most that was ever in use, whole units counted, and how often a request was refused.
struct usage_statistics {
  bytes high_water = 0;
  std::uint64_t allocations = 0;
  std::uint64_t failures = 0;

  constexpr void allocated(bytes used) {
    ++allocations;
    if (used > high_water) high_water = used;
  }
  constexpr void refused(refusal /*why*/) { ++failures; }
};

/// A refusal is part of the answer. Others are in alloc/failure.hpp.
struct return_reason {
  [[nodiscard]] static constexpr auto give(const allocation& result) -> allocation { return result; }
};

/// An algorithm made safe to call: every argument is checked, and nothing changes when a request is refused.
template <placement_model Model, typename Statistics = usage_statistics, typename OnFailure = return_reason>
class basic_allocator {
 public:
  template <typename... Arguments>
  requires std::constructible_from<Model, const Arguments&...>
  constexpr explicit basic_allocator(const Arguments&... arguments) : model_{arguments...} {}

  /// `size` bytes at a multiple of `alignment`, a power of two; what exactly is aligned is up to the algorithm.
  constexpr auto allocate(bytes size, bytes alignment = 1) {
    allocation result = refusal::zero_size;
    if (size != 0) result = is_power_of_two(alignment) ? model_.allocate(size, alignment) : allocation{refusal::bad_alignment};
    if (result) {
      statistics_.allocated(model_.size() - model_.free_total());
    } else {
      statistics_.refused(result.why);
    }
    return OnFailure::give(result);
  }

  constexpr auto free(bytes offset) -> refusal { return model_.free(offset, 0); }
  constexpr auto free(bytes offset, bytes size) -> refusal {
    return size == 0 ? refusal::zero_size : model_.free(offset, size);
  }

  constexpr void reset() {
    model_.reset();
    statistics_ = {};
  }

  [[nodiscard]] constexpr auto size() const -> bytes { return model_.size(); }
  [[nodiscard]] constexpr auto free_total() const -> bytes { return model_.free_total(); }
  [[nodiscard]] constexpr auto largest_free_block() const -> bytes { return model_.largest_free_block(); }
  [[nodiscard]] constexpr auto statistics() const -> const Statistics& { return statistics_; }
  [[nodiscard]] constexpr auto high_water() const -> bytes requires requires(const Statistics& kept) { kept.high_water; }
  { return statistics_.high_water; }

  /// The share of the free memory that is not in the largest free block, 0 to 1.
  [[nodiscard]] constexpr auto fragmentation() const -> double {
    const bytes total = free_total();
    return total == 0 ? 0.0 : 1.0 - static_cast<double>(largest_free_block()) / static_cast<double>(total);
  }

  [[nodiscard]] constexpr auto model() -> Model& { return model_; }
  [[nodiscard]] constexpr auto model() const -> const Model& { return model_; }

 private:
  Model model_;
  [[no_unique_address]] Statistics statistics_{};
};

namespace archetypes {

/// The least that basic_allocator needs: start here for an algorithm of your own. This one has nothing to give.
struct placement_model {
  [[nodiscard]] constexpr auto allocate(bytes /*size*/, bytes /*alignment*/) -> allocation { return refusal::no_hole; }
  constexpr auto free(bytes /*offset*/, bytes /*size*/) -> refusal { return refusal::outside_pool; }
  [[nodiscard]] constexpr auto size() const -> bytes { return 0; }
  [[nodiscard]] constexpr auto free_total() const -> bytes { return 0; }
  [[nodiscard]] constexpr auto largest_free_block() const -> bytes { return 0; }
  constexpr void reset() {}
};

}  // namespace archetypes

static_assert(placement_model<archetypes::placement_model>);
static_assert(allocator<basic_allocator<archetypes::placement_model>>);
static_assert(!allocator<basic_allocator<archetypes::placement_model, no_statistics>>);

}  // namespace carveout
