// SPDX-License-Identifier: BSL-1.0
#include <carveout/carveout.hpp>

auto version_seen_by_b() -> const char*;
auto version_seen_by_b() -> const char* { return carveout::version_text; }
