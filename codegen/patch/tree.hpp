// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

#include <carveout/kernel/target.hpp>

#include "recipe.hpp"
#include "template.hpp"

/// A source tree that patches are made against: what it is, and its files. Nothing here writes to it.
namespace carveout::patch {

/// Why something is not done, for people to act upon.
struct refusal {
  enum class sort : std::uint8_t {
    unexpected,    ///< the code is not as any form of the recipe
    applied,       ///< the tree has it already
    not_applied,   ///< --reverse: the tree does not have it
    missing_file,  ///< a file that every form needs is not there
    out_of_range,  ///< the version is none for this recipe
    dirty,         ///< git knows changes of a file that would be changed
    no_tree,       ///< no kernel, or no gst-plugins-base
    other_version  ///< than --kernel says
  };
  sort why = sort::unexpected;
  std::string file{};    ///< below the tree; empty where it is about the tree
  std::size_t line = 0;  ///< from 1; 0: the file as a whole
  std::string reason{};
  std::string fix{};

  /// The tree itself cannot be used, whatever the recipe: exit status 2 instead of 1.
  [[nodiscard]] auto unusable() const -> bool { return why == sort::no_tree || why == sort::other_version; }
};

/// file:line: reason; fix
[[nodiscard]] inline auto text_of(const refusal& what) -> std::string {
  std::string text = what.file;
  if (what.line != 0) text += ':' + std::to_string(what.line);
  if (!text.empty()) text += ": ";
  return text + what.reason + (what.fix.empty() ? "" : "; " + what.fix);
}

[[nodiscard]] inline auto text_of(kernel_version version) -> std::string {
  std::string text = std::to_string(version.major) + '.' + std::to_string(version.minor);
  if (version.sublevel != 0) text += '.' + std::to_string(version.sublevel);
  return text;
}

[[nodiscard]] inline auto release_of(kernel_version version) -> kernel_version { return {version.major, version.minor, 0}; }

struct tree_identity {
  tree_kind kind = tree_kind::kernel;
  kernel_version version;
  std::string name;  ///< Linux 6.1.192, gst-plugins-base 1.18.0
};

/// Files of a tree, each read once, and what has been made of them.
class source_tree {
 public:
  explicit source_tree(std::filesystem::path root) : root_{std::move(root)} {}

  [[nodiscard]] auto root() const -> const std::filesystem::path& { return root_; }

  /// The text as it is now, edits included; nothing where there is no such file. Throws std::runtime_error where it cannot be
  /// read.
  [[nodiscard]] auto read(std::string_view file) const -> const std::optional<std::string>& {
    auto found = files_.find(file);
    if (found == files_.end()) found = files_.emplace(std::string{file}, load(root_ / file)).first;
    return found->second;
  }
  [[nodiscard]] auto has(std::string_view file) const -> bool { return read(file).has_value(); }
  /// Nothing removes the file. In memory only.
  void set(std::string_view file, std::optional<std::string> text) {
    files_.insert_or_assign(std::string{file}, std::move(text));
  }

  [[nodiscard]] auto is_git() const -> bool {
    std::error_code none;
    return std::filesystem::exists(root_ / ".git", none);
  }

 private:
  [[nodiscard]] static auto load(const std::filesystem::path& path) -> std::optional<std::string> {
    std::error_code none;
    if (!std::filesystem::is_regular_file(path, none)) return std::nullopt;
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error{path.string() + ": cannot be read"};
    return std::string{std::istreambuf_iterator<char>{file}, {}};
  }

  std::filesystem::path root_;
  mutable std::map<std::string, std::optional<std::string>, std::less<>> files_;
};

namespace detail {

/// The number behind "NAME =" in a Makefile.
[[nodiscard]] inline auto make_number(std::string_view text, std::string_view name) -> std::optional<std::uint16_t> {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.starts_with(name)) continue;
    line = trimmed(line.substr(name.size()));
    if (!line.starts_with('=')) continue;
    line = trimmed(line.substr(1));
    const auto version = parse_kernel_version(std::string{line} + ".0");
    if (version && line.find('.') == std::string_view::npos) return version->major;
  }
  return std::nullopt;
}

/// "version : '1.18.0'" of meson's project(), or AC_INIT's second argument
[[nodiscard]] inline auto gst_version(const source_tree& tree) -> std::optional<kernel_version> {
  std::string_view rest;
  if (const auto& meson = tree.read("meson.build"); meson && meson->find("'gst-plugins-base'") != std::string::npos)
    rest = std::string_view{*meson}.substr(std::min(meson->find("version"), meson->size()));
  else if (const auto& configure = tree.read("configure.ac");
           configure && configure->find("gst-plugins-base") != std::string::npos)
    rest = std::string_view{*configure}.substr(std::min(configure->find("AC_INIT"), configure->size()));
  const std::size_t digit = rest.find_first_of("0123456789");
  if (digit == std::string_view::npos) return std::nullopt;
  rest = rest.substr(digit);
  rest = rest.substr(0, rest.find_first_not_of("0123456789."));
  // 1.19.0.1 is the state after 1.19.0
  if (std::size_t dots = 0; true)
    for (std::size_t i = 0; i < rest.size(); ++i)
      if (rest[i] == '.' && ++dots == 3) rest = rest.substr(0, i);
  return parse_kernel_version(rest);
}

}  // namespace detail

/// What sort of tree it is, and its version.
[[nodiscard]] inline auto identify(const source_tree& tree) -> std::variant<tree_identity, refusal> {
  using namespace std::string_literals;
  const std::string root = tree.root().string();
  std::error_code none;
  if (!std::filesystem::is_directory(tree.root(), none))
    return refusal{
        refusal::sort::no_tree, {}, 0, root + ": is no folder", "name the folder of a Linux or gst-plugins-base source tree"};
  if (const auto& make = tree.read("Makefile"); make && std::filesystem::is_directory(tree.root() / "kernel", none)) {
    const auto major = detail::make_number(*make, "VERSION"), minor = detail::make_number(*make, "PATCHLEVEL");
    if (major && minor) {
      const kernel_version version{*major, *minor, detail::make_number(*make, "SUBLEVEL").value_or(std::uint16_t{0})};
      return tree_identity{tree_kind::kernel, version, "Linux " + text_of(version)};
    }
  }
  if (const auto version = detail::gst_version(tree))
    return tree_identity{tree_kind::gst_plugins_base, *version, "gst-plugins-base " + text_of(*version)};
  return refusal{
      refusal::sort::no_tree,
      {},
      0,
      root + ": is no Linux source tree (VERSION and PATCHLEVEL in Makefile, a folder kernel/), and no gst-plugins-base",
      "name the folder that the source was unpacked to; headers and build folders are not enough"};
}

/// "6.1" fits every 6.1.x, "6.1.192" only itself.
[[nodiscard]] inline auto check_version(const tree_identity& tree, std::string_view wanted) -> std::optional<refusal> {
  const auto version = parse_kernel_version(wanted);
  const bool exact = std::count(wanted.begin(), wanted.end(), '.') == 2;
  if (version && (exact ? *version == tree.version : *version == release_of(tree.version))) return std::nullopt;
  return refusal{refusal::sort::other_version,
                 {},
                 0,
                 "the tree is " + tree.name + ", not " + std::string{wanted},
                 "name the tree of that version, or leave --kernel out"};
}

}  // namespace carveout::patch
