// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "device_tree.hpp"

extern "C" char** environ;  // NOLINT: POSIX declares it nowhere

/// From files to a blob: source goes through the C preprocessor and dtc, overlays are applied by libfdt.
namespace carveout::codegen {

struct tree_files {
  std::vector<std::string> include_folders;  ///< for .dts, besides its own folder
  std::vector<std::string> overlays;         ///< applied in this order
};

namespace detail {

/// Throws tree_error.
[[nodiscard]] inline auto read_whole_file(const std::string& path) -> std::string {
  if (path == "-") return {std::istreambuf_iterator<char>{std::cin}, {}};
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) throw tree_error{"is a folder, not a file"};
  std::ifstream file{path, std::ios::binary};
  std::string text;
  if (file) text.assign(std::istreambuf_iterator<char>{file}, {});
  if (!file.is_open() || file.bad())
    throw tree_error{std::filesystem::exists(path, ignored) ? "cannot be read" : "does not exist"};
  return text;
}

/// A folder that goes away with the object.
class scratch_folder {
 public:
  scratch_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "carveout.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw tree_error{"cannot be compiled: no temporary folder can be made in " + name};
    path_ = name;
  }
  scratch_folder(const scratch_folder&) = delete;
  auto operator=(const scratch_folder&) -> scratch_folder& = delete;
  ~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] auto file(std::string_view name) const -> std::string { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Runs a program without a shell, its diagnostics into a file; its exit status, 127 when it cannot be started.
[[nodiscard]] inline auto run_program(std::vector<std::string> arguments, const std::string& diagnostics) -> int {
  std::vector<char*> argv;
  for (std::string& each : arguments) argv.push_back(each.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, diagnostics.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child = 0;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return 127;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

/// The first line of a compiler's diagnostics that says "rror", or the first.
[[nodiscard]] inline auto first_error(const std::string& path) -> std::string {
  std::ifstream file{path};
  std::string first;
  for (std::string line; std::getline(file, line);) {
    if (first.empty()) first = line;
    if (line.find("rror") != std::string::npos) return line;
  }
  return first.empty() ? "it gives no reason" : first;
}

[[nodiscard]] inline auto compile_source(const std::string& path, const std::string& text, const tree_files& files)
    -> std::string {
  const scratch_folder scratch;
  const std::string source = scratch.file("source.dts"), expanded = scratch.file("expanded.dts"), said = scratch.file("said"),
                    out = scratch.file("tree.dtb");
  const bool is_stdin = path == "-";
  if (is_stdin) std::ofstream{source, std::ios::binary} << text;
  std::vector<std::string> folders = files.include_folders;
  folders.insert(folders.begin(), is_stdin ? "." : std::filesystem::path{path}.parent_path().string());
  if (folders.front().empty()) folders.front() = ".";
  std::vector<std::string> preprocess{"cpp", "-nostdinc", "-undef", "-D__DTS__", "-x", "assembler-with-cpp"};
  std::vector<std::string> compile{"dtc", "-q", "-@", "-I", "dts", "-O", "dtb", "-o", out};
  for (const std::string& each : folders) {
    preprocess.insert(preprocess.end(), {"-I", each});
    compile.insert(compile.end(), {"-i", each});
  }
  preprocess.insert(preprocess.end(), {"-o", expanded, is_stdin ? source : path});
  compile.push_back(expanded);
  for (const auto& [command, package] : {std::pair{&preprocess, "cpp"}, std::pair{&compile, "device-tree-compiler"}}) {
    const int status = run_program(*command, said);
    if (status == 127)
      throw tree_error{"cannot be compiled: '" + command->front() + "' cannot be run (Debian: apt-get install " + package +
                       ")"};
    if (status != 0) throw tree_error{"does not compile: " + first_error(said)};
  }
  return read_whole_file(out);
}

[[nodiscard]] inline auto is_blob(std::string_view text) -> bool { return text.starts_with("\xd0\x0d\xfe\xed"); }

/// Source is what is called so, or what standard input has if it is no blob.
[[nodiscard]] inline auto load(const std::string& path, const tree_files& files) -> std::string {
  std::string text = read_whole_file(path);
  const bool is_source = path.ends_with(".dts") || path.ends_with(".dtso") || path.ends_with(".dtsi");
  if (is_blob(text) || (!is_source && path != "-")) return text;
  if (text.empty()) throw tree_error{"is empty"};
  return compile_source(path, text, files);
}

/// The first label that an overlay needs and the base has not; empty if there is none.
[[nodiscard]] inline auto missing_label(const device_tree& base, const device_tree& overlay) -> std::string {
  const std::size_t fixups = overlay.child(0, "__fixups__"), symbols = base.child(0, "__symbols__");
  if (fixups == device_tree::none) return {};
  for (std::size_t i = 0; i < overlay[fixups].properties; ++i) {
    const std::string_view label = overlay.properties_of(fixups)[i].name;
    if (symbols == device_tree::none || !base.has(symbols, label)) return printable(label);
  }
  return {};
}

/// Offsets in `__local_fixups__` and `__fixups__` say where in a property a phandle is. libfdt 1.6.1 reads and writes there
/// without a look at the property's length (overlay_update_local_node_references) or past a sum that wraps
/// (fdt_setprop_inplace_namelen_partial). `fixups` and `of` are offsets of nodes, which libfdt finds here as it will find them
/// there: `name` is `name@1` to it. Throws tree_error.
inline void check_local_fixups(const void* overlay, int fixups, int of) {
  int each = 0;
  fdt_for_each_property_offset(each, overlay, fixups) {
    const char* name = nullptr;
    int size = 0, fixed = 0;
    const void* const offsets = fdt_getprop_by_offset(overlay, each, &name, &size);
    if (offsets == nullptr) continue;
    // libfdt renumbers each property of that name before it reads the offsets, those among the offsets too
    if (const std::string_view property = name; property == "phandle" || property == "linux,phandle")
      throw tree_error{"is damaged: __local_fixups__ has '" + std::string{property} + "', which is no reference"};
    if (fdt_getprop(overlay, of, name, &fixed) == nullptr) continue;
    const std::string_view cells{static_cast<const char*>(offsets), static_cast<std::size_t>(size)};
    for (std::size_t i = 0; i + 4 <= cells.size(); i += 4)
      if (const std::uint32_t at = big_endian(cells, i); fixed < 4 || at > static_cast<std::uint32_t>(fixed - 4))
        throw tree_error{"is damaged: __local_fixups__ has a phandle at octet " + std::to_string(at) + " of '" +
                         printable(name) + "' in node '" + printable(fdt_get_name(overlay, of, nullptr)) + "', which has " +
                         std::to_string(fixed)};
  }
  fdt_for_each_subnode(each, overlay, fixups) {
    const int same = fdt_subnode_offset(overlay, of, fdt_get_name(overlay, each, nullptr));
    if (same >= 0) check_local_fixups(overlay, each, same);
  }
}

inline void check_fixups(const device_tree& overlay, const void* bytes) {
  if (const int local = fdt_path_offset(bytes, "/__local_fixups__"); local >= 0) check_local_fixups(bytes, local, 0);
  const std::size_t fixups = overlay.child(0, "__fixups__");
  if (fixups == device_tree::none) return;
  for (std::size_t i = 0; i < overlay[fixups].properties; ++i) {
    std::string_view rest = overlay.properties_of(fixups)[i].value;
    while (!rest.empty()) {  // path:property:offset
      const std::string_view place = rest.substr(0, rest.find('\0'));
      rest.remove_prefix(std::min(rest.size(), place.size() + 1));
      const std::string_view offset = place.substr(place.rfind(':') + 1);
      if (offset.empty() || offset.size() > 8 || offset.find_first_not_of("0123456789") != std::string_view::npos)
        throw tree_error{"is damaged: /__fixups__ has '" + printable(place) + "', which is no path:property:offset"};
    }
  }
}

/// Throws tree_error.
[[nodiscard]] inline auto apply_overlay(const std::string& base, const std::string& overlay) -> std::string {
  const device_tree base_tree{blob{base}}, overlay_tree{blob{overlay}};  // libfdt trusts what it applies
  const std::string label = missing_label(base_tree, overlay_tree);
  if (!label.empty())
    throw tree_error{
        "needs the label '" + label + "', which the tree lacks" +
        (base_tree.child(0, "__symbols__") == device_tree::none ? " (it has no __symbols__: compile it with dtc -@)" : "")};
  blob room{base + std::string(2 * overlay.size() + 4096, '\0')}, applied{overlay};
  check_fixups(overlay_tree, applied.data());
  if (fdt_open_into(room.data(), room.data(), static_cast<int>(room.size())) != 0)
    throw tree_error{"cannot be applied: the tree before it cannot be enlarged"};
  if (const int error = fdt_overlay_apply(room.data(), applied.data()); error != 0)
    throw tree_error{std::string{"cannot be applied: "} + fdt_strerror(error) +
                     (error == -FDT_ERR_NOTFOUND ? " (a target, or a node that it changes, is not in the tree)" : "")};
  fdt_pack(room.data());
  return std::string{room.text().substr(0, fdt_totalsize(room.data()))};
}

[[nodiscard]] inline auto with_overlay(const std::string& base, const std::string& path, const tree_files& files)
    -> std::string {
  try {
    return apply_overlay(base, load(path, files));
  } catch (const tree_error& error) {
    throw tree_error{"overlay " + path + " " + error.what()};
  }
}

}  // namespace detail

/// The blob of a tree with its overlays. Throws tree_error, whose text follows the file's name.
[[nodiscard]] inline auto load_tree(const std::string& path, const tree_files& files) -> blob {
  std::string bytes = detail::load(path, files);
  for (const std::string& each : files.overlays) bytes = detail::with_overlay(bytes, each, files);
  return blob{bytes};
}

/// Folders replaced by the .dtb files below them, in the order of their names. Throws tree_error where there are none.
[[nodiscard]] inline auto expand_folders(const std::vector<std::string>& paths) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const std::string& each : paths) {
    std::error_code error;
    if (each == "-" || !std::filesystem::is_directory(each, error)) {
      all.push_back(each);
      continue;
    }
    std::vector<std::string> found;
    for (std::filesystem::recursive_directory_iterator
             it{each, std::filesystem::directory_options::skip_permission_denied, error},
         end;
         !error && it != end; it.increment(error))
      if (it->path().extension() == ".dtb" && it->is_regular_file(error)) found.push_back(it->path().string());
    if (found.empty()) throw tree_error{each + ": is a folder without any .dtb below it"};
    std::sort(found.begin(), found.end());
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

}  // namespace carveout::codegen
