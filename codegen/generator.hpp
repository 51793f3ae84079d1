// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <string_view>

#include <carveout/carveout.hpp>

/// The program behind `carveout_generate`: judges one board and writes its files.
namespace carveout::codegen {

/// A board, as the generator's other half (generator.cpp) sees it.
struct generated_board {
  using use = std::function<void(const memory_plan&, const findings&)>;

  std::string_view name;
  /// Lowers it for that kernel, judges the plan, and lends both.
  void (*judge)(const other_target&, const use&);
};

template <const auto& Board>
[[nodiscard]] auto generated() -> generated_board {
  return {Board.name, [](const other_target& kernel, const generated_board::use& use) {
            const auto storage = lower(Board, kernel);
            const memory_plan plan = storage.view();
            use(plan, check(Board, plan));
          }};
}

/// The generator's main function. Returns its exit status.
[[nodiscard]] auto run(int argc, char** argv, const generated_board& board) -> int;

}  // namespace carveout::codegen
