// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

namespace carveout {

/// FNV-1a, 64 bits. Tells inputs apart and makes names cheap to sort in constant evaluation; not for security.
struct fnv1a {
  std::uint64_t value = 0xcbf29ce484222325;
  constexpr void append(std::string_view text) {
    for (const char c : text) add(c);
  }
  constexpr void add(char c) { value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3; }
};

[[nodiscard]] constexpr auto hash_of(std::string_view text) -> std::uint64_t {
  fnv1a hash;
  hash.append(text);
  return hash.value;
}

}  // namespace carveout
