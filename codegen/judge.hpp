// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <carveout/check/check.hpp>

#include "progress.hpp"
#include "tree/tree_options.hpp"

/// Many trees, each for one or more kernels, judged side by side.
namespace carveout::codegen {

/// One tree for one kernel.
struct verdict {
  std::shared_ptr<const tree_plan> plan;
  findings found;
};

struct judged_tree {
  std::string path;
  std::string unusable;           ///< why there are no verdicts
  std::vector<verdict> verdicts;  ///< one for each target

  [[nodiscard]] auto count(severity level) const -> std::size_t {
    std::size_t sum = 0;
    for (const verdict& each : verdicts)
      for (const finding& it : each.found.list()) sum += it.level == level ? 1U : 0U;
    return sum;
  }
  [[nodiscard]] auto errors() const -> std::size_t {
    std::size_t sum = 0;
    for (const verdict& each : verdicts) sum += each.found.errors();
    return sum;
  }
};

/// Findings beyond this number are counted only if they are errors.
inline constexpr std::size_t most_findings = 1000;

[[nodiscard]] inline auto judge_tree(const std::string& path, const tree_request& request) -> judged_tree {
  judged_tree result{.path = path, .unusable = {}, .verdicts = {}};
  try {
    const device_tree tree{load_tree(path, request.files)};
    const std::string name = path == "-" ? "stdin" : std::filesystem::path{path}.filename().string();
    for (const tree_target& target : request.targets) {
      const auto plan = std::make_shared<const tree_plan>(tree, target, name);
      result.verdicts.push_back({plan, check(plan->view(), most_findings)});
    }
  } catch (const std::exception& error) {  // tree_error, bad_alloc
    result.verdicts.clear();
    result.unusable = error.what();
  }
  return result;
}

/// In the order of `paths`. `each` is called with every result in that order, from one thread, as soon as those before it are
/// done; what it does not keep is gone.
inline void judge_trees(const std::vector<std::string>& paths, const tree_request& request, const auto& each) {
  const std::size_t workers = std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), paths.size());
  progress shown{"of " + std::to_string(paths.size()) + " trees", 1};
  if (workers <= 1) {
    std::size_t done = 0;
    for (const std::string& path : paths) {
      each(judge_tree(path, request));
      shown.at(++done);
    }
    return;
  }
  std::vector<std::unique_ptr<judged_tree>> results(paths.size());
  std::vector<std::atomic<bool>> ready(paths.size());
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> pool;
  for (std::size_t i = 0; i < workers; ++i)
    pool.emplace_back([&] {
      for (std::size_t job = next++; job < paths.size(); job = next++) {
        results[job] = std::make_unique<judged_tree>(judge_tree(paths[job], request));
        ready[job] = true;
        ready[job].notify_one();
      }
    });
  for (std::size_t i = 0; i < paths.size(); ++i) {
    ready[i].wait(false);
    each(*results[i]);
    results[i].reset();
    shown.at(i + 1);
  }
}

}  // namespace carveout::codegen
