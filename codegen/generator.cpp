// SPDX-License-Identifier: BSL-1.0

// All of the generator that does not depend on the board. A file of its own because it takes several times as long to compile
// as a board does: carveout_generate() compiles it once for all boards of a project.
#include "generator.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include <carveout/emit/map.hpp>
#include <carveout/version.hpp>

#include "bsp/files.hpp"
#include "bsp/patches.hpp"
#include "file_set.hpp"
#include "outputs.hpp"
#include "target_options.hpp"

namespace carveout::codegen {
namespace {

enum exit_status : int { fine = 0, refused = 1, unusable = 2 };

/// Prints every finding, then, if one of them is an error, the memory map around it.
void print_findings(const findings& all, const memory_plan& plan) {
  text_buffer text;
  for (const finding& each : all.list()) {
    write_to(text, each);
    text.append("\n");
  }
  if (all.errors() != 0) {
    text.append("\n");
    emit_map(plan, text);
  }
  std::cerr << text.view();
}

/// What the command line asks for.
struct request {
  std::string folder = ".";
  std::string name;
  std::vector<std::string> emits;
  std::string kernel, arch, page, config;
  std::string print;
  std::vector<std::string> dialects;
  std::string kernel_tree, gst_tree;
  patch::signing signing;

  [[nodiscard]] auto wants(std::string_view output) const -> bool {
    return print == output || std::find(emits.begin(), emits.end(), output) != emits.end();
  }
};

[[nodiscard]] auto known_outputs() -> std::string {
  std::string text;
  for (const output& each : outputs) text += (text.empty() ? "" : ", ") + std::string{each.name};
  return text;
}

/// Empty when the request can be served, else what is wrong with it.
[[nodiscard]] auto complaint(const request& asked) -> std::string {
  std::vector<std::string> names = asked.emits;
  if (!asked.print.empty()) names.push_back(asked.print);
  for (const std::string& each : names) {
    if (find_output(each) == nullptr) return "unknown output '" + each + "'; known are " + known_outputs();
  }
  if (asked.print == "patches") return "'patches' is a folder of files: use --emit";
  if (asked.wants("patches") && asked.kernel_tree.empty())
    return "'patches' needs --kernel-tree DIR: they are made against that very tree";
  for (const std::string& each : asked.dialects)
    if (std::find(dialects.begin(), dialects.end(), each) == dialects.end())
      return "unknown dialect '" + each + "'; known are yocto, buildroot, android, kernel";
  if (!asked.dialects.empty() && !asked.wants("bsp")) return "--dialect is for the output bsp: add --emit bsp";
  if (!asked.gst_tree.empty() && !asked.wants("bsp")) return "--gst-tree is for the output bsp: add --emit bsp";
  if (!asked.kernel_tree.empty() && !asked.wants("bsp") && !asked.wants("patches"))
    return "--kernel-tree is for the outputs patches and bsp: add --emit patches";
  if (!asked.signing.author.empty() && !patch::is_author(asked.signing.author))
    return "--author '" + asked.signing.author + "': write it as 'Name <mail@host>'";
  if (asked.signing.signoff && asked.signing.author.empty()) return "--signoff needs --author: nobody else can sign for you";
  if (const std::string wrong = complaint_on_target(asked.kernel, asked.arch, asked.page); !wrong.empty()) return wrong;
  if (!is_file_stem(asked.name)) return "'" + asked.name + "' cannot name a file; use letters, digits, '_', '.' and '-'";
  return {};
}

/// The BSP's source, with patches from the trees that were named. Throws patch_failure.
[[nodiscard]] auto make_bsp_source(const request& asked, const memory_plan& plan) -> bsp_source {
  bsp_source from{.plan = plan, .name = asked.name, .dialects = asked.dialects};
  if (from.dialects.empty()) from.dialects.assign(dialects.begin(), dialects.end());
  if (!asked.kernel_tree.empty())
    from.patches = make_patches(asked.kernel_tree, needed_recipes(plan, false), plan, asked.signing, from.tree);
  if (!asked.gst_tree.empty())
    from.gst_patches = make_patches(asked.gst_tree, needed_recipes(plan, true), plan, asked.signing, from.gst_tree);
  return from;
}

/// Writes what was asked for; throws when a file cannot be written, or a patch not made.
void write_outputs(const request& asked, const memory_plan& plan) {
  const bsp_source source = make_bsp_source(asked, plan);
  if (!asked.print.empty()) {
    text_buffer text;
    if (asked.print == "bsp")
      text.append(bsp_readme(source));
    else
      find_output(asked.print)->write(plan, text);
    std::cout.write(text.view().data(), static_cast<std::streamsize>(text.size())).flush();
    if (!std::cout) throw std::runtime_error("cannot write to standard output");
    return;
  }
  std::filesystem::create_directories(asked.folder);
  file_set files{asked.folder};
  if (asked.wants("patches"))
    for (const bsp_file& each : patch_files(source.patches)) files.add(asked.name + ".patches/" + each.path, each.text);
  if (asked.wants("bsp"))
    for (const bsp_file& each : bsp_files(source)) files.add(asked.name + ".bsp/" + each.path, each.text, each.is_program);
  for (const output& each : outputs) {
    if (each.is_folder() || !asked.wants(each.name)) continue;
    text_buffer text;
    each.write(plan, text);
    files.add(asked.name + std::string{each.suffix}, text.view());
  }
  files.commit();
}

}  // namespace

auto run(int argc, char** argv, const generated_board& board) -> int {
  request asked;
  asked.name = board.name;
  for (const output& each : outputs)
    if (!each.is_folder()) asked.emits.emplace_back(each.name);

  CLI::App app{"Judges the board '" + asked.name + "' and writes its device tree, boot arguments and configuration."};
  app.set_version_flag("--version", std::string{"carveout "} + version_text);
  app.add_option("-o,--output", asked.folder, "folder to write into; made if missing")->capture_default_str();
  app.add_option("--name", asked.name, "what the files are named after")->capture_default_str();
  app.add_option("--emit", asked.emits, "which files, separated by commas; all but folders if not given")->delimiter(',');
  app.add_option("--print", asked.print, "write one output to standard output instead of files");
  app.add_option("--kernel", asked.kernel, "judge and generate for this version instead of the board's own");
  app.add_option("--arch", asked.arch, "arm64, arm or riscv64, instead of the board's own");
  app.add_option("--page", asked.page, "page size: 4K, 16K or 64K, instead of the board's own");
  app.add_option("--config", asked.config,
                 "judge by this kernel .config too, and take the kernel's facts from it; - is standard input");
  app.add_option("--dialect", asked.dialects, "bsp: yocto, buildroot, android, kernel, separated by commas; all if not given")
      ->delimiter(',');
  app.add_option("--kernel-tree", asked.kernel_tree, "bsp, patches: the kernel's source, which patches are made against")
      ->type_name("DIR");
  app.add_option("--gst-tree", asked.gst_tree, "bsp: the source of gst-plugins-base, where its plug-in needs a patch")
      ->type_name("DIR");
  app.add_option("--author", asked.signing.author, "who the patches are from")->type_name("\"NAME <MAIL>\"");
  app.add_flag("--signoff", asked.signing.signoff, "add Signed-off-by of the author");
  std::string footer = "Outputs:\n";
  for (const output& each : outputs) {
    const std::string name{each.name};
    footer += "  " + name + std::string(12 - name.size(), ' ') + std::string{each.what} + "\n";
  }
  app.footer(footer + "Exit status: 0 written; 1 the board has errors, nothing written; 2 usage or file error.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? fine : unusable;
  }
  if (const std::string wrong = complaint(asked); !wrong.empty()) {
    std::cerr << "error: " << wrong << '\n';
    return unusable;
  }

  std::string config;
  try {
    if (!asked.config.empty()) config = read_dot_config(asked.config);
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return unusable;
  }
  const other_target kernel{.version = asked.kernel.empty() ? std::nullopt : parse_kernel_version(asked.kernel),
                            .arch = asked.arch.empty() ? std::nullopt : parse_arch(asked.arch),
                            .page = asked.page.empty() ? std::nullopt : parse_page(asked.page),
                            .config = asked.config.empty() ? std::nullopt : std::optional<std::string_view>{config}};
  int status = fine;
  board.judge(kernel, [&](const memory_plan& plan, const findings& found) {
    print_findings(found, plan);
    if (found.errors() != 0) {
      status = refused;
      return;
    }
    try {
      write_outputs(asked, plan);
    } catch (const patch_failure& error) {
      std::cerr << "error: " << error.what() << "; nothing was written\n";
      status = error.status;
    } catch (const std::exception& error) {
      std::cerr << "error: " << error.what() << "; nothing was changed\n";
      status = unusable;
    }
  });
  return status;
}

}  // namespace carveout::codegen
