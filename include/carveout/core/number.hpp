// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace carveout {

/// A number as users write sizes and addresses: decimal or 0x hexadecimal, then K, M or G (powers of 1024, either case) or
/// nothing. Nothing else may follow, and the value has to fit 64 bits. Unlike memparse(), 010 is ten.
[[nodiscard]] constexpr auto parse_number(std::string_view text) -> std::optional<std::uint64_t> {
  unsigned shift = 0;
  if (!text.empty()) {
    const char last = static_cast<char>(text.back() | 0x20);
    shift = last == 'k' ? 10 : last == 'm' ? 20 : last == 'g' ? 30 : 0;
    if (shift != 0) text.remove_suffix(1);
  }
  unsigned base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  }
  if (text.empty()) return std::nullopt;
  constexpr std::uint64_t most = ~std::uint64_t{0};
  std::uint64_t value = 0;
  for (const char c : text) {
    const char letter = static_cast<char>(c | 0x20);
    unsigned digit = 16;
    if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
    if (letter >= 'a' && letter <= 'f') digit = static_cast<unsigned>(letter - 'a') + 10;
    if (digit >= base || value > (most - digit) / base) return std::nullopt;
    value = value * base + digit;
  }
  if (value > most >> shift) return std::nullopt;
  return value << shift;
}

}  // namespace carveout
