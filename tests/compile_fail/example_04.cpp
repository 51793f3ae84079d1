// SPDX-License-Identifier: BSL-1.0
// What the README of example 04 says of the board that was moved and not changed, and that the changed one compiles.
// EXPECT: error.recipe-chunk-limit.: board 'imx8qm-mek' routes every allocation to the atomic pool, and coherent_pool=384M becomes 3 times 4 MiB
// EXPECT: error.ion-carveout-removed.: pool 'carveout_region' .0xf8000000..0x100000000. is an imx-ion-pool, and Linux 6.12 has no ION

#ifdef POSITIVE_CONTROL
#include "../../examples/04-imx8qm-mek-6.12/board.hpp"
#else
#include "../../examples/04-imx8qm-mek-6.12/moved.hpp"
#endif
