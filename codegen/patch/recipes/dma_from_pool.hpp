// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../recipe.hpp"

namespace carveout::patch {

/// Every non-coherent dma_alloc_coherent() from the atomic pool, also of callers that may sleep. The condition that lets only
/// the others in moved seven times.
[[nodiscard]] inline auto dma_from_pool() -> recipe {
  return {
      .id = "dma-from-pool",
      .summary = "every non-coherent DMA allocation is served by the atomic pool, never by CMA",
      .cost =
          "a full pool fails the request: size coherent_pool= for all of it; since 5.8 useless without pool-unclamp for "
          "requests "
          "beyond the largest buddy block",
      .since = {4, 9},
      .variants = {
          {.parts =
               {{.subject = "dma: Serve non-coherent allocations from the atomic pool",
                 .message = "Buffers of devices that are not cache coherent come from CMA when the\n"
                            "caller may sleep. CMA lends its pages to everybody: when memory is\n"
                            "short, cma_alloc() waits for migration, and fails.\n"
                            "\n"
                            "Take them from the atomic pool instead, whoever asks. The pool has been\n"
                            "mapped at boot, and nobody else uses its pages. A request that does not\n"
                            "fit in it fails: there is no second try, so coherent_pool= must be large\n"
                            "enough for all devices that have no pool of their own.\n",
                 .places =
                     {
                         replace_tokens({
                             // 5.17 to 7.1: a helper, whose callers differ between stable releases
                             {.file = "kernel/dma/direct.c",
                              .within = "dma_direct_use_pool",
                              .before = "return",
                              .find = "!gfpflags_allow_blocking(gfp) && !is_swiotlb_for_alloc(dev)",
                              .after = ";",
                              .replace = "!is_swiotlb_for_alloc(dev)",
                              .cocci = "@@\nidentifier dev, gfp;\n@@\n dma_direct_use_pool(struct device *dev, gfp_t gfp)\n {\n"
                                       "-\treturn !gfpflags_allow_blocking(gfp) && !is_swiotlb_for_alloc(dev);\n"
                                       "+\treturn !is_swiotlb_for_alloc(dev);\n }\n"},
                             // 5.10 to 5.16
                             {.file = "kernel/dma/direct.c",
                              .within = "dma_direct_alloc",
                              .before = "if (IS_ENABLED(CONFIG_DMA_COHERENT_POOL) &&",
                              .find = "\t    !gfpflags_allow_blocking(gfp) &&",
                              .after = "(force_dma_unencrypted(dev) ||",
                              .cocci = "@@\nexpression E;\n@@\n dma_direct_alloc(...)\n {\n...\n"
                                       " if (IS_ENABLED(CONFIG_DMA_COHERENT_POOL) &&\n-    !gfpflags_allow_blocking(gfp) &&\n"
                                       "     (E)) return dma_direct_alloc_from_pool(...);\n...\n }\n"},
                             // 5.8, 5.9
                             {.file = "kernel/dma/direct.c",
                              .within = "dma_should_alloc_from_pool",
                              .find = "\tif (gfpflags_allow_blocking(gfp))\n\t\treturn false;",
                              .cocci = "@@\n@@\n dma_should_alloc_from_pool(...)\n {\n...\n-if "
                                       "(gfpflags_allow_blocking(gfp))\n-\treturn false;\n"
                                       "...\n }\n"},
                         }),
                     }}}},
      }};
}

}  // namespace carveout::patch
