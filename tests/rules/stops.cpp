// SPDX-License-Identifier: BSL-1.0
// The board of -DRULE=<id> must stop the build with the messages that its header announces; its neighbour must not.
#define TEXT_OF(name) #name
#define HEADER(folder, name) TEXT_OF(folder/name.hpp)

#ifdef POSITIVE_CONTROL
#include HEADER(RULE, good)
static_assert(carveout::valid<rule_test::good>);
#else
#include HEADER(RULE, bad)
static_assert(carveout::valid<rule_test::bad>);
#endif
