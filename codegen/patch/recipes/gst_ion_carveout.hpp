// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../recipe.hpp"

namespace carveout::patch {

/// NXP's gst-plugins-base: the ION allocator also takes carveout heaps.
[[nodiscard]] inline auto gst_ion_carveout() -> recipe {
  return {
      .id = "gst-ion-carveout",
      .summary = "GStreamer's ION allocator (NXP's gst-plugins-base) also takes carveout heaps",
      .cost =
          "none where ION is used; without effect where /dev/dma_heap/linux,cma is there, which NXP's 1.18 and later ask first",
      .kind = tree_kind::gst_plugins_base,
      .since = {1, 14},
      .tried = {{"1.14.0", true},
                {"1.14.4", true},
                {"1.16.0", true},
                {"1.16.2", true},
                {"1.18.0", true},
                {"1.18.5", true},
                {"1.20.0", true},
                {"1.20.3", true},
                {"1.22.0", true},
                {"1.22.5", true},
                {"1.24.0", true}},
      .facts = {{.name = "has_dmabufheaps", .file = "gst-libs/gst/allocators/gstdmabufheaps.c"},
                {.name = "has_ion", .file = "gst-libs/gst/allocators/gstionmemory.c"},
                {.name = "queries_heaps", .file = "gst-libs/gst/allocators/gstionmemory.c", .tokens = "ION_IOC_HEAP_QUERY"}},
      .variants =
          {{.when = "!has_ion !has_dmabufheaps",
            .nothing = "this gst-plugins-base has no ION allocator (NXP's branches for 4.9.123 to 6.6 do): nothing to patch"},
           {.when = "!has_ion has_dmabufheaps",
            .nothing =
                "this gst-plugins-base allocates from /dev/dma_heap/linux,cma only: give the carveout heap that name by a udev "
                "rule (SYMLINK+=\"dma_heap/linux,cma\"), or change the path in gstdmabufheaps.c"},
           {.when = "!queries_heaps",
            .nothing =
                "this ION allocator takes one heap by its number: set the property heap-id of the allocator to that of the "
                "carveout heap"},
           {.parts = {{.subject = "ionmemory: Also take carveout heaps",
                       .message = "Buffers came from ION's CMA heaps only, which fail when memory is short.\n"
                                  "Reserved memory is offered as heaps of the type CARVEOUT: let them take\n"
                                  "part. Of the heaps in the mask the kernel tries the one with the highest\n"
                                  "number first.\n"
                                  "//@if has_dmabufheaps\n"
                                  "\n"
                                  "This branch tries /dev/dma_heap/linux,cma before ION: where that node is\n"
                                  "there, ION is not asked, and this change has no effect.\n"
                                  "//@end\n",
                       .places = {replace_tokens({{.file = "gst-libs/gst/allocators/gstionmemory.c",
                                                   .within = "gst_ion_alloc_alloc",
                                                   .before = "if (",
                                                   .find = "ihd[i].type == ION_HEAP_TYPE_DMA",
                                                   .after = ") {",
                                                   .replace = "ihd[i].type == ION_HEAP_TYPE_DMA ||\n"
                                                              "        ihd[i].type == ION_HEAP_TYPE_CARVEOUT",
                                                   .cocci = "@@\nexpression heap;\n@@\n"
                                                            " gst_ion_alloc_alloc(...)\n"
                                                            " {\n"
                                                            " <...\n"
                                                            "  heap.type == ION_HEAP_TYPE_DMA\n"
                                                            "+ || heap.type == ION_HEAP_TYPE_CARVEOUT\n"
                                                            " ...>\n"
                                                            " }\n"}})}}},
            .note = "//@if has_dmabufheaps\n"
                    "this branch asks /dev/dma_heap/linux,cma first (gstdmabufheaps.c), and ION only where that node is "
                    "missing: on "
                    "kernels with dma-buf heaps this edit is dead code. Give the carveout heap that name by a udev rule "
                    "(SYMLINK+=\"dma_heap/linux,cma\") where the default CMA area has another one, or change the path in "
                    "gstdmabufheaps.c\n"
                    "//@end\n"}},
  };
}

}  // namespace carveout::patch
