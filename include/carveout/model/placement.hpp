// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>

#include <carveout/core/interval.hpp>

/// Where a pool goes. A policy is a small type that answers with a `placement`; a pool takes any of them as `.where`.
namespace carveout {

/// Who chooses the address.
enum class chosen_by : std::uint8_t {
  description,  ///< pinned: the description names it
  carveout,     ///< lowering places it; the result is a static node
  kernel,       ///< a dynamic node (`size`, `alignment`, `alloc-ranges`): the kernel places it at boot
};

/// A window of addresses, and who picks the place in it. When pinned, only `window.begin` counts.
struct placement;

/// Answers where: the concept of `.where`.
template <typename T>
concept placement_policy = requires(const T& policy) {
  { policy.decide() } -> std::same_as<placement>;
};

struct placement {
  interval window = interval::everything();
  chosen_by by = chosen_by::carveout;

  constexpr placement() = default;
  constexpr placement(interval where, chosen_by who) : window(where), by(who) {}
  template <placement_policy Policy>
  constexpr explicit(false) placement(const Policy& policy) : placement(policy.decide()) {}
};

/// Exactly there.
struct at {
  address base;
  constexpr explicit at(address value) : base(value) {}
  [[nodiscard]] constexpr auto decide() const -> placement { return {{base, max_address}, chosen_by::description}; }
};

/// Anywhere that ends at or below an address.
struct below {
  address limit;
  constexpr explicit below(address value) : limit(value) {}
  [[nodiscard]] constexpr auto decide() const -> placement { return {{0, limit}, chosen_by::carveout}; }
};

/// Anywhere inside [begin..end).
struct within {
  interval window;
  constexpr within(address begin, address end) : window{begin, end} {}
  [[nodiscard]] constexpr auto decide() const -> placement { return {window, chosen_by::carveout}; }
};

/// Anywhere that the devices of the pool can reach.
struct anywhere {
  [[nodiscard]] constexpr auto decide() const -> placement { return {interval::everything(), chosen_by::carveout}; }
};

/// Left to the kernel at boot, inside the window of another policy: `by_kernel{below(4_GiB)}`, `by_kernel{}`.
struct by_kernel {
  placement inside{};
  constexpr by_kernel() = default;
  template <placement_policy Policy>
  constexpr explicit by_kernel(const Policy& policy) : inside(policy.decide()) {}
  [[nodiscard]] constexpr auto decide() const -> placement { return {inside.window, chosen_by::kernel}; }
};

namespace archetypes {

/// The least that a placement policy is: for checking templates against the concept.
struct placement_policy {
  [[nodiscard]] constexpr auto decide() const -> placement { return {}; }
};

}  // namespace archetypes

static_assert(placement_policy<archetypes::placement_policy>);
static_assert(placement_policy<at> && placement_policy<below> && placement_policy<within>);
static_assert(placement_policy<anywhere> && placement_policy<by_kernel>);

}  // namespace carveout
