// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <carveout/core/sink.hpp>
#include <carveout/core/units.hpp>

/// Which kernel a board boots: the facts that every kernel-dependent rule and limit is computed from.
namespace carveout {

/// 6.1, 4.14.98. A missing sublevel is 0.
struct kernel_version {
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
  std::uint16_t sublevel = 0;
  friend constexpr auto operator<=>(const kernel_version&, const kernel_version&) = default;
};

/// Reads "6.1" or "6.1.192". Anything else, and a number above 65535, gives nothing.
[[nodiscard]] constexpr auto parse_kernel_version(std::string_view text) -> std::optional<kernel_version> {
  std::uint16_t parts[3]{};
  std::size_t at = 0, count = 0;
  for (; count < 3; ++count) {
    const std::size_t begin = at;
    std::uint32_t number = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && number <= 0xffff; ++at)
      number = number * 10 + static_cast<std::uint32_t>(text[at] - '0');
    if (at == begin || number > 0xffff) return std::nullopt;
    parts[count] = static_cast<std::uint16_t>(number);
    if (at == text.size()) break;
    if (text[at++] != '.') return std::nullopt;
  }
  if (count == 0 || count == 3) return std::nullopt;
  return kernel_version{parts[0], parts[1], parts[2]};
}

enum class arch : std::uint8_t { arm64 };

[[nodiscard]] constexpr auto name_of(arch) -> std::string_view { return "arm64"; }

/// Whose tree. Vendors change limits: NXP's 4.9 and 4.14 trees raise the largest buddy block for their i.MX 8 parts.
enum class vendor : std::uint8_t { mainline, nxp };

/// The kernel that a board boots.
///
/// `page` is 4, 16 or 64 KiB. `huge_pages` says that both transparent huge pages and hugetlb are configured, as they are in
/// arm64's defconfig and in distributions; the alignment of CMA regions depends on it, and false takes the stricter values.
struct linux_kernel {
  kernel_version version{};
  carveout::arch arch = arch::arm64;
  bytes page = 4096;
  carveout::vendor vendor = vendor::mainline;
  bool huge_pages = true;
};

/// The oldest and the newest version whose source the tables here were read from.
inline constexpr kernel_version oldest_known_kernel{4, 9, 0};
inline constexpr kernel_version newest_known_kernel{7, 1, 0};

template <text_sink Sink>
constexpr void write_to(Sink& sink, const kernel_version& version) {
  write_to(sink, unsigned{version.major});
  sink.append(".");
  write_to(sink, unsigned{version.minor});
  if (version.sublevel == 0) return;
  sink.append(".");
  write_to(sink, unsigned{version.sublevel});
}

/// arm64, 4 KiB pages, Linux 4.19: how a message names the kernel that a limit comes from.
template <text_sink Sink>
constexpr void write_to(Sink& sink, const linux_kernel& kernel) {
  sink.append(name_of(kernel.arch));
  sink.append(", ");
  write_to(sink, human_size{kernel.page});
  sink.append(kernel.vendor == vendor::nxp ? " pages, NXP Linux " : " pages, Linux ");
  write_to(sink, kernel.version);
}

}  // namespace carveout
