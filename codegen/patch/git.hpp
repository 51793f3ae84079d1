// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tree.hpp"

/// What the program git knows of a tree.
namespace carveout::patch {

struct program_answer {
  int status = 0;
  std::string out;  ///< both of its outputs
};

namespace detail {

/// Runs git in a folder; nothing where it cannot be started.
[[nodiscard]] inline auto run_git(const std::string& folder, std::vector<std::string> arguments)
    -> std::optional<program_answer> {
  // no program that the tree's own configuration names is run, nothing is written to it, and a checkout around it is of no
  // matter
  arguments.insert(arguments.begin(), {"git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", folder,
                                       "--git-dir=.git", "--work-tree=."});
  std::vector<char*> argv;
  for (std::string& each : arguments) argv.push_back(each.data());
  argv.push_back(nullptr);
  std::array<int, 2> pipe_ends{};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, "git", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe_ends[1]);
  std::optional<program_answer> answer;
  if (failed == 0) {
    answer.emplace();
    std::array<char, 4096> part{};
    for (;;) {
      const ssize_t count = ::read(pipe_ends[0], part.data(), part.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      answer->out.append(part.data(), static_cast<std::size_t>(count));
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    answer->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  }
  ::close(pipe_ends[0]);
  return answer;
}

}  // namespace detail

/// Refuses a checkout in which one of these files differs from what is committed. A tree that is no checkout is fine.
[[nodiscard]] inline auto check_clean(const source_tree& tree, const std::vector<std::string>& files)
    -> std::optional<refusal> {
  if (!tree.is_git() || files.empty()) return std::nullopt;
  std::vector<std::string> arguments{"status", "--porcelain", "--untracked-files=all", "--"};
  for (const std::string& each : files) arguments.push_back(":(literal)" + each);
  const auto answer = detail::run_git(tree.root().string(), arguments);
  if (!answer)
    return refusal{refusal::sort::dirty,
                   {},
                   0,
                   "the tree is a git checkout, and git cannot be started to see whether it is clean",
                   "install git"};
  const std::string first = answer->out.substr(0, answer->out.find('\n'));
  if (answer->status != 0)
    return refusal{
        refusal::sort::dirty, {}, 0, "git cannot tell whether the tree is clean: " + first, "see what 'git status' says there"};
  if (first.size() <= 3) return std::nullopt;
  return refusal{refusal::sort::dirty, first.substr(3), 0,
                 first.starts_with("??") ? "is not in git" : "has changes that are not committed",
                 "commit them, or put them aside with 'git stash'"};
}

/// Whether a checkout has a commit in the history of what is checked out.
[[nodiscard]] inline auto has_commit(const source_tree& tree, std::string_view commit) -> bool {
  if (!tree.is_git()) return false;
  const auto answer = detail::run_git(tree.root().string(), {"merge-base", "--is-ancestor", std::string{commit}, "HEAD"});
  return answer && answer->status == 0;
}

}  // namespace carveout::patch
