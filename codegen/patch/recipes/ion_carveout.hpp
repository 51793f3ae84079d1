// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include "../recipe.hpp"

namespace carveout::patch {

namespace detail {

/// Registers ion's own carveout heap, which mainline has until 5.2 and nothing calls.
inline constexpr std::string_view ion_carveout_pool_c =
#include "../kernel/ion_carveout_pool.c.inc"
    ;
/// A carveout heap of our own, for kernels that lost ion's.
inline constexpr std::string_view ion_carveout_pool_heap_c =
#include "../kernel/ion_carveout_pool_heap.c.inc"
    ;

inline constexpr std::string_view ion_kconfig = R"~(
config ION_CARVEOUT_POOL
	bool "Ion carveout heaps on reserved memory"
	depends on ION && OF_RESERVED_MEM
//@if has_heap
	select ION_CARVEOUT_HEAP
//@end
	help
	  Choose this option for an Ion heap on each node below
	  /reserved-memory that is compatible with "carveout,ion-heap". The
	  heap has the name of the node, without its unit address, and the
	  type ION_HEAP_TYPE_CARVEOUT. The node must not have the property
	  no-map. If no device tree of yours has such nodes, say N.
)~";

}  // namespace detail

/// ION heaps on reserved memory, which Android and NXP's BSPs take video buffers from.
[[nodiscard]] inline auto ion_carveout() -> recipe {
  return {
      .id = "ion-carveout",
      .summary = "an ION carveout heap for each reserved-memory node \"carveout,ion-heap\"",
      .cost =
          "its memory serves nothing else; user space must put the heap's number in its mask, or take every heap of type "
          "CARVEOUT",
      .since = {4, 9},
      .last = {5, 10},
      .tried = {{"4.14.98", true},
                {"4.14.177", true},
                {"4.19.79", true},
                {"5.2.1", true},
                {"5.3.1", true},
                {"5.4.286", true},
                {"5.6.4", true},
                {"5.8.1", true},
                {"5.10.89", true}},
      .facts = {{.name = "has_ion", .file = "drivers/staging/android/ion/ion.h"},
                {.name = "has_heap", .file = "drivers/staging/android/ion/ion_carveout_heap.c"},
                {.name = "nxp_mxc", .file = "drivers/staging/android/ion/mxc/mxc_ion.c"},
                {.name = "nxp_pool", .file = "drivers/staging/android/ion/ion_carveout_heap.c", .tokens = "\"imx-ion-pool\""},
                {.name = "takes_platform_heap",
                 .file = "drivers/staging/android/ion/ion_carveout_heap.c",
                 .tokens = "ion_carveout_heap_create(struct ion_platform_heap",
                 .until = {5, 0}},
                {.name = "has_lookup",
                 .file = "include/linux/of_reserved_mem.h",
                 .tokens = "of_reserved_mem_lookup(struct device_node",
                 .since = {4, 19}},
                {.name = "has_pages_zero",
                 .file = "drivers/staging/android/ion/ion.h",
                 .tokens = "ion_heap_pages_zero(",
                 .until = {5, 8}},
                {.name = "has_removal", .commit = "eadbf7a34e44e8fb2e63142b992bf264ffb72bf9"},
                {.name = "old_kernel", .until = {4, 14}}},
      .variants =
          {{.when = "nxp_mxc",
            .nothing =
                "this NXP tree has heaps on reserved memory already (mxc/mxc_ion.c): set CONFIG_ION_MXC=y, and describe the "
                "region by a node compatible with \"imx-ion-pool\""},
           {.when = "nxp_pool",
            .nothing =
                "this NXP tree has one carveout heap on reserved memory already (ion_carveout_heap.c, 64 KiB granule): set "
                "CONFIG_ION_CARVEOUT_HEAP=y, and describe the region by a node compatible with \"imx-ion-pool\"; of several "
                "nodes the last is used"},
           {.when = "has_ion has_heap !old_kernel",
            .parts = {{.subject = "staging: android: ion: Carveout heaps on reserved memory",
                       .message = "Ion has a carveout heap, but nothing in the kernel creates one: that was\n"
                                  "left to board files, which device trees have replaced.\n"
                                  "\n"
                                  "Create one for each reserved-memory node that is compatible with\n"
                                  "\"carveout,ion-heap\". Buffers of cameras and codecs come from memory that\n"
                                  "nobody else uses, instead of from CMA.\n",
                       .places = {create("drivers/staging/android/ion/ion_carveout_pool.c", detail::ion_carveout_pool_c),
                                  replace_tokens(
                                      {{.file = "drivers/staging/android/ion/ion.h",
                                        .find = "void ion_device_add_heap(struct ion_heap *heap);",
                                        .replace = "void ion_device_add_heap(struct ion_heap *heap);\n"
                                                   "\n"
                                                   "//@if takes_platform_heap\n"
                                                   "struct ion_heap *\n"
                                                   "ion_carveout_heap_create(struct ion_platform_heap *heap_data);\n"
                                                   "//@else\n"
                                                   "struct ion_heap *ion_carveout_heap_create(phys_addr_t base, size_t size);\n"
                                                   "//@end\n"}}),
                                  append_to("drivers/staging/android/ion/Makefile",
                                            "obj-$(CONFIG_ION_CARVEOUT_POOL) += ion_carveout_pool.o\n"),
                                  append_to("drivers/staging/android/ion/Kconfig", detail::ion_kconfig)}}}},
           {.when = "has_ion !has_heap !old_kernel",
            .parts = {{.subject = "staging: android: ion: Carveout heaps on reserved memory",
                       .message = "Ion lost its carveout heap in 5.3 (\"staging: android: ion: Remove file\n"
                                  "ion_carveout_heap.c\"), for want of users.\n"
                                  "Boards whose cameras and codecs must not depend on CMA are users.\n"
                                  "\n"
                                  "Add a small heap for reserved-memory nodes that are compatible with\n"
                                  "\"carveout,ion-heap\". Buffers come from memory that nobody else uses.\n",
                       .places = {create("drivers/staging/android/ion/ion_carveout_pool_heap.c",
                                         detail::ion_carveout_pool_heap_c),
                                  append_to("drivers/staging/android/ion/Makefile",
                                            "obj-$(CONFIG_ION_CARVEOUT_POOL) += ion_carveout_pool_heap.o\n"),
                                  append_to("drivers/staging/android/ion/Kconfig", detail::ion_kconfig)}}},
            .note = "//@if has_removal\n"
                    "//@if has_pages_zero\n"
                    "this checkout has the commit that removed ion's own carveout heap: 'git revert --no-edit "
                    "eadbf7a34e44e8fb2e63142b992bf264ffb72bf9' there brings it back, and this recipe then registers that one "
                    "instead\n"
                    "//@end\n"
                    "//@end\n"}},
      .otherwise =
          "the tree has no ION (drivers/staging/android/ion/ion.h), or is older than 4.14, whose ION has other functions",
  };
}

}  // namespace carveout::patch
