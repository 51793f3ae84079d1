// SPDX-License-Identifier: BSL-1.0
#include <carveout/check/rule.hpp>
