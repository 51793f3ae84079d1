// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <fstream>
#include <ios>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace carveout::codegen {

/// A set of files, each of which is at any time the old one or the new one: written aside, renamed when all are complete.
class file_set {
 public:
  explicit file_set(std::filesystem::path folder) : folder_(std::move(folder)) {}
  file_set(const file_set&) = delete;
  auto operator=(const file_set&) -> file_set& = delete;
  ~file_set() {
    std::error_code ignored;
    for (const auto& each : pending_) std::filesystem::remove(aside(each), ignored);
  }

  /// `name` may have folders in front, which are made. Throws std::runtime_error, naming the file.
  void add(const std::string& name, std::string_view content, bool is_program = false) {
    const std::filesystem::path path = aside(name);
    std::filesystem::create_directories(path.parent_path());
    pending_.push_back(name);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path.string());
    using std::filesystem::perms;
    if (is_program)
      std::filesystem::permissions(path, perms::owner_exec | perms::group_exec | perms::others_exec,
                                   std::filesystem::perm_options::add);
  }
  /// Throws before the first file is replaced when one cannot be.
  void commit() {
    for (const std::string& each : pending_)
      if (std::filesystem::is_directory(folder_ / each))
        throw std::runtime_error((folder_ / each).string() + " is a folder, not a file");
    while (!pending_.empty()) {
      std::filesystem::rename(aside(pending_.back()), folder_ / pending_.back());
      pending_.pop_back();
    }
  }

 private:
  [[nodiscard]] auto aside(const std::string& name) const -> std::filesystem::path {
    const std::filesystem::path path = folder_ / name;
    return path.parent_path() / ("." + path.filename().string() + ".new");
  }

  std::filesystem::path folder_;
  std::vector<std::string> pending_;
};

}  // namespace carveout::codegen
