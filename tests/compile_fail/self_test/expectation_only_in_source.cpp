// SPDX-License-Identifier: BSL-1.0
// EXPECT: a message that only the source has
#ifndef POSITIVE_CONTROL
int x = undeclared;  // a message that only the source has
#endif
