// SPDX-License-Identifier: BSL-1.0
// EXPECT: error\[address-wraps\]:
// EXPECT: pool 'sram'
// EXPECT: 0xffffffffffff0000 \+ 0x10000 leaves the 64-bit address space

#ifdef POSITIVE_CONTROL
#include "../rules/address-wraps/good.hpp"
static_assert(carveout::valid<rule_test::good>);
#else
#include "../rules/address-wraps/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
#endif
