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

enum class arch : std::uint8_t { arm64, arm, riscv64 };

[[nodiscard]] constexpr auto name_of(arch value) -> std::string_view {
  return value == arch::arm64 ? "arm64" : value == arch::arm ? "arm" : "riscv64";
}

[[nodiscard]] constexpr auto parse_arch(std::string_view text) -> std::optional<arch> {
  for (const arch each : {arch::arm64, arch::arm, arch::riscv64})
    if (text == name_of(each)) return each;
  return std::nullopt;
}

/// Whether an architecture can be configured for pages of this size: arm64 for 4, 16 and 64 KiB, the others for 4 KiB.
[[nodiscard]] constexpr auto has_page_size(arch value, bytes page) -> bool {
  return page == 4096 || (value == arch::arm64 && (page == 16384 || page == 65536));
}

/// Whose tree. Vendors change limits: NXP's 4.9 and 4.14 trees raise the largest buddy block for their i.MX 8 parts.
enum class vendor : std::uint8_t { mainline, nxp };

/// The facts of a kernel's configuration that reserved memory depends on. The defaults are those of arm64's defconfig and of
/// distributions; a `.config` gives the real ones (kernel/config.hpp).
struct kernel_config {
  bool transparent_huge_pages = true;   ///< TRANSPARENT_HUGEPAGE
  bool hugetlb = true;                  ///< HUGETLB_PAGE
  bool numa = true;                     ///< NUMA: more CMA areas
  bool zone_dma = true;                 ///< ZONE_DMA
  bool zone_dma32 = true;               ///< ZONE_DMA32
  std::optional<unsigned> max_order{};  ///< inclusive, whatever the symbol of that version means; nothing: the default
  std::optional<unsigned> pageblock_max_order{};  ///< PAGE_BLOCK_MAX_ORDER, 6.19 and later
  std::optional<unsigned> cma_areas{};            ///< CMA_AREAS; nothing: the default
  bool restricted_pool = true;                    ///< DMA_RESTRICTED_POOL: without it such a node is plain
  unsigned cma_alignment = 8;                     ///< CMA_ALIGNMENT: the order that the DMA layer aligns CMA buffers to at most
  std::optional<bytes> default_cma{};             ///< CMA_SIZE_MBYTES, taken when neither tree nor command line names an area
};

/// The kernel that a board boots. `page` is 4, 16 or 64 KiB.
struct linux_kernel {
  kernel_version version{};
  carveout::arch arch = arch::arm64;
  bytes page = 4096;
  carveout::vendor vendor = vendor::mainline;
  kernel_config config{};
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
