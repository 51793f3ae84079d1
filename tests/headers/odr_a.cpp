// SPDX-License-Identifier: BSL-1.0
#include <carveout/carveout.hpp>

auto version_seen_by_b() -> const char*;

int main() { return carveout::version_text == version_seen_by_b() ? 0 : 1; }
