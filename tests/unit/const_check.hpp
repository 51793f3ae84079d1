// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <doctest/doctest.h>

/// Holds in constant evaluation and at run time, which are two different evaluators.
#define CONST_CHECK(...)        \
  do {                          \
    static_assert(__VA_ARGS__); \
    CHECK(__VA_ARGS__);         \
  } while (false)
