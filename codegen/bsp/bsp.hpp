// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <carveout/core/sink.hpp>
#include <carveout/plan/heap_names.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/route/measures.hpp>

/// What the files of a BSP folder have in common. readme.hpp, yocto.hpp, buildroot.hpp, android.hpp and kernel_script.hpp each
/// add theirs; files.hpp puts them together.
namespace carveout::codegen {

inline constexpr std::array<std::string_view, 4> dialects{"yocto", "buildroot", "android", "kernel"};

struct bsp_file {
  std::string path;  ///< below the BSP folder
  std::string text;
  bool is_program = false;
};

/// What a BSP folder is made from.
struct bsp_source {
  const memory_plan& plan;
  std::string name;                                            ///< of the board's files
  std::vector<std::string> dialects{};                         ///< some of `dialects`
  std::vector<std::pair<std::string, std::string>> patches{};  ///< of the kernel: file name and text, in their order
  std::vector<std::pair<std::string, std::string>> gst_patches{};
  std::string tree{};      ///< what `patches` were made against: "Linux 6.1.192"; empty: there was no tree
  std::string gst_tree{};  ///< the same for `gst_patches`

  [[nodiscard]] auto speaks(std::string_view dialect) const -> bool {
    return std::find(dialects.begin(), dialects.end(), dialect) != dialects.end();
  }
};

/// The recipes for a kernel tree, or for gst-plugins-base, that the board needs.
[[nodiscard]] inline auto needed_recipes(const memory_plan& plan, bool for_gst) -> std::vector<std::string> {
  std::vector<std::string> ids;
  for (const measure& each : measures_of(plan).recipes)
    if (each.taken && (each.recipe == "gst-ion-carveout") == for_gst) ids.emplace_back(each.recipe);
  return ids;
}

/// The names of the plan's own heaps in /dev/dma_heap.
[[nodiscard]] inline auto dma_heap_names(const memory_plan& plan) -> std::vector<std::string> {
  std::vector<std::string> names;
  const cma_heap_name naming = look_up(cma_heap_name_table, plan.kernel.version).value;
  for (const region& each : plan.regions) {
    if (each.kind != pool_kind::heap || !appears_as_heap(each, naming)) continue;
    text_buffer name;
    write_heap_name(name, each);
    names.emplace_back(name.view());
  }
  return names;
}

/// The heap that NXP's GStreamer and others are to find under the name of the CMA heap: the first of the plan's own, unless
/// that name is taken. Empty: none.
[[nodiscard]] inline auto stand_in_for_cma_heap(const memory_plan& plan) -> std::string {
  const std::vector<std::string> names = dma_heap_names(plan);
  if (names.empty() || plan.kernel.vendor != vendor::nxp) return {};
  const cma_heap_name naming = look_up(cma_heap_name_table, plan.kernel.version).value;
  for (const region& each : plan.regions) {
    if (!appears_as_heap(each, naming)) continue;
    text_buffer name;
    write_heap_name(name, each);
    if (name.view() == "linux,cma") return {};
  }
  return names.front();
}

[[nodiscard]] inline auto udev_rule_name(const bsp_source& from) -> std::string { return "99-" + from.name + "-heaps.rules"; }

/// A make or bitbake word: what a name has that it may not becomes `with`.
[[nodiscard]] inline auto as_word(std::string name, char with) -> std::string {
  for (char& c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) c = with;
  return name;
}

/// How the Yocto layer and its recipe are called: lower case, as recipes are.
[[nodiscard]] inline auto layer_word(const bsp_source& from) -> std::string {
  std::string word = "carveout-" + as_word(from.name, '-');
  for (char& c : word)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return word;
}

/// Text of a back end, as a string.
[[nodiscard]] inline auto emitted(const auto& emit) -> std::string {
  text_buffer text;
  emit(text);
  return std::string{text.view()};
}

}  // namespace carveout::codegen
