// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../recipe.hpp"

namespace carveout::patch {

/// Every non-coherent dma_alloc_coherent() is served by the atomic pool, also of callers that may sleep. The condition that
/// lets only the others in moved seven times between 4.9 and 7.1.
[[nodiscard]] inline auto dma_from_pool() -> recipe {
  return {
      .id = "dma-from-pool",
      .summary = "every non-coherent DMA allocation comes from the atomic pool, never from CMA",
      .cost =
          "a request that does not fit in the pool fails, so coherent_pool= must hold what all devices without a pool of their "
          "own "
          "need; since 5.8 the pool's chunks are at most one buddy block until pool-unclamp is applied too",
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
      .variants = {{.parts = {{
                        .subject = "dma: Serve non-coherent allocations from the atomic pool",
                        .message = "Buffers of devices that are not cache coherent come from CMA when the\n"
                                   "caller may sleep. CMA lends its pages to everybody: when memory is\n"
                                   "short, cma_alloc() waits for migration, and fails.\n"
                                   "\n"
                                   "Take them from the atomic pool instead, whoever asks. The pool was\n"
                                   "mapped at boot, and nobody else uses its pages. A request that does not\n"
                                   "fit in it fails: there is no second try, so coherent_pool= must be large\n"
                                   "enough for all devices that have no pool of their own.\n",
                        .places = {replace_tokens({
                            // 5.17 to 7.1: a helper, whose callers differ between stable releases
                            {.file = "kernel/dma/direct.c",
                             .within = "dma_direct_use_pool",
                             .before = "return",
                             .find = "!gfpflags_allow_blocking(gfp) && !is_swiotlb_for_alloc(dev)",
                             .after = ";",
                             .replace = "!is_swiotlb_for_alloc(dev)",
                             .cocci = "@since_5_17@\n@@\n"
                                      " dma_direct_use_pool(...)\n"
                                      " {\n"
                                      " <...\n"
                                      "- !gfpflags_allow_blocking(gfp) &&\n"
                                      "  !is_swiotlb_for_alloc(dev)\n"
                                      " ...>\n"
                                      " }\n"},
                            // 5.10 to 5.16
                            {.file = "kernel/dma/direct.c",
                             .within = "dma_direct_alloc",
                             .before = "if (IS_ENABLED(CONFIG_DMA_COHERENT_POOL) &&",
                             .find = "\t    !gfpflags_allow_blocking(gfp) &&",
                             .after = "(force_dma_unencrypted(dev) ||",
                             .cocci = "@since_5_10@\n@@\n"
                                      " dma_direct_alloc(...)\n"
                                      " {\n"
                                      " <...\n"
                                      "  IS_ENABLED(CONFIG_DMA_COHERENT_POOL)\n"
                                      "- && !gfpflags_allow_blocking(gfp)\n"
                                      " ...>\n"
                                      " }\n"},
                            // 5.8, 5.9
                            {.file = "kernel/dma/direct.c",
                             .within = "dma_should_alloc_from_pool",
                             .before = "return false;",
                             .find = "\tif (gfpflags_allow_blocking(gfp))\n\t\treturn false;",
                             .after = "if (force_dma_unencrypted(dev))",
                             .cocci = "@since_5_8@\n@@\n"
                                      " dma_should_alloc_from_pool(...)\n"
                                      " {\n"
                                      " ...\n"
                                      "-if (gfpflags_allow_blocking(gfp))\n"
                                      "-\treturn false;\n"
                                      " ...\n"
                                      " }\n"},
                            // 5.6, 5.7
                            {.file = "kernel/dma/direct.c",
                             .within = "dma_direct_alloc_pages",
                             .before = "if (IS_ENABLED(CONFIG_DMA_DIRECT_REMAP) &&",
                             .find = "dma_alloc_need_uncached(dev, attrs) &&\n\t    !gfpflags_allow_blocking(gfp)",
                             .after = ") {",
                             .replace = "dma_alloc_need_uncached(dev, attrs)",
                             .cocci = "@since_5_6@\n@@\n"
                                      " dma_direct_alloc_pages(...)\n"
                                      " {\n"
                                      " <...\n"
                                      "  IS_ENABLED(CONFIG_DMA_DIRECT_REMAP) && dma_alloc_need_uncached(dev, attrs)\n"
                                      "- && !gfpflags_allow_blocking(gfp)\n"
                                      " ...>\n"
                                      " }\n"},
                            // 5.3 to 5.5; the file is built for CONFIG_DMA_DIRECT_REMAP, which is always true there
                            {.file = "kernel/dma/remap.c",
                             .within = "arch_dma_alloc",
                             .before = "if (",
                             .find = "!gfpflags_allow_blocking(flags)",
                             .after = ") { ret = dma_alloc_from_pool(",
                             .replace = "IS_ENABLED(CONFIG_DMA_DIRECT_REMAP)",
                             .cocci = "@since_5_3@\n@@\n"
                                      " arch_dma_alloc(...)\n"
                                      " {\n"
                                      " <...\n"
                                      " if (\n"
                                      "-    !gfpflags_allow_blocking(flags)\n"
                                      "+    IS_ENABLED(CONFIG_DMA_DIRECT_REMAP)\n"
                                      "    ) { ret = dma_alloc_from_pool(...); ... }\n"
                                      " ...>\n"
                                      " }\n"},
                            // 5.0 to 5.2
                            {.file = "kernel/dma/remap.c",
                             .within = "arch_dma_alloc",
                             .before = "if (",
                             .find = "!gfpflags_allow_blocking(flags) &&\n\t    !(attrs & DMA_ATTR_NO_KERNEL_MAPPING)",
                             .after = ") {",
                             .replace = "!(attrs & DMA_ATTR_NO_KERNEL_MAPPING)",
                             .cocci = "@until_5_2@\n@@\n"
                                      " arch_dma_alloc(...)\n"
                                      " {\n"
                                      " <...\n"
                                      "- !gfpflags_allow_blocking(flags) &&\n"
                                      "  !(attrs & DMA_ATTR_NO_KERNEL_MAPPING)\n"
                                      " ...>\n"
                                      " }\n"},
                            // 4.9 to 4.19
                            {.file = "arch/arm64/mm/dma-mapping.c",
                             .within = "__dma_alloc",
                             .before = "if (",
                             .find = "!coherent && !gfpflags_allow_blocking(flags)",
                             .after = ") {",
                             .replace = "!coherent",
                             .cocci = "@until_4_19@\n@@\n"
                                      " __dma_alloc(...)\n"
                                      " {\n"
                                      " <...\n"
                                      "  !coherent\n"
                                      "- && !gfpflags_allow_blocking(flags)\n"
                                      " ...>\n"
                                      " }\n"},
                        })},
                    }}}},
  };
}

}  // namespace carveout::patch
