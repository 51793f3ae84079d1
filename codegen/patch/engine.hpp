// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <carveout/core/number.hpp>

#include "apply.hpp"
#include "diff.hpp"
#include "git.hpp"
#include "recipe.hpp"
#include "template.hpp"
#include "tree.hpp"

/// Recipes on trees:
///
///     source_tree tree{"linux"};
///     const auto identity = identify(tree);                              // or a refusal
///     const outcome made = apply(recipe, tree, std::get<tree_identity>(identity), {});
///     if (made.state == outcome::state_of::applies) ... made.patches     // the tree in memory has them now, the next recipe
///     sees it
///
/// mail.hpp makes text of patches. Nothing is written to the tree.
namespace carveout::patch {

/// A change of the tree with its reason.
struct made_patch {
  std::string recipe, subject, message;
  std::vector<file_change> changes;
};

/// Where something is changed.
struct site {
  std::string file;
  std::size_t line = 0;
  std::string_view cocci{};  ///< the same change as a semantic patch, where the recipe has one
};

struct outcome {
  enum class state_of : std::uint8_t {
    applies,
    nothing,  ///< this tree needs no patch: `note` says what to do instead
    refused   ///< `reason` says why; applied already is one of the reasons
  };
  state_of state = state_of::refused;
  std::string recipe{};
  std::vector<made_patch> patches{};
  std::vector<site> sites{};
  refusal reason{};
  std::string note{};
};

/// OPTION -> VALUE
using option_values = std::map<std::string, std::string, std::less<>>;

/// Whether the recipe was tried on files of this very release, 6.1 for 6.1.192.
[[nodiscard]] inline auto is_verified_on(const recipe& of, kernel_version version) -> bool {
  return std::any_of(of.tried.begin(), of.tried.end(), [&](const evidence& each) {
    const auto release = parse_kernel_version(each.release);
    return each.real && release && release_of(*release) == release_of(version);
  });
}

/// Empty where the recipe has the option and takes the value, else what is wrong.
[[nodiscard]] inline auto complaint_on_option(const recipe& of, std::string_view name, std::string_view value) -> std::string {
  std::string known;
  for (const option& each : of.options) {
    known += (known.empty() ? "" : ", ") + std::string{each.name};
    if (each.name != name) continue;
    if (each.choices.empty())
      return parse_number(value)
                 ? ""
                 : std::string{name} + ": '" + std::string{value} + "' is no size; write it as 64M or 0x4000000";
    std::string choices;
    for (const std::string_view choice : each.choices) {
      if (choice == value) return {};
      choices += (choices.empty() ? "" : ", ") + std::string{choice};
    }
    return std::string{name} + ": '" + std::string{value} + "' is none of " + choices;
  }
  return std::string{of.id} + " has no option '" + std::string{name} + "'; it has " + (known.empty() ? "none" : known);
}

namespace detail {

[[nodiscard]] inline auto is_true(const fact& each, const source_tree& tree, kernel_version version) -> bool {
  if (!each.commit.empty()) return has_commit(tree, each.commit);
  if (!each.file.empty()) {
    const auto& text = tree.read(each.file);
    if (each.tokens.empty()) return text.has_value();
    if (text) {
      const std::vector<token> tokens = tokens_of(*text);
      return !find_tokens(tokens, {0, tokens.size()}, tokens_of(each.tokens)).empty();
    }
    if (each.since == kernel_version{} && each.until == kernel_version{}) return false;
  }
  const kernel_version release = release_of(version);
  return each.since <= release && (each.until == kernel_version{} || release < each.until);
}

/// Facts and options of one recipe on one tree, as they are before anything is changed. Asking for what the recipe does not
/// name is a mistake in the recipe, and throws std::logic_error.
class recipe_values {
 public:
  recipe_values(const recipe& of, const source_tree& tree, kernel_version version, const option_values& chosen) : id_{of.id} {
    for (const fact& each : of.facts) facts_.emplace(each.name, patch::detail::is_true(each, tree, version));
    for (const option& each : of.options) {
      const auto set = chosen.find(each.name);
      options_.emplace(each.name, set == chosen.end() ? std::string{each.value} : set->second);
    }
  }

  [[nodiscard]] auto holds(std::string_view name) const -> bool {
    if (const std::size_t equals = name.find('='); equals != std::string_view::npos)
      return value_of(name.substr(0, equals)) == name.substr(equals + 1);
    const auto found = facts_.find(name);
    if (found == facts_.end()) throw std::logic_error{id_ + ": has no fact '" + std::string{name} + '\''};
    return found->second;
  }
  [[nodiscard]] auto value_of(std::string_view name) const -> std::string {
    const auto found = options_.find(name);
    if (found == options_.end()) throw std::logic_error{id_ + ": has no option '" + std::string{name} + '\''};
    return found->second;
  }
  [[nodiscard]] auto all_hold(std::string_view names) const -> bool {
    for (names = trimmed(names); !names.empty(); names = trimmed(names)) {
      std::string_view name = names.substr(0, names.find(' '));
      names.remove_prefix(name.size());
      const bool negated = name.starts_with('!');
      if (negated) name.remove_prefix(1);
      if (holds(name) == negated) return false;
    }
    return true;
  }
  [[nodiscard]] auto for_templates() const -> template_values {
    return {[this](std::string_view name) { return holds(name); }, [this](std::string_view name) { return value_of(name); }};
  }

 private:
  std::string id_;
  std::map<std::string, bool, std::less<>> facts_;
  std::map<std::string, std::string, std::less<>> options_;
};

[[nodiscard]] inline auto with_edits(const std::string& text, std::vector<text_edit> edits) -> std::string {
  std::sort(edits.begin(), edits.end(), [](const text_edit& a, const text_edit& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t at = 0;
  for (const text_edit& each : edits) {
    if (each.begin < at) throw std::logic_error{"two changes of a recipe are in the same place"};
    out.append(text, at, each.begin - at).append(each.text);
    at = each.end;
  }
  return out.append(text, at);
}

[[nodiscard]] inline auto fits_version(const recipe& of, const tree_identity& tree) -> std::optional<refusal> {
  const auto refuse = [&](std::string reason) {
    return refusal{
        refusal::sort::out_of_range, {}, 0, std::move(reason), "'carveout patch --list' tells what each recipe is for"};
  };
  const std::string id{of.id};
  if (of.kind != tree.kind)
    return refuse(id + " is for " + (of.kind == tree_kind::kernel ? "a kernel" : "gst-plugins-base") + ", the tree is " +
                  tree.name);
  const kernel_version release = release_of(tree.version);
  if (release < of.since) return refuse("the tree is " + tree.name + ", " + id + " begins with " + text_of(of.since));
  if (of.last != kernel_version{} && of.last < release)
    return refuse("the tree is " + tree.name + ", " + id + " ends with " + text_of(of.last));
  return std::nullopt;
}

/// The places of a part, all of which must be there, and in the same state.
struct found_part {
  std::vector<found_place> places;
  std::optional<refusal> wrong;
};

[[nodiscard]] inline auto find_part(const part& wanted, const source_tree& tree, const template_values& values) -> found_part {
  found_part found;
  for (const place& each : wanted.places) {
    place_answer answer = find_place(each, tree, values);
    if (auto* const wrong = std::get_if<refusal>(&answer)) return {{}, std::move(*wrong)};
    found.places.push_back(std::get<found_place>(std::move(answer)));
  }
  for (const found_place& each : found.places)
    if (const found_place& first = found.places.front(); each.applied != first.applied) {
      const found_place &done = each.applied ? each : first, &open = each.applied ? first : each;
      return {{},
              refusal{refusal::sort::unexpected, done.file, done.line,
                      "has a part of the recipe already, " + open.file + ':' + std::to_string(open.line) + " does not",
                      "take that part back first"}};
    }
  return found;
}

/// Edits of a part, made in the tree's memory.
[[nodiscard]] inline auto make_edits(const std::vector<found_place>& places, source_tree& tree) -> std::vector<file_change> {
  std::vector<file_change> changes;
  std::map<std::string, std::vector<text_edit>> edits;
  for (const found_place& each : places) {
    if (edits.find(each.file) == edits.end()) changes.push_back({each.file, tree.read(each.file), {}});
    edits[each.file].push_back(each.edit);
    if (each.whole_file) changes.back().after = each.applied ? std::nullopt : std::optional{each.edit.text};
  }
  std::sort(changes.begin(), changes.end(), [](const file_change& a, const file_change& b) { return a.file < b.file; });
  for (file_change& each : changes) {
    const bool is_whole =
        std::any_of(places.begin(), places.end(), [&](const found_place& at) { return at.whole_file && at.file == each.file; });
    if (!is_whole) each.after = with_edits(*each.before, edits[each.file]);
    tree.set(each.file, each.after);
  }
  return changes;
}

}  // namespace detail

/// What a recipe does to a tree, or undoes. On success the tree's memory has the change; on refusal it is as it was. Throws
/// std::logic_error where the recipe itself is wrong.
[[nodiscard]] inline auto apply(const recipe& of, source_tree& tree, const tree_identity& identity,
                                const option_values& options = {}, bool reverse = false) -> outcome {
  outcome result{.recipe = std::string{of.id}};
  if (auto wrong = detail::fits_version(of, identity)) {
    result.reason = std::move(*wrong);
    return result;
  }
  const detail::recipe_values known{of, tree, identity.version, options};
  const template_values values = known.for_templates();
  const variant* chosen = nullptr;
  for (const variant& each : of.variants)
    if (chosen == nullptr && known.all_hold(each.when)) chosen = &each;
  if (chosen == nullptr) {
    result.reason = {
        refusal::sort::unexpected,
        {},
        0,
        of.otherwise.empty() ? "the tree is like none that " + result.recipe + " knows" : std::string{of.otherwise},
        {}};
    return result;
  }
  result.note = detail::trimmed_newline(render(chosen->note, values));
  if (!chosen->nothing.empty()) {
    result.state = outcome::state_of::nothing;
    result.note = render(chosen->nothing, values);
    return result;
  }

  source_tree work = tree;
  const auto refuse = [&](refusal why) {
    result.patches.clear();
    result.sites.clear();
    result.reason = std::move(why);
    return result;
  };
  std::vector<const part*> parts;
  for (const part& each : chosen->parts) parts.push_back(&each);
  if (reverse) std::reverse(parts.begin(), parts.end());
  std::size_t done = 0;
  for (const part* const each : parts) {
    detail::found_part found = detail::find_part(*each, work, values);
    if (found.wrong) return refuse(std::move(*found.wrong));
    if (found.places.front().applied != reverse) {
      if (done != 0)
        return refuse({refusal::sort::unexpected, found.places.front().file, found.places.front().line,
                       reverse ? "does not have this part of the recipe" : "has this part of the recipe already",
                       "make the tree as it was before the recipe"});
      const detail::found_place& where = found.places.front();
      return refuse({reverse ? refusal::sort::not_applied : refusal::sort::applied,
                     where.file,
                     where.line,
                     reverse ? result.recipe + " is not applied" : "already applied",
                     {}});
    }
    ++done;
    for (const detail::found_place& at : found.places) result.sites.push_back({at.file, at.line, at.cocci});
    const source_tree before = work;
    std::vector<file_change> changes = detail::make_edits(found.places, work);
    if (reverse) {
      // what is taken back must be what the recipe had made, to the letter
      source_tree again = work;
      const detail::found_part forward = detail::find_part(*each, again, values);
      if (!forward.wrong && !forward.places.front().applied) static_cast<void>(detail::make_edits(forward.places, again));
      for (const file_change& change : changes)
        if (again.read(change.file) != before.read(change.file))
          return refuse({refusal::sort::unexpected, change.file, 0, "was changed by something else than this recipe",
                         "take it back by hand"});
    }
    std::string subject = render(each->subject, values);
    result.patches.push_back({result.recipe, reverse ? "Revert \"" + subject + '"' : subject,
                              reverse ? "Takes back what " + result.recipe + " changed.\n" : render(each->message, values),
                              std::move(changes)});
  }
  tree = std::move(work);
  result.state = outcome::state_of::applies;
  return result;
}

}  // namespace carveout::patch
