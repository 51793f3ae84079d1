// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>

#include <carveout/core/sink.hpp>

#include "simulation.hpp"
#include "text.hpp"

/// Who lay where, when: a picture of a simulation.
namespace carveout::codegen {

/// More blocks than that nobody can tell apart, and no viewer likes the file.
inline constexpr std::size_t most_blocks_drawn = 100'000;

namespace detail {

/// Hues a golden angle apart: neighbours in number are far apart in colour.
[[nodiscard]] inline auto hue_of(std::uint64_t id) -> std::uint64_t { return id % 360 * 137 % 360; }

}  // namespace detail

/// Address upwards by operations to the right, a rectangle a block, one colour per ID; refused requests are marked below.
/// The bytes depend on the simulation alone.
inline void write_occupancy_svg(std::ostream& out, const allocator_choice& choice, const simulation& run) {
  using carveout::codegen::detail::hue_of;
  constexpr double left = 110, top = 46, width = 960, height = 520, right = 20, bottom = 64;
  const auto operations = static_cast<double>(std::max<std::size_t>(run.operations, 1));
  const auto size = static_cast<double>(std::max<bytes>(run.size, 1));
  const auto x = [&](std::size_t time) { return left + width * static_cast<double>(time) / (operations + 1); };
  const auto y = [&](bytes offset) { return top + height * (1 - static_cast<double>(offset) / size); };
  const auto previous = out.precision(1);
  out << std::fixed;

  out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " << left + width + right << ' ' << top + height + bottom
      << "\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n"
      << "<title>" << choice.name << ": who lies where, operation by operation</title>\n"
      << "<style>\n"
         "svg { background: #fff; color: #222 }\n"
         ".axis, .grid { stroke: currentColor; fill: none } .grid { opacity: .2 }\n"
         "text { fill: currentColor } .block { stroke: currentColor; stroke-width: .3; fill-opacity: .75 }\n"
         ".refused { stroke: #d00; stroke-width: 1.5 }\n"
         "@media (prefers-color-scheme: dark) { svg { background: #1b1b1f; color: #ddd } .refused { stroke: #f66 } }\n"
         "</style>\n"
      << "<text x=\"" << left << "\" y=\"20\" font-size=\"15\">" << choice.name << ", "
      << text_of(human_size{run.size}, " at ", hex{choice.memory.base}) << "</text>\n"
      << "<text x=\"" << left << "\" y=\"37\">" << run.allocations.size() << " allocations, " << run.failures
      << " refused; high-water " << text_of(human_size{run.high_water}) << " ("
      << 100 * static_cast<double>(run.high_water) / size << " %)</text>\n";

  for (unsigned quarter = 0; quarter <= 4; ++quarter) {
    const bytes offset = run.size / 4 * quarter;
    out << "<path class=\"grid\" d=\"M" << left << ' ' << y(offset) << 'h' << width << "\"/><text x=\"" << left - 6 << "\" y=\""
        << y(offset) + 4 << "\" text-anchor=\"end\">" << text_of(hex{choice.memory.base + offset}) << "</text>\n";
    const std::size_t time = run.operations * quarter / 4;
    out << "<text x=\"" << x(time) << "\" y=\"" << top + height + 30 << "\" text-anchor=\"middle\">" << time << "</text>\n";
  }
  out << "<text x=\"" << left + width / 2 << "\" y=\"" << top + height + 50 << "\" text-anchor=\"middle\">operations</text>\n";

  for (const replayed& each : run.allocations) {
    const std::string what = text_of("ID ", each.asked.id, ", line ", each.asked.line, ": ", human_size{each.asked.size});
    if (!each.result) {
      out << "<path class=\"refused\" d=\"M" << x(each.begin) << ' ' << top + height + 3 << "v10\"><title>" << what
          << " refused: " << message_of(each.result.why) << "</title></path>\n";
      continue;
    }
    const address begin = choice.memory.base + *each.result;
    out << "<rect class=\"block\" x=\"" << x(each.begin) << "\" y=\"" << y(*each.result + each.asked.size) << "\" width=\""
        << std::max(x(each.end) - x(each.begin), .3) << "\" height=\""
        << std::max(height * static_cast<double>(each.asked.size) / size, .3) << "\" fill=\"hsl(" << hue_of(each.asked.id)
        << " 65% 55%)\"><title>" << what << " at [" << text_of(hex{begin}, "..", hex{begin + each.asked.size})
        << "), operations " << each.begin << " to " << each.end << "</title></rect>\n";
  }
  out << "<rect class=\"axis\" x=\"" << left << "\" y=\"" << top << "\" width=\"" << width << "\" height=\"" << height
      << "\"/>\n"
      << "</svg>\n";
  out.precision(previous);
  out.unsetf(std::ios::floatfield);
}

}  // namespace carveout::codegen
