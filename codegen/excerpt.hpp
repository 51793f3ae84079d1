// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include <carveout/check/finding.hpp>
#include <carveout/core/sink.hpp>
#include <carveout/core/sort.hpp>
#include <carveout/emit/map.hpp>

#include "text.hpp"

/// The part of the memory map that a finding speaks of.
namespace carveout::codegen {

namespace detail {

struct map_row {
  interval range;
  std::string text;
  bool marked = false;
};

/// Gaps, regions and boot files around [from..to), by address.
[[nodiscard]] inline auto rows_around(const memory_plan& plan, const finding& about) -> std::vector<map_row> {
  std::vector<map_row> rows;
  const auto is_subject = [&](std::string_view what, std::string_view name) {
    return std::any_of(about.subjects.begin(), about.subjects.end(),
                       [&](const subject& each) { return each.what == what && each.name == name; });
  };
  for (const std::size_t index : plan.by_address) {
    const region& each = plan.regions[index];
    if (!each.is_placed()) break;
    text_buffer text;
    carveout::detail::write_padded(text, 12, name_of(each.kind));
    carveout::detail::write_map_name(text, each);
    carveout::detail::write_users(text, plan, index);
    const subject self = subject_of(each);
    rows.push_back({each.range, std::string{text.view()}, is_subject(self.what, self.name)});
  }
  for (const subject& each : about.subjects)
    if (!each.range.empty() && each.what != "node" && each.what != "pool" && each.what != "bank")
      rows.push_back({each.range, text_of(each.what, " '", each.name, '\''), true});
  carveout::merge_sort(std::span{rows}, [](const map_row& a, const map_row& b) { return a.range.begin < b.range.begin; });
  return rows;
}

}  // namespace detail

/// The subjects of a finding in their neighbourhood, every line after `prefix`, theirs after '>'. Nothing where none of them
/// has an address.
[[nodiscard]] inline auto excerpt(const memory_plan& plan, const finding& about, std::string_view prefix) -> std::string {
  const std::vector<detail::map_row> rows = detail::rows_around(plan, about);
  const auto marked = [](const detail::map_row& row) { return row.marked; };
  const auto first = std::find_if(rows.begin(), rows.end(), marked);
  if (first == rows.end()) return {};
  const auto last = std::find_if(rows.rbegin(), rows.rend(), marked).base();
  const auto from = first == rows.begin() ? first : first - 1, to = last == rows.end() ? last : last + 1;
  constexpr std::ptrdiff_t most = 9;
  std::string text;
  address end = from->range.begin;
  for (auto row = from; row != to; ++row) {
    if (to - from > most && row - from >= most - 2 && to - row > 2 && !row->marked) continue;  // a long way between the two
    const auto line = [&](char mark, interval range, std::string_view what) {
      text_buffer out;
      put(out, prefix, mark, ' ');
      carveout::detail::write_padded(out, 28, hex_range{range});
      carveout::detail::write_padded(out, 12, human_size{range.size()});
      put(out, what, '\n');
      text += out.view();
    };
    if (row->range.begin > end) line(' ', {end, row->range.begin}, "-");
    line(row->marked ? '>' : ' ', row->range, row->text);
    end = std::max(end, row->range.end);
  }
  return text;
}

}  // namespace carveout::codegen
