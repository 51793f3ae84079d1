// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>

#include <carveout/plan/lower.hpp>

/// Compares a plan with those of trees, prints what differs, and writes /reserved-memory of the plan as source.
void judge_plan(const carveout::memory_plan& plan, const char* source, std::initializer_list<const char*> trees);

template <typename Board>
void judge(const Board& board, const char* source, std::initializer_list<const char*> trees) {
  const auto storage = carveout::lower(board);
  judge_plan(storage.view(), source, trees);
}
