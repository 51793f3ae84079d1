// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/core/interval.hpp>

namespace carveout {

/// One contiguous piece of DRAM, as the boot loader reports it to the kernel in /memory.
struct bank {
  std::string_view name{};
  address base = 0;
  bytes size = 0;
  [[nodiscard]] constexpr auto range() const -> interval { return interval::at(base, size); }
};

/// The DRAM of a board: `banks{bank{...}, bank{...}}`.
template <std::size_t Count>
struct banks {
  std::array<bank, Count> list;
  template <typename... Banks>
  constexpr explicit banks(const Banks&... values) : list{bank{values}...} {}
};
template <typename... Banks>
banks(const Banks&...) -> banks<sizeof...(Banks)>;

}  // namespace carveout
