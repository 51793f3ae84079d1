// SPDX-License-Identifier: BSL-1.0
#include <cstdio>

/// The assertions are the compiler's work: that this program exists is the result.
int main() { std::printf("%d files of assertions compiled\n", STATIC_FILES); }
