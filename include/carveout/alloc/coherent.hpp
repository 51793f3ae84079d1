// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <carveout/alloc/unit_pool.hpp>

namespace carveout {

/// A device's own coherent pool (`shared-dma-pool` with `no-map`): whole blocks of 2^n pages, aligned to their size from the
/// beginning of the pool, not physically. Mirrors dma_alloc_from_dev_coherent() (kernel/dma/coherent.c; 4.14 to 7.1 alike).
///
/// `memory.granule` is the page size, `Units` the most pages that it can have, 0: any.
template <std::size_t Units = 0>
class coherent_pool : public detail::unit_pool<detail::first_fit_map<detail::room_by_order, Units>> {
  using pool = detail::unit_pool<detail::first_fit_map<detail::room_by_order, Units>>;

 public:
  constexpr explicit coherent_pool(const arena& memory) : pool{memory.size, detail::granule_shift(memory)} {}

  constexpr auto allocate(bytes size, bytes /*alignment*/) -> allocation {
    const std::uint64_t count = detail::power_of_two_units_for(size, pool::shift_);
    return pool::take_first(count, count - 1);
  }
  constexpr auto free(bytes offset, bytes size) -> refusal {
    return pool::give(offset, size == 0 ? 0 : detail::power_of_two_units_for(size, pool::shift_));
  }
};

}  // namespace carveout
