// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[outside-bank\]: pool 'stray' \[0x7ff80000..0x80080000\) reaches outside DRAM: only 512 KiB of 1 MiB

// A mistake in a large board is shown too: all rules at once would be more than clang evaluates.

#include <carveout/carveout.hpp>

#include <cstddef>
#include <utility>

using namespace carveout;
using namespace carveout::literals;

namespace {

#ifdef POSITIVE_CONTROL
constexpr address stray = 0x4000'0000;
#else
constexpr address stray = 0x7ff8'0000;
#endif

struct numbered {
  char text[5] = {'p', '0', '0', '0', '\0'};
  constexpr explicit numbered(std::size_t number) {
    for (std::size_t at = 4; --at > 0; number /= 10) text[at] = static_cast<char>('0' + number % 10);
  }
};
template <std::size_t Number>
constexpr numbered name{Number};

template <std::size_t... Number>
constexpr auto large(std::index_sequence<Number...>) {
  return board{
      "large",
      linux_kernel{.version = {6, 12}},
      banks{bank{.name = "dram", .base = 0x4000'0000, .size = 1_GiB}},
      pools{coherent{.label = "stray", .size = 1_MiB, .where = at(stray)},
            firmware{.label = name<Number>.text, .size = 1_MiB, .where = at(0x4100'0000 + Number * 2_MiB)}...},
  };
}
constexpr auto demo = large(std::make_index_sequence<255>{});
static_assert(valid<demo>);

}  // namespace
