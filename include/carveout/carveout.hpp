// SPDX-License-Identifier: BSL-1.0
#pragma once

/// Everything that a board description needs.
#include <carveout/check/valid.hpp>
#include <carveout/core/units.hpp>
#include <carveout/model/board.hpp>
#include <carveout/plan/lower.hpp>
#include <carveout/version.hpp>
