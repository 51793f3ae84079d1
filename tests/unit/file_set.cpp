// SPDX-License-Identifier: BSL-1.0
#include "file_set.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <doctest/doctest.h>

namespace fs = std::filesystem;
using carveout::codegen::file_set;

namespace {

/// A folder of its own, removed at the end.
class scratch_folder {
 public:
  scratch_folder() {
    std::string name = (fs::temp_directory_path() / "carveout-unit-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  scratch_folder(const scratch_folder&) = delete;
  auto operator=(const scratch_folder&) -> scratch_folder& = delete;
  ~scratch_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] auto path() const -> const fs::path& { return path_; }
  void write(const std::string& name, std::string_view text) const { std::ofstream{path_ / name} << text; }
  [[nodiscard]] auto read(const std::string& name) const -> std::string {
    std::ifstream file{path_ / name, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }
  [[nodiscard]] auto names() const -> std::set<std::string> {
    std::set<std::string> all;
    for (const auto& each : fs::directory_iterator{path_}) all.insert(each.path().filename().string());
    return all;
  }

 private:
  fs::path path_;
};

using names = std::set<std::string>;

}  // namespace

TEST_CASE("files in folders, and programs") {
  scratch_folder folder;
  file_set files{folder.path()};
  files.add("a/b/c", "text");
  files.add("a/run", "#!/bin/sh\n", true);
  CHECK_FALSE(fs::exists(folder.path() / "a/b/c"));
  files.commit();
  CHECK(folder.read("a/b/c") == "text");
  const auto may_run = [&](const char* name) {
    return (fs::status(folder.path() / name).permissions() & fs::perms::owner_exec) != fs::perms::none;
  };
  CHECK(may_run("a/run"));
  CHECK_FALSE(may_run("a/b/c"));
  CHECK(fs::directory_iterator{folder.path() / "a/b"}->path().filename() == "c");  // nothing is left aside
}

TEST_CASE("files appear at commit, whole, and nothing else") {
  scratch_folder folder;
  folder.write("a", "old and longer");
  {
    file_set files{folder.path()};
    files.add("a", "new");
    files.add("b", std::string_view{"\0\xff\r\n", 4});  // blobs are written as they are
    CHECK(folder.read("a") == "old and longer");
    files.commit();
  }
  CHECK(folder.names() == names{"a", "b"});
  CHECK(folder.read("a") == "new");
  CHECK(folder.read("b") == std::string{"\0\xff\r\n", 4});
}

TEST_CASE("without commit nothing changes") {
  scratch_folder folder;
  folder.write("a", "old");
  {
    file_set files{folder.path()};
    files.add("a", "new");
    files.add("b", "new");
  }
  CHECK(folder.names() == names{"a"});
  CHECK(folder.read("a") == "old");
}

TEST_CASE("a file that cannot be written aside is an error, and nothing changes") {
  scratch_folder folder;
  folder.write("a", "old");
  {
    file_set files{folder.path()};
    files.add("a", "new");
    CHECK_THROWS(files.add("a/b", "new"));
  }
  CHECK(folder.names() == names{"a"});
  CHECK(folder.read("a") == "old");
}

TEST_CASE("a file that cannot be renamed leaves every old file as it was") {
  // a folder that is not empty stands where one of three files has to go: first, in the middle, last
  for (const std::string blocked : {"a", "b", "c"}) {
    CAPTURE(blocked);
    scratch_folder folder;
    for (const std::string each : {"a", "b", "c"})
      if (each != blocked) folder.write(each, "old");
    fs::create_directories(folder.path() / blocked / "inside");
    {
      file_set files{folder.path()};
      for (const std::string each : {"a", "b", "c"}) files.add(each, "new");
      CHECK_THROWS(files.commit());
    }
    CHECK(folder.names() == names{"a", "b", "c"});  // no .new files
    CHECK(fs::is_directory(folder.path() / blocked));
    for (const std::string each : {"a", "b", "c"})
      if (each != blocked) CHECK(folder.read(each) == "old");
  }
}

TEST_CASE("a failed commit leaves no file that was not there before") {
  scratch_folder folder;
  fs::create_directories(folder.path() / "b" / "inside");
  {
    file_set files{folder.path()};
    for (const std::string each : {"a", "b", "c"}) files.add(each, "new");
    CHECK_THROWS(files.commit());
  }
  CHECK(folder.names() == names{"b"});
}
