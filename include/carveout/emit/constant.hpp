// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <carveout/core/sink.hpp>
#include <carveout/emit/boot_config.hpp>
#include <carveout/emit/dts.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/emit/overlay.hpp>
#include <carveout/plan/lower.hpp>

/// A board's files as constants, for a program that carries them or a static_assert that reads them.
namespace carveout {
namespace detail {

template <const auto& Board>
struct writes {
  static constexpr auto dtsi = [](auto& sink) { emit_dtsi(plan_of<Board>, sink); };
  static constexpr auto dtso = [](auto& sink) { emit_dtso(plan_of<Board>, sink); };
  static constexpr auto dtbo = [](auto& sink) { emit_dtbo(plan_of<Board>, sink); };
  static constexpr auto bootargs = [](auto& sink) { write_bootargs(plan_of<Board>, sink); };
  static constexpr auto kconfig = [](auto& sink) { emit_kconfig(plan_of<Board>, sink); };
  static constexpr auto map = [](auto& sink) { emit_map(plan_of<Board>, sink); };
};

}  // namespace detail

template <const auto& Board>
inline constexpr std::string_view dtsi_text = rendered<detail::writes<Board>::dtsi>.view();
template <const auto& Board>
inline constexpr std::string_view dtso_text = rendered<detail::writes<Board>::dtso>.view();
template <const auto& Board>
inline constexpr std::string_view bootargs_text = rendered<detail::writes<Board>::bootargs>.view();
template <const auto& Board>
inline constexpr std::string_view kconfig_text = rendered<detail::writes<Board>::kconfig>.view();
template <const auto& Board>
inline constexpr std::string_view map_text = rendered<detail::writes<Board>::map>.view();

/// The binary overlay, octet by octet.
template <const auto& Board>
inline constexpr auto dtbo_blob = [] {
  constexpr std::string_view text = rendered<detail::writes<Board>::dtbo>.view();
  std::array<std::uint8_t, text.size()> octets{};
  for (std::size_t i = 0; i < text.size(); ++i) octets[i] = static_cast<std::uint8_t>(text[i]);
  return octets;
}();

}  // namespace carveout
