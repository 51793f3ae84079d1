// SPDX-License-Identifier: BSL-1.0
#ifndef POSITIVE_CONTROL
int x = undeclared;
#endif
