// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <carveout/kernel/buddy.hpp>
#include <carveout/kernel/target.hpp>

/// Reading a kernel's final `.config` (/boot/config-*, /proc/config.gz). Constant evaluation manages an extract of some dozen
/// lines; the programs read whole files.
namespace carveout {

namespace detail {

[[nodiscard]] constexpr auto is_symbol_text(std::string_view text) -> bool {
  for (const char c : text)
    if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  return !text.empty();
}

}  // namespace detail

/// One line of a `.config` or a fragment: `CONFIG_CMA=y`, `CONFIG_CMA_AREAS=20`, `# CONFIG_SWAP is not set`.
struct config_line {
  std::string_view symbol{};  ///< without CONFIG_
  std::string_view value{};   ///< "n" when it is not set
};

/// Nothing for anything else.
[[nodiscard]] constexpr auto parse_config_line(std::string_view line) -> std::optional<config_line> {
  constexpr std::string_view prefix = "CONFIG_", unset = "# CONFIG_", ending = " is not set";
  config_line read;
  if (line.starts_with(prefix)) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || equals + 1 == line.size()) return std::nullopt;
    read = {line.substr(prefix.size(), equals - prefix.size()), line.substr(equals + 1)};
  } else if (line.starts_with(unset) && line.ends_with(ending) && line.size() > unset.size() + ending.size()) {
    read = {line.substr(unset.size(), line.size() - unset.size() - ending.size()), "n"};
  }
  if (!detail::is_symbol_text(read.symbol)) return std::nullopt;
  return read;
}

/// The number of the first line, from 1, that no `.config` has; 0 when there is none. A text without any symbol is none either:
/// its last line is named.
[[nodiscard]] constexpr auto first_bad_config_line(std::string_view text) -> std::size_t {
  std::size_t number = 0;
  bool any = false;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const bool is_symbol = parse_config_line(line).has_value();
    if (!is_symbol && !line.empty() && line[0] != '#') return number;
    any = any || is_symbol;
  }
  return any ? 0 : number == 0 ? 1 : number;
}

/// What a `.config` says of a symbol (without CONFIG_): "y", "m", "n", a number, a quoted string. Nothing when it does not name
/// it.
[[nodiscard]] constexpr auto config_value(std::string_view text, std::string_view symbol) -> std::optional<std::string_view> {
  for (std::size_t at = text.find(symbol); at != std::string_view::npos; at = text.find(symbol, at + 1)) {
    const std::size_t begin = at == 0 ? std::string_view::npos : text.rfind('\n', at);
    const std::size_t first = begin == std::string_view::npos ? 0 : begin + 1;
    const std::optional<config_line> line = parse_config_line(text.substr(first, text.find('\n', at) - first));
    if (line && line->symbol == symbol) return line->value;
  }
  return std::nullopt;
}

/// Whether a text is all of a `.config`, by its first lines, and not an extract: then a symbol that it does not name is off.
[[nodiscard]] constexpr auto is_whole_config(std::string_view text) -> bool {
  return text.substr(0, 256).find("Kernel Configuration") != std::string_view::npos;
}

/// The version in the first lines of a `.config`: "# Linux/arm64 6.1.192 Kernel Configuration".
[[nodiscard]] constexpr auto config_version(std::string_view text) -> std::optional<kernel_version> {
  constexpr std::string_view before = "# Linux/";
  std::string_view rest = text.substr(0, 256);
  const std::size_t at = rest.find(before);
  if (at == std::string_view::npos) return std::nullopt;
  rest.remove_prefix(at + before.size());
  const std::size_t space = rest.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  rest.remove_prefix(space + 1);
  return parse_kernel_version(rest.substr(0, rest.find_first_not_of("0123456789.")));
}

/// A decimal number; nothing when it is none, or too large to be an order, a count or a size in MiB.
[[nodiscard]] constexpr auto config_number(std::string_view text, std::string_view symbol) -> std::optional<unsigned> {
  const std::optional<std::string_view> value = config_value(text, symbol);
  if (!value || value->size() > 6) return std::nullopt;
  unsigned number = 0;
  for (const char c : *value) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

/// The order of a block of pages. Nothing above 32, which no machine has the memory for.
[[nodiscard]] constexpr auto config_order(std::string_view text, std::string_view symbol) -> std::optional<unsigned> {
  const std::optional<unsigned> order = config_number(text, symbol);
  return order && *order <= 32 ? order : std::nullopt;
}

/// The facts of a `.config`, for a kernel of this version; what an extract does not name stays as it is.
[[nodiscard]] constexpr auto read_config(std::string_view text, const linux_kernel& kernel) -> kernel_config {
  kernel_config facts = kernel.config;
  const bool whole = is_whole_config(text);
  const auto read = [&](bool& fact, std::string_view symbol) {
    if (const auto value = config_value(text, symbol)) {
      fact = *value == "y";
    } else if (whole) {
      fact = false;
    }
  };
  read(facts.transparent_huge_pages, "TRANSPARENT_HUGEPAGE");
  read(facts.hugetlb, "HUGETLB_PAGE");
  read(facts.numa, "NUMA");
  read(facts.zone_dma, "ZONE_DMA");
  read(facts.zone_dma32, "ZONE_DMA32");
  read(facts.restricted_pool, "DMA_RESTRICTED_POOL");
  const max_order_facts order = look_up(max_order_table, nearest_known(kernel.version)).value;
  if (const auto number = config_order(text, order.symbol); number && *number != 0)
    facts.max_order = order.inclusive ? *number : *number - 1;
  if (const auto number = config_order(text, "PAGE_BLOCK_MAX_ORDER")) facts.pageblock_max_order = number;
  if (const auto number = config_number(text, "CMA_AREAS")) facts.cma_areas = number;
  if (const auto number = config_order(text, "CMA_ALIGNMENT")) facts.cma_alignment = *number;
  if (const auto number = config_number(text, "CMA_SIZE_MBYTES")) facts.default_cma = bytes{*number} << 20;
  return facts;
}

}  // namespace carveout
