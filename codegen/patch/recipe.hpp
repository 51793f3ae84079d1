// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>
#include <vector>

#include <carveout/kernel/target.hpp>

/// What a recipe for a source tree is: data. The engine (engine.hpp) finds its places in a tree and makes patches.
///
/// A recipe is found by text, not by version: of a place's forms the one is taken whose tokens are in the tree, so that a
/// stable release with a back-port, or a vendor's tree, is patched as what it is. Versions are for people, and for facts that a
/// tree does not show.
///
///     [[nodiscard]] inline auto my_recipe() -> recipe {
///       return {.id = "my-recipe", .summary = "...", .cost = "...", .since = {5, 10},
///               .facts = {{.name = "returns_fd", .file = "include/linux/dma-heap.h", .tokens = "int (*allocate)", .until = {5,
///               12}}}, .options = {{.name = "growth", .value = "off", .about = "off, or a size", .choices = {"off", "on"}}},
///               .variants = {{.parts = {{.subject = "dma-pool: ...", .message = "Why, in lines of up to 75 characters.\n",
///                                        .places = {replace_tokens({{.file = "kernel/dma/pool.c", .within =
///                                        "atomic_pool_expand",
///                                                                    .find = "min(...)", .replace = "..."}}),
///                                                   append_to("drivers/dma-buf/heaps/Kconfig", "\nconfig ...\n"),
///                                                   create("drivers/dma-buf/heaps/my_heap.c", my_heap_text)}}}}}};
///     }
///
/// and is named in recipes.hpp. A text (replacement, new file, subject, message) is a template (template.hpp):
///
///     //@if FACT        FACT is the name of a fact, !NAME, or OPTION=VALUE
///     //@else
///     //@end            each alone on its line; they nest
///     @{OPTION}         the option's value
namespace carveout::patch {

/// Something that is true of a tree or is not. With tokens, the file decides where it is there (the tokens are somewhere in it,
/// comments apart); with a file only, its being there decides; else the version, `since` <= version < `until`, and where none
/// of the two is given it is false.
struct fact {
  std::string_view name;
  std::string_view file{};
  std::string_view tokens{};
  kernel_version since{};
  kernel_version until{};     ///< {}: still true
  std::string_view commit{};  ///< instead of all this: whether the tree is a git checkout with that commit in its history
};

/// What a user may choose by --set RECIPE.NAME=VALUE.
struct option {
  std::string_view name;
  std::string_view value;  ///< when nothing is said
  std::string_view about;
  std::vector<std::string_view> choices{};  ///< empty: any size in bytes, with K, M, G
};

enum class edit_kind : unsigned char {
  tokens,  ///< replaces C tokens in a function's body
  line,    ///< replaces one line of a Kconfig entry or Makefile
  append,  ///< adds lines at the end of a file
  create,  ///< makes a file
};

/// One shape that a place may have in a tree.
struct form {
  edit_kind kind = edit_kind::tokens;
  std::string_view file;      ///< below the tree
  std::string_view within{};  ///< tokens: the function, empty for the whole file; line: the entry's first line, "config X"
  /// tokens: these three follow each other, and do so once in `within`; `find` is replaced. White space in them is of no
  /// matter to find a place; `find` and `replace` are written as they are laid out in the tree, for --reverse, which looks for
  /// tokens: a comment may neither begin nor end them.
  /// line: the line without its indentation, in `find`.
  std::string_view before{}, find{}, after{};
  std::string_view replace{};  ///< what comes there; empty: the lines of `find` go, where nothing else is on them
  std::string_view cocci{};    ///< the same as a semantic patch
};

/// One change; the first of its forms that the tree has is used, and a tree that has none is refused.
struct place {
  std::vector<form> forms;
};

[[nodiscard]] inline auto replace_tokens(std::vector<form> forms) -> place { return {std::move(forms)}; }
[[nodiscard]] inline auto replace_line(std::vector<form> forms) -> place {
  for (form& each : forms) each.kind = edit_kind::line;
  return {std::move(forms)};
}
[[nodiscard]] inline auto append_to(std::string_view file, std::string_view lines) -> place {
  return {{form{.kind = edit_kind::append, .file = file, .replace = lines}}};
}
[[nodiscard]] inline auto create(std::string_view file, std::string_view text) -> place {
  return {{form{.kind = edit_kind::create, .file = file, .replace = text}}};
}

/// One patch of a recipe.
struct part {
  std::string_view subject;  ///< after [PATCH n/m]
  std::string_view message;
  std::vector<place> places;
};

/// What a recipe does in trees of one sort: the first variant is used of which all facts in `when` are true.
struct variant {
  std::string_view when{};     ///< names of facts, separated by spaces; !NAME is true when NAME is not
  std::vector<part> parts{};   ///< patches, one after the other
  std::string_view nothing{};  ///< where there is nothing to patch: what to do instead
  std::string_view note{};     ///< said to the user beside the patches
};

/// Where a recipe was tried.
struct evidence {
  std::string_view release;  ///< "6.1.192", or the first of a range of fixtures "5.17"
  bool real = false;         ///< applied to that release's own files and taken back; else only on a fixture of the same shape
};

enum class tree_kind : unsigned char { kernel, gst_plugins_base };

struct recipe {
  std::string_view id;
  std::string_view summary;  ///< one line
  std::string_view cost;     ///< what one pays for it
  tree_kind kind = tree_kind::kernel;
  kernel_version since{};
  kernel_version last{};  ///< {}: no end known
  std::vector<evidence> tried{};
  std::vector<fact> facts{};
  std::vector<option> options{};
  std::vector<variant> variants{};
  std::string_view otherwise{};  ///< why a tree is refused that is like none of the variants
};

}  // namespace carveout::patch
