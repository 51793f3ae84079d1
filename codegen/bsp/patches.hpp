// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <carveout/plan/memory_plan.hpp>

#include "../patch/git.hpp"
#include "../patch/mail.hpp"
#include "../patch/recipes.hpp"

/// The recipes that a board needs, as patches for a tree.
namespace carveout::codegen {

/// Why there are none, and the generator's exit status for it.
struct patch_failure : std::runtime_error {
  int status;
  patch_failure(const std::string& why, int exit_status) : std::runtime_error{why}, status{exit_status} {}
  explicit patch_failure(const patch::refusal& why, const std::string& about = {})
      : patch_failure{about + patch::text_of(why), why.unusable() ? 2 : 1} {}
};

/// File names and texts, in the order of the series. `tree_name` becomes what the tree is. Throws patch_failure.
[[nodiscard]] inline auto make_patches(const std::string& folder, const std::vector<std::string>& ids, const memory_plan& plan,
                                       const patch::signing& by, std::string& tree_name)
    -> std::vector<std::pair<std::string, std::string>> {
  const patch::source_tree original{folder};
  const auto answer = patch::identify(original);
  if (const auto* const why = std::get_if<patch::refusal>(&answer)) throw patch_failure{*why};
  const patch::tree_identity& identity = std::get<patch::tree_identity>(answer);
  if (identity.kind == patch::tree_kind::kernel &&
      patch::release_of(identity.version) != patch::release_of(plan.kernel.version))
    throw patch_failure{folder + ": is " + identity.name + ", and the board is for " +
                            patch::text_of(patch::release_of(plan.kernel.version)) +
                            "; name the tree of that release, or say --kernel",
                        2};
  tree_name = identity.name;
  std::vector<patch::made_patch> patches;
  patch::source_tree tree = original;
  for (const patch::recipe& each : patch::recipes()) {
    if (std::find(ids.begin(), ids.end(), each.id) == ids.end()) continue;
    patch::outcome made = patch::apply(each, tree, identity);
    if (made.state == patch::outcome::state_of::refused) throw patch_failure{made.reason, made.recipe + ": "};
    if (!made.note.empty()) std::cerr << "note: " << made.recipe << ": " << made.note << '\n';
    std::vector<std::string> files;
    for (const patch::made_patch& one : made.patches)
      for (const patch::file_change& change : one.changes) files.push_back(change.file);
    if (const auto dirty = patch::check_clean(original, files)) throw patch_failure{*dirty, made.recipe + ": "};
    for (patch::made_patch& one : made.patches) patches.push_back(std::move(one));
  }
  for (const std::string& id : ids)
    if (patch::find_recipe(id) == nullptr) throw patch_failure{"this version of carveout has no recipe '" + id + "'", 2};
  std::vector<std::pair<std::string, std::string>> texts;
  for (patch::named_text& each : patch::mails(patches, by)) texts.emplace_back(std::move(each.name), std::move(each.text));
  return texts;
}

}  // namespace carveout::codegen
