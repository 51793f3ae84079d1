// SPDX-License-Identifier: BSL-1.0
#include <carveout/core/upwards.hpp>
#include <carveout/version.hpp>
