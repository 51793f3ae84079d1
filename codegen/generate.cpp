// SPDX-License-Identifier: BSL-1.0

// The generator of one board. Compile it with the board's header in front and the board's name:
//
//   g++ -std=c++20 -I include -include board.hpp -DCARVEOUT_BOARD=boards::my_board codegen/generate.cpp -o generate
//   ./generate -o generated

#ifndef CARVEOUT_BOARD
#error "name the board: -include board.hpp -DCARVEOUT_BOARD=boards::my_board"
#endif

#include "generator.hpp"

auto main(int argc, char** argv) -> int { return carveout::codegen::run<CARVEOUT_BOARD>(argc, argv); }
