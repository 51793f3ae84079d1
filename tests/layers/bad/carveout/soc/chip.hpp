// SPDX-License-Identifier: BSL-1.0
#include <carveout/plan/memory_plan.hpp>
