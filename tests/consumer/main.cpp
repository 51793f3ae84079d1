// SPDX-License-Identifier: BSL-1.0
#include "board.hpp"

int main() { return carveout::valid<boards::tiny> ? 0 : 1; }
