// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include "../recipe.hpp"

namespace carveout::patch {

namespace detail {

inline constexpr std::string_view carveout_pool_heap_c =
#include "../kernel/carveout_pool_heap.c.inc"
    ;
inline constexpr std::string_view carveout_pool_heap_kconfig =
#include "../kernel/carveout_pool_heap.Kconfig.inc"
    ;
inline constexpr std::string_view carveout_pool_heap_makefile =
#include "../kernel/carveout_pool_heap.Makefile.inc"
    ;
inline constexpr std::string_view carveout_dma_heap_yaml =
#include "../kernel/carveout_dma_heap.yaml.inc"
    ;

[[nodiscard]] inline auto dma_heap_binding() -> part {
  return {
      .subject = "dt-bindings: reserved-memory: Add carveout,dma-heap",
      .message =
          "Buffers that cameras, codecs and programs share have to be contiguous,\n"
          "and whether there is one must not depend on what else runs. Describe a\n"
          "region that is kept for them, and that programs find by its name.\n",
      .places = {create("Documentation/devicetree/bindings/reserved-memory/carveout,dma-heap.yaml", carveout_dma_heap_yaml)}};
}

[[nodiscard]] inline auto dma_heap_driver() -> part {
  return {.subject = "dma-buf: heaps: Add heaps over reserved memory",
          .message =
              "Contiguous buffers come from the CMA heap, which lends its pages to\n"
              "everybody: when memory is short they have to be moved away first, which\n"
              "takes long, and fails when there is no place to move them to. A camera\n"
              "does not start then.\n"
              "\n"
              "Add a heap for each reserved-memory node that is compatible with\n"
              "\"carveout,dma-heap\". Its memory is nobody else's. Buffers are placed\n"
              "first fit in pages and cleared before anybody sees them; they are cached,\n"
              "or, where the region is no-map, uncached.\n",
          .places = {create("drivers/dma-buf/heaps/carveout_pool_heap.c", carveout_pool_heap_c),
                     append_to("drivers/dma-buf/heaps/Kconfig", carveout_pool_heap_kconfig),
                     append_to("drivers/dma-buf/heaps/Makefile", carveout_pool_heap_makefile)}};
}

}  // namespace detail

/// /dev/dma_heap/NAME for each region that a board gives to carveout heaps; no kernel has such a heap of its own.
[[nodiscard]] inline auto carveout_heap_driver() -> recipe {
  return {
      .id = "carveout-heap",
      .summary = "a dma-buf heap for each reserved-memory node \"carveout,dma-heap\"",
      .cost = "its memory serves nothing else; every allocation clears its buffer",
      .since = {5, 6},
      .tried = {{"5.10.89", true}, {"6.1.192", true}, {"6.12.117", true}, {"5.6"}, {"5.15"}, {"6.6"}, {"6.19"}, {"7.1"}},
      .facts = {{.name = "has_heaps", .file = "drivers/dma-buf/heaps/Kconfig"},
                {.name = "yaml_bindings", .file = "Documentation/devicetree/bindings/reserved-memory/qcom,cmd-db.yaml"},
                {.name = "allocate_returns_fd",
                 .file = "include/linux/dma-heap.h",
                 .tokens = "int (*allocate)(struct dma_heap *heap,",
                 .until = {5, 12}},
                {.name = "long_heap_flags",
                 .file = "include/linux/dma-heap.h",
                 .tokens = "struct dma_buf *(*allocate)(struct dma_heap *heap, unsigned long len, unsigned long fd_flags,",
                 .since = {5, 12},
                 .until = {6, 11}},
                {.name = "u64_heap_flags",
                 .file = "include/linux/dma-heap.h",
                 .tokens = "u32 fd_flags, u64 heap_flags)",
                 .since = {6, 11}},
                {.name = "dma_map_sgtable",
                 .file = "include/linux/dma-mapping.h",
                 .tokens = "dma_map_sgtable(struct device *dev,",
                 .since = {5, 8}},
                {.name = "void_vmap",
                 .file = "include/linux/dma-buf.h",
                 .tokens = "void *(*vmap)(struct dma_buf *",
                 .until = {5, 11}},
                {.name = "dma_buf_map",
                 .file = "include/linux/dma-buf.h",
                 .tokens = "int (*vmap)(struct dma_buf *dmabuf, struct dma_buf_map *map);",
                 .since = {5, 11},
                 .until = {5, 18}},
                {.name = "iosys_map",
                 .file = "include/linux/dma-buf.h",
                 .tokens = "int (*vmap)(struct dma_buf *dmabuf, struct iosys_map *map);",
                 .since = {5, 18}}},
      .variants = {{.when = "has_heaps yaml_bindings", .parts = {detail::dma_heap_binding(), detail::dma_heap_driver()}},
                   {.when = "has_heaps", .parts = {detail::dma_heap_driver()}}},
  };
}

}  // namespace carveout::patch
