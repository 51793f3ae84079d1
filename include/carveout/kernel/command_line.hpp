// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <carveout/core/interval.hpp>
#include <carveout/core/units.hpp>
#include <carveout/kernel/table.hpp>

/// The kernel's command line, read as the kernel reads it.
namespace carveout {

/// COMMAND_LINE_SIZE (arch/*/include/uapi/asm/setup.h), the terminating NUL included; what is longer is cut off.
[[nodiscard]] constexpr auto command_line_size(arch value) -> std::size_t { return value == arch::arm64 ? 2048 : 1024; }

/// A number with its suffix, and what follows it.
struct parsed_number {
  std::uint64_t value = 0;
  bool has_digits = false;
  std::string_view rest{};
};

namespace detail {

[[nodiscard]] constexpr auto digit_of(char c) -> unsigned {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return 16;  // no digit of any base
}

}  // namespace detail

/// memparse() (lib/cmdline.c): decimal, 0x hexadecimal or octal after 0, then at most one of K M G T P E in either case.
[[nodiscard]] constexpr auto memparse(std::string_view text) -> parsed_number {
  unsigned base = 10;
  if (text.starts_with('0')) base = 8;
  if (text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == 'x' && detail::digit_of(text[2]) < 16) base = 16;
  parsed_number result;
  std::size_t at = base == 16 ? 2 : 0;
  for (; at < text.size() && detail::digit_of(text[at]) < base; ++at) {
    result.value = result.value * base + detail::digit_of(text[at]);
    result.has_digits = true;
  }
  constexpr std::string_view suffixes = "kmgtpe";
  if (at < text.size()) {
    const std::size_t unit = suffixes.find(static_cast<char>(text[at] | 0x20));
    if (unit != std::string_view::npos) {
      result.value <<= 10 * (unit + 1);
      ++at;
    }
  }
  result.rest = text.substr(at);
  return result;
}

/// One argument: `name` or `name=value`.
struct argument {
  std::string_view name{};
  std::string_view value{};
  bool has_value = false;
};

/// Goes through the arguments of a command line (lib/cmdline.c:next_arg()): separated by spaces, which double quotes protect.
class arguments {
 public:
  constexpr explicit arguments(std::string_view line) : rest_(line) {}

  /// The next argument, or nothing at the end.
  [[nodiscard]] constexpr auto next() -> std::optional<argument> {
    while (!rest_.empty() && rest_[0] <= ' ') rest_.remove_prefix(1);
    if (rest_.empty()) return std::nullopt;
    bool quoted = false;
    std::size_t equals = 0, end = 0;
    for (; end < rest_.size() && (quoted || rest_[end] > ' '); ++end) {
      if (rest_[end] == '=' && equals == 0) equals = end;
      if (rest_[end] == '"') quoted = !quoted;
    }
    argument found;
    found.has_value = equals != 0;
    found.name = rest_.substr(0, found.has_value ? equals : end);
    if (found.has_value) found.value = unquoted(rest_.substr(equals + 1, end - equals - 1));
    rest_.remove_prefix(end);
    return found;
  }

 private:
  static constexpr auto unquoted(std::string_view text) -> std::string_view {
    if (text.starts_with('"')) text.remove_prefix(1);
    if (text.ends_with('"')) text.remove_suffix(1);
    return text;
  }
  std::string_view rest_;
};

/// The last argument of that name, which is the one that counts for all that carveout looks at.
[[nodiscard]] constexpr auto find_argument(std::string_view line, std::string_view name) -> std::optional<argument> {
  std::optional<argument> found;
  arguments all{line};
  while (const auto each = all.next())
    if (each->name == name) found = each;
  return found;
}

/// `cma=size[@base[-limit]]` (kernel/dma/contiguous.c:early_cma()).
struct cma_argument {
  bytes size = 0;
  address base = 0;
  address limit = 0;      ///< 0: the kernel's own
  bool is_fixed = false;  ///< exactly at `base`
  bool has_size = false;
  std::string_view rest{};  ///< what the kernel does not read
};

[[nodiscard]] constexpr auto parse_cma(std::string_view value) -> cma_argument {
  cma_argument result;
  const parsed_number size = memparse(value);
  result.size = size.value;
  result.has_size = size.has_digits;
  result.rest = size.rest;
  if (!size.rest.starts_with('@')) return result;
  const parsed_number base = memparse(size.rest.substr(1));
  result.base = base.value;
  result.limit = base.value + size.value;
  result.rest = base.rest;
  if (base.rest.starts_with('-')) {
    const parsed_number limit = memparse(base.rest.substr(1));
    result.limit = limit.value;
    result.rest = limit.rest;
  }
  result.is_fixed = result.base != 0 && result.base + result.size == result.limit;
  return result;
}

/// How `swiotlb=` is spelled: slots of 2 KiB, and from 6.1 on the number of areas behind a comma (kernel/dma/swiotlb.c:
/// setup_io_tlb_npages()); then force or noforce.
inline constexpr row<bool> swiotlb_areas_table[] = {
    {{4, 9}, {5, 19}, false, "kernel/dma/swiotlb.c:setup_io_tlb_npages()"},
    {{6, 1}, {7, 1}, true, "kernel/dma/swiotlb.c:setup_io_tlb_npages()"},
};

/// Whether the kernel reads all of a `swiotlb=` value.
[[nodiscard]] constexpr auto is_swiotlb_value(std::string_view value, bool has_areas) -> bool {
  const auto skip_number = [](std::string_view text) {
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') text.remove_prefix(1);
    return text;
  };
  std::string_view rest = skip_number(value);
  bool had_number = rest.size() != value.size();
  if (had_number && has_areas && rest.size() > 1 && rest[0] == ',' && rest[1] >= '0' && rest[1] <= '9')
    rest = skip_number(rest.substr(1));
  if (had_number && rest.empty()) return true;
  if (had_number && rest.starts_with(','))
    rest.remove_prefix(1);
  else if (had_number)
    return false;
  return rest == "force" || rest == "noforce";
}

/// A parameter about CMA, and the kernels that know it.
struct parameter_row {
  std::string_view name;
  kernel_version first;  ///< {}: no mainline kernel
  const char* source;
};

inline constexpr parameter_row cma_parameters[] = {
    {"cma_pernuma", {5, 10}, "kernel/dma/contiguous.c:early_cma_pernuma()"},
    {"numa_cma", {6, 6}, "kernel/dma/contiguous.c:early_numa_cma()"},
    {"hugetlb_cma", {5, 10}, "mm/hugetlb.c:cmdline_parse_hugetlb_cma()"},
    {"hugetlb_cma_only", {7, 1}, "mm/hugetlb_cma.c"},
    {"cma_name", {}, "proposed in 2022, never merged"},
};

}  // namespace carveout
