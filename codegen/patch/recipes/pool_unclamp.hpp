// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include "../recipe.hpp"

namespace carveout::patch {

namespace detail {

inline constexpr std::string_view atomic_pool_whole_variables_c =
#include "../kernel/atomic_pool_whole_variables.c.inc"
    ;
inline constexpr std::string_view atomic_pool_whole_c =
#include "../kernel/atomic_pool_whole.c.inc"
    ;
inline constexpr std::string_view carveout_atomic_pool_yaml =
#include "../kernel/carveout_atomic_pool.yaml.inc"
    ;

[[nodiscard]] inline auto atomic_pool_binding() -> part {
  return {.subject = "dt-bindings: reserved-memory: Add carveout,atomic-pool",
          .message =
              "The pool for atomic allocations is made of free memory, in pieces of the\n"
              "size of one buddy block. Describe one region to make it of.\n",
          .places = {create("Documentation/devicetree/bindings/reserved-memory/carveout,atomic-pool.yaml",
                            carveout_atomic_pool_yaml)}};
}

[[nodiscard]] inline auto atomic_pool_whole() -> part {
  return {
      .subject = "dma-pool: Make the pool of one region, in one piece",
      .message =
          "coherent_pool=64M does not give a pool of 64 MiB but up to three, each of\n"
          "one buddy block, which grow in the background by one more at a time. No\n"
          "buffer larger than a block can be had, and a burst finds the pools empty.\n"
          "\n"
          "Make one pool, of the size that was asked for, in one piece: of a\n"
          "reserved-memory node that is compatible with \"carveout,atomic-pool\", or\n"
          "of the default CMA area if coherent_pool= is given and there is room. It\n"
          "serves all devices. It does not grow, or by coherent_pool_growth= at most.\n"
          "Where neither can be had, a message says so and pools are as before.\n",
      .places = {
          replace_tokens({{.file = "kernel/dma/pool.c",
                           .find = "#include <linux/genalloc.h>",
                           .replace = "#include <linux/genalloc.h>\n"
                                      "#include <linux/io.h>\n"
                                      "#include <linux/log2.h>\n"
                                      "#include <linux/mm.h>\n"
                                      "#include <linux/of.h>\n"
                                      "#include <linux/of_reserved_mem.h>"}}),
          replace_tokens({{.file = "kernel/dma/pool.c",
                           .find = "static struct work_struct atomic_pool_work;",
                           .replace = atomic_pool_whole_variables_c}}),
          // what it grows by
          replace_tokens({{.file = "kernel/dma/pool.c",
                           .within = "atomic_pool_resize",
                           .find = "gen_pool_avail(pool) < atomic_pool_size)\n"
                                   "\t\tatomic_pool_expand(pool, gen_pool_size(pool), gfp);",
                           .replace = "gen_pool_avail(pool) < atomic_pool_size &&\n"
                                      "\t    atomic_pool_room(pool))\n"
                                      "\t\tatomic_pool_expand(pool, min(gen_pool_size(pool),\n"
                                      "\t\t\t\t\t     atomic_pool_room(pool)), gfp);"}}),
          replace_tokens({{.file = "kernel/dma/pool.c",
                           .within = "atomic_pool_work_fn",
                           .before = "atomic_pool_resize(atomic_pool_kernel,",
                           .find = "GFP_KERNEL",
                           .after = ");",
                           .replace = "atomic_pool_gfp"}}),
          replace_tokens({{.file = "kernel/dma/pool.c",
                           .find = "static int __init dma_atomic_pool_init(void)\n{\n\tint ret = 0;",
                           .replace = atomic_pool_whole_c}}),
          // up to 6.14 a request for the DMA32 zone finds no pool if that zone has none, and a free begins with the kernel's
          replace_tokens({{.file = "kernel/dma/pool.c",
                           .within = "dma_guess_pool",
                           .find = "if (prev == NULL) {",
                           .replace = "if (atomic_pool_whole)\n"
                                      "\t\treturn prev ? NULL : atomic_pool_kernel;\n"
                                      "\tif (prev == NULL) {"}}),
      }};
}

}  // namespace detail

/// The atomic pool as one region of the size that was asked for. Since 5.8 coherent_pool= makes up to three pools of one buddy
/// block each, 4 MiB with pages of 4 KiB, so that dma-from-pool is of no use without this.
[[nodiscard]] inline auto pool_unclamp() -> recipe {
  return {
      .id = "pool-unclamp",
      .summary = "the atomic pool is one region in one piece: reserved memory \"carveout,atomic-pool\", or CMA at boot",
      .cost =
          "its memory serves nothing else, and it does not grow unless coherent_pool_growth=SIZE on the kernel's command line "
          "allows it; the region must be in reach of every device that has no pool of its own",
      .since = {5, 10},
      .tried = {{"5.10.89", true}, {"6.1.192", true}, {"6.12.117", true}, {"5.15"}, {"6.6"}, {"6.19"}, {"7.1"}},
      .facts = {{.name = "yaml_bindings", .file = "Documentation/devicetree/bindings/reserved-memory/qcom,cmd-db.yaml"}},
      .variants = {{.when = "yaml_bindings", .parts = {detail::atomic_pool_binding(), detail::atomic_pool_whole()}},
                   {.parts = {detail::atomic_pool_whole()}}},
  };
}

}  // namespace carveout::patch
