// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../recipe.hpp"

namespace carveout::patch {

/// Gives arm64's largest buddy block a prompt, so that a configuration can set it.
[[nodiscard]] inline auto max_order_prompt() -> recipe {
  return {
      .id = "max-order-prompt",
      .summary = "lets the configuration choose the largest block of the page allocator (arm64)",
      .cost =
          "until 5.17 base and size of every CMA region must be multiples of that block: a larger one makes regions that were "
          "right "
          "wrong; in every version memory is kept in larger pieces, and the block cannot pass the size of a memory section",
      .since = {4, 9},
      .tried = {{"4.9.88", true},
                {"4.14.98", true},
                {"4.14.177", true},
                {"4.19.79", true},
                {"5.2.1", true},
                {"5.3.1", true},
                {"5.4.286", true},
                {"5.6.4", true},
                {"5.8.1", true},
                {"5.10.89", true},
                {"5.15.178", true},
                {"5.17", true},
                {"6.1.192", true},
                {"6.6.150", true},
                {"6.12.117", true},
                {"6.19", true},
                {"7.1.5", true}},
      .facts =
          {{.name = "plus_one", .file = "arch/arm64/Kconfig", .tokens = "is actually maximum order plus one", .until = {6, 4}},
           {.name = "has_prompt",
            .file = "arch/arm64/Kconfig",
            .tokens = "config ARCH_FORCE_MAX_ORDER int \"Order of maximal physically contiguous allocations\"",
            .since = {6, 3},
            .until = {6, 4}},
           {.name = "cma_follows", .until = {5, 18}}},
      .variants = {{.when = "has_prompt",
                    .nothing = "CONFIG_ARCH_FORCE_MAX_ORDER has a prompt in this tree already, for configurations with "
                               "CONFIG_EXPERT=y: set it "
                               "in the fragment"},
                   {.parts = {{.subject = "arm64: Kconfig: Let the configuration choose the largest buddy block",
                               .message = "The largest block of physically contiguous pages that the page\n"
                                          "allocator keeps is an option without a prompt, so that no configuration\n"
                                          "can change it. Boards without CMA may need larger ones.\n"
                                          "\n"
                                          "Give it a prompt; the default stays.\n"
                                          "\n"
                                          "//@if cma_follows\n"
                                          "Its cost: CMA regions are aligned to the largest block. Whoever makes it\n"
                                          "larger has to move and enlarge every CMA region to multiples of it, or\n"
                                          "the kernel refuses them. The order plus the bits of a page must not pass\n"
                                          "SECTION_SIZE_BITS.\n"
                                          "//@else\n"
                                          "Its cost: larger blocks are harder to get once memory is fragmented. The\n"
                                          "order plus the bits of a page must not pass SECTION_SIZE_BITS.\n"
                                          "//@end\n",
                               .places = {replace_line(
                                   {{.file = "arch/arm64/Kconfig",
                                     .within = "config ARCH_FORCE_MAX_ORDER",
                                     .find = "int",
                                     .replace = "//@if plus_one\n"
                                                "int \"Largest order of contiguous allocations, plus one\"\n"
                                                "//@else\n"
                                                "int \"Largest order of contiguous allocations\"\n"
                                                "//@end\n"},
                                    {.file = "arch/arm64/Kconfig",
                                     .within = "config FORCE_MAX_ZONEORDER",
                                     .find = "int",
                                     .replace = "int \"Largest order of contiguous allocations, plus one\"\n"}})}}}}},
  };
}

}  // namespace carveout::patch
