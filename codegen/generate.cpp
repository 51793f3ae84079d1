// SPDX-License-Identifier: BSL-1.0

// The generator of one board. Compile it with the board's header in front and the board's name:
//
//   g++ -std=c++20 -I include -include board.hpp -DCARVEOUT_BOARD=boards::my_board codegen/generate.cpp -o generate
//   ./generate -o generated
//
// With -DCARVEOUT_GENERATOR_APART it is the board's half only, to be linked with generator.cpp.

#ifndef CARVEOUT_BOARD
#error "name the board: -include board.hpp -DCARVEOUT_BOARD=boards::my_board"
#endif

#ifdef CARVEOUT_GENERATOR_APART
#include "generator.hpp"
#else
#include "generator.cpp"
#endif

auto main(int argc, char** argv) -> int {
  using namespace carveout::codegen;
  return run(argc, argv, generated<CARVEOUT_BOARD>());
}
