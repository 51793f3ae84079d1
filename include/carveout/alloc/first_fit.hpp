// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <carveout/alloc/cma.hpp>

namespace carveout {

/// What a list of free blocks in the order of their addresses gives when the first that fits is taken: the lowest place at a
/// physical address that is a multiple of the alignment. Not an algorithm of the kernel's; what others are compared with.
template <std::size_t Units = 0>
class address_ordered_first_fit : public cma_area<Units> {
 public:
  constexpr explicit address_ordered_first_fit(const arena& memory) : cma_area<Units>{memory} {}
};

}  // namespace carveout
