// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <exception>
#include <string_view>

#include <carveout/kernel/target.hpp>

/// Tables of kernel behaviour: one per subject, one row per range of versions that behave alike.
namespace carveout {

/// Versions `first` to `last` were seen to behave so: both were read, and nothing read between them differs. A row without
/// sublevel speaks of every sublevel of its releases.
template <typename Value>
struct row {
  kernel_version first;
  kernel_version last;
  Value value;
  const char* source;  ///< file:function that says so
};

/// What a table answers.
template <typename Value>
struct fact {
  Value value;
  kernel_version known_since;  ///< the first version that was read and behaves so
  bool was_read;               ///< false: between two rows; the older one is taken, which is a guess
  const char* source;
};

/// Thrown by look_up() for a version that no table speaks of. In constant evaluation the throw stops the build.
class unknown_kernel_version : public std::exception {
 public:
  [[nodiscard]] auto what() const noexcept -> const char* override {
    return "this kernel version is not in the tables; the nearest known are 4.9 and 7.1";
  }
};

/// Only release numbers count: 7.1.5 belongs to 7.1.
[[nodiscard]] constexpr auto is_known(kernel_version version) -> bool {
  const kernel_version release{version.major, version.minor, 0};
  return oldest_known_kernel <= release && release <= newest_known_kernel;
}

/// The known version that is nearest to this one: itself, the oldest, or the newest.
[[nodiscard]] constexpr auto nearest_known(kernel_version version) -> kernel_version {
  if (is_known(version)) return version;
  return version < oldest_known_kernel ? oldest_known_kernel : newest_known_kernel;
}

/// The row of a version. Between two rows the older one holds, and the answer says that nobody read it.
template <typename Value, std::size_t Rows>
[[nodiscard]] constexpr auto look_up(const row<Value> (&table)[Rows], kernel_version version) -> fact<Value> {
  if (!is_known(version)) throw unknown_kernel_version{};
  std::size_t at = 0;
  while (at + 1 < Rows && table[at + 1].first <= version) ++at;
  const row<Value>& found = table[at];
  const kernel_version release{version.major, version.minor, 0};
  const bool was_read = found.first <= version && (version <= found.last || release == found.last);
  return {found.value, found.first, was_read, found.source};
}

/// The first version whose row says `value`, for messages of the form "needs Linux 5.15 or later"; {} when none does.
template <typename Value, std::size_t Rows>
[[nodiscard]] constexpr auto first_with(const row<Value> (&table)[Rows], const Value& value) -> kernel_version {
  for (const row<Value>& each : table)
    if (each.value == value) return each.first;
  return {};
}

}  // namespace carveout
