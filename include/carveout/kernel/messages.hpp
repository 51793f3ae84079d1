// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <carveout/kernel/message.hpp>

/// What kernels and U-Boot print about memory, in each version's wording, and what it means. For `carveout explain`.
namespace carveout {

namespace meanings {

using enum tone;

// reserved-memory nodes
inline constexpr meaning all_ignored{
    error, "the cells of /reserved-memory differ from the root's, or it has no 'ranges'; the kernel ignores every node in it",
    "give /reserved-memory the root's #address-cells and #size-cells, and an empty 'ranges'", "cells-mismatch"};
inline constexpr meaning wrong_cells{
    error, "a property of this node is not as long as the root's cell counts ask for; the node is skipped",
    "write reg, size, alignment and alloc-ranges with the root's #address-cells and #size-cells", "cells-mismatch"};
inline constexpr meaning not_reserved{
    error,
    "the range could not be reserved, so it is ordinary memory: it is no-map over something that is reserved already, or its "
    "size is 0 (a placeholder that the boot loader was to fill in)",
    "move it off the region before it in the tree, the kernel's image or a /memreserve/ entry", "region-overlap"};
inline constexpr meaning ignored_ranges{error, "only the first range of reg can be used; the others are reserved and lost",
                                        "one node per range", "several-ranges"};
inline constexpr meaning no_place{
    error, "no free range in alloc-ranges can hold this node; there is no region, and its users fail or take other memory",
    "widen alloc-ranges, or move what stands in the window", "no-room"};
inline constexpr meaning table_full{
    error, "the kernel's table of regions is full; later nodes are reserved at best, and have no handler, so their users fail",
    "fewer nodes, or Linux 6.12 and later, where only dynamic nodes are counted", "region-count"};
inline constexpr meaning overlap{error, "two nodes claim the same memory; the kernel goes on, and both owners write to it",
                                 "move one of them; other overlaps of the same nodes may not be printed", "region-overlap"};
inline constexpr meaning recorded{fact, "this node is reserved as asked", "", ""};
inline constexpr meaning has_handler{fact, "this node was accepted by the handler of its compatible", "", ""};
inline constexpr meaning refused{
    error,
    "the handler refused this node, and its memory was given back to the system: nothing is reserved there. The line before "
    "says why; without one, it is reusable and no-map at once, or a restricted pool with a flag that it must not have",
    "correct what the line before names", "reusable-no-map"};
inline constexpr meaning no_node{fact, "the device tree that the kernel got has no /reserved-memory", "", ""};
inline constexpr meaning assigned{fact, "the driver of this device took the region of its memory-region", "", ""};

// CMA
inline constexpr meaning cma_made{fact, "this CMA area exists, at this address; check both against the plan", "", ""};
inline constexpr meaning cma_misaligned{
    error,
    "base or size of a CMA node is not a multiple of the unit of this kernel; the node is given back, and an area of "
    "CONFIG_CMA_SIZE_MBYTES may take its place in silence",
    "align base and size: 'carveout rules cma-alignment'", "cma-alignment"};
inline constexpr meaning cma_not_set_up{
    error, "no CMA area could be made of this node: no slot was left, or its range is not all reserved",
    "raise CONFIG_CMA_AREAS, or make fewer pools reusable", "cma-areas"};
inline constexpr meaning cma_slots{error, "more CMA areas than CONFIG_CMA_AREAS allows; this and later areas do not exist",
                                   "raise CONFIG_CMA_AREAS, or make fewer pools reusable", "cma-areas"};
inline constexpr meaning cma_bypassed{
    error, "cma= on the command line, even cma=0, makes the kernel refuse the linux,cma-default node of the tree",
    "drop cma= from the command line, or the node from the tree", "cma-argument"};
inline constexpr meaning cma_not_reserved{
    error, "the area of cma= or of the Kconfig size could not be placed: there is no default CMA area",
    "make it smaller, or name it in the tree; the line before may say more", "cma-argument-place"};
inline constexpr meaning cma_base{error, "the base of cma= is not a multiple of the unit of this kernel",
                                  "align the base of cma=", "cma-argument-place"};
inline constexpr meaning cma_limit{error, "the area of cma= does not end below its limit: the end of RAM or of the DMA zone",
                                   "a smaller size or a lower base", "cma-argument-place"};
inline constexpr meaning cma_lowmem{error, "a CMA area may not lie across the end of lowmem on 32-bit arm",
                                    "move it below, as with alloc-ranges or size@base", "lowmem-boundary"};
inline constexpr meaning cma_zones{error,
                                   "the area lies in two zones, or on memory that does not exist; it cannot serve anybody",
                                   "move it so that it crosses neither the end of a DMA zone (4 GiB) nor a hole", "cma-zone"};
inline constexpr meaning cma_no_value{warning, "cma on the command line without a value does nothing", "write cma=SIZE",
                                      "argument-value"};
inline constexpr meaning cma_full{
    error, "no hole in this CMA area is large enough and aligned; nothing was moved for it, and it was not busy pages",
    "a larger area, or a pool of its own for this device", ""};
inline constexpr meaning cma_busy{
    error, "every place in this CMA area has a page in use that cannot be moved away (pinned, or being written)",
    "a no-map pool instead of CMA for buffers that must not fail", "cma-share"};
inline constexpr meaning cma_full_or_busy{
    error, "no place in this CMA area: none is free, or its pages cannot be moved away; this version says -16 for both",
    "compare with the free blocks of the line after it", ""};
inline constexpr meaning cma_map{fact, "the free blocks of the area: pages@position, and their sum", "", ""};
inline constexpr meaning cma_node{error, "the argument names a NUMA node that does not exist, or that has no room",
                                  "correct the argument", "argument-value"};
inline constexpr meaning cma_heap{error, "there is no dma-buf heap for this CMA area", "look for two areas of one name",
                                  "heap-name"};
inline constexpr meaning cma_panic{
    error, "a CMA area lies where no RAM is: outside the banks, across their end, or cut off by mem=; the kernel dies of it",
    "move the area into RAM", "outside-bank"};
inline constexpr meaning cma_corrupt{
    error,
    "memory that CMA gave to the system belongs to somebody else too: areas that overlap, or one over kernel or firmware",
    "look for OVERLAP DETECTED above, and for what the loader put there", "region-overlap"};
inline constexpr meaning dynamic_panic{
    error, "65 or more dynamic nodes write over the kernel's stack on this version (seen on 6.12.100)",
    "at most 64 nodes with 'size', or a later sublevel", "region-count"};

// per-device pools
inline constexpr meaning pool_made{
    fact, "this no-map pool is known; it is mapped when the first device attaches to it, and may still fail then", "", ""};
inline constexpr meaning restricted_made{fact, "this bounce buffer for one device exists", "", ""};
inline constexpr meaning ion_made{fact, "the ION carveout heap has its memory", "", ""};
inline constexpr meaning pool_mapped{error, "a shared-dma-pool that is neither reusable nor no-map cannot be used as a pool",
                                     "add no-map", "coherent-mapped"};
inline constexpr meaning pool_not_mapped{error, "the pool could not be mapped; its devices allocate elsewhere or fail",
                                         "look for memremap above; a pool on RAM needs no-map", "coherent-mapped"};
inline constexpr meaning second_default{warning, "two nodes have linux,dma-default; the later one is taken",
                                        "leave it on one of them", "dma-default-ignored"};
inline constexpr meaning out_of_reach{error, "the pool ends above what the device's DMA mask can address",
                                      "move the pool below the mask", "dma-reach"};

// the atomic pool
inline constexpr meaning atomic_made{fact, "the one pool for allocations that must not block, exactly as large as asked for",
                                     "", ""};
inline constexpr meaning atomic_made_each{
    fact,
    "one of up to three such pools, and its real size: coherent_pool= rounded up to a power of two and cut to the largest "
    "buddy block, without a word",
    "no allocation from it can be larger than this line says", "atomic-pool-clamped"};
inline constexpr meaning atomic_failed{error, "there is no pool for allocations that must not block: they all fail",
                                       "a smaller coherent_pool=, or a larger default CMA area", "atomic-pool-source"};
inline constexpr meaning atomic_missing{error, "somebody allocates without blocking, and no pool was made or it is too early",
                                        "look for the line that says why the pool failed", "atomic-pool-source"};
inline constexpr meaning atomic_unsuited{
    error,
    "no atomic pool can serve this device: none is in reach of its mask, or, before 'DMA pool exhausted' existed, all "
    "are used up",
    "a larger coherent_pool=; requests above one chunk never fit", "recipe-chunk-limit"};
inline constexpr meaning atomic_exhausted{
    error, "the atomic pools are used up, or the request is larger than a chunk; growth comes later, in the background",
    "a larger coherent_pool= for bursts; a pool of its own for requests above one chunk", "recipe-chunk-limit"};

// what carveout's patches bring
inline constexpr meaning heap_made{fact, "this carveout heap exists", "", ""};
inline constexpr meaning heap_missing{error, "this region has no heap; a line before says why, if it is not for want of memory",
                                      "correct what the line before names", ""};
inline constexpr meaning heap_pages{
    error, "a heap needs whole pages, in the kernel's linear map without no-map and out of it with no-map",
    "base and size in whole pages, inside one bank", "page-alignment"};
inline constexpr meaning heap_named_twice{error, "two heaps of one name, or a character that no file name may have",
                                          "another node name", "heap-name-taken"};
inline constexpr meaning atomic_place_refused{
    error, "the region for the atomic pool is disabled, not reserved, or not in whole pages of RAM; it stands idle",
    "look for a line that names it before; base and size in whole pages, inside one bank", "atomic-pool-place"};
inline constexpr meaning atomic_in_pieces{
    error, "the atomic pool did not come in one piece: there are several of one chunk each, that grow",
    "a larger default CMA area, or a region for the pool", "atomic-pool-source"};

// SWIOTLB
inline constexpr meaning bounce_made{
    fact, "bounce buffers for devices that cannot reach all memory; they take this from the low 4 GiB", "", ""};
inline constexpr meaning bounce_areas{fact, "the bounce buffer is split so that CPUs do not wait for each other", "", ""};
inline constexpr meaning bounce_none{error, "there is no bounce buffer; devices that cannot reach a buffer fail",
                                     "a smaller swiotlb=", "swiotlb-syntax"};
inline constexpr meaning bounce_full{
    error, "no room to bounce a buffer; one mapping is at most 256 KiB, whatever the pool's size",
    "a larger swiotlb= when 'sz' is below 262144; else memory that the device can reach", "swiotlb-syntax"};
inline constexpr meaning unreachable{error, "the device can neither reach this address nor have it bounced",
                                     "memory below the device's mask or dma-ranges: a pool of its own", "dma-reach"};

// boot files
inline constexpr meaning summary{fact, "RAM after all reservations, and how much of it is CMA", "", ""};
inline constexpr meaning initrd_refused{error, "the initrd lies on reserved memory or outside RAM; it is dropped",
                                        "load it elsewhere", "initrd-overlap"};
inline constexpr meaning initrd_far{error, "the initrd is too far from the kernel for the linear map; it is dropped",
                                    "load both within 32 GiB", "initrd-window"};
inline constexpr meaning no_root{
    warning, "no root file system; with an initrd, it may have been overwritten: nothing reports a region over it on arm64",
    "compare the initrd's range with the regions and files before it", "initrd-overlap"};
inline constexpr meaning misaligned{warning, "the kernel's image is not where its header asks: base a multiple of 2 MiB",
                                    "correct the load address", "kernel-misaligned"};
inline constexpr meaning no_tree{
    error, "no valid device tree at that address; the kernel stops: it was overwritten, is misaligned, or above 2 MiB",
    "look for what is loaded over it; 8-byte alignment; at most 2 MiB", "kernel-bss-overlap"};
inline constexpr meaning bss_overlap{error, "the EFI loader kept no room for the kernel's BSS behind its file",
                                     "a loader that takes image_size from the header", "kernel-bss-overlap"};
inline constexpr meaning efi_taken{warning, "a region of the tree was in use by EFI already when it was to be kept free",
                                   "keep it in the firmware's own memory map too", "efi-reservation-missing"};

// U-Boot
inline constexpr meaning lmb_refused{
    warning, "U-Boot could not keep a region of the tree free: it overlaps another, U-Boot itself, or its table is full",
    "move the region off U-Boot (top of RAM), or drop the double", "lmb-duplicate"};
inline constexpr meaning lmb_outside{
    warning, "U-Boot knows no RAM bank around this region (-22); harmless for memory on the chip", "", "lmb-outside-bank"};
inline constexpr meaning lmb_twice{warning, "the region overlaps another that U-Boot keeps (-17)", "describe it once",
                                   "lmb-duplicate"};
inline constexpr meaning load_refused{
    error,
    "the file would reach U-Boot, a region of U-Boot's own tree, or beyond a bank; up to 2024.10 also said when the "
    "table of regions is full",
    "another load address", "load-refused"};
inline constexpr meaning load_overlap{error, "two boot files overlap, the kernel counted with its BSS",
                                      "load them further apart", "kernel-bss-overlap"};
inline constexpr meaning load_no_room{error, "nothing free is left for this file below bootm_low + bootm_mapsize",
                                      "a larger bootm_mapsize (bootm_size), or another place for the regions there",
                                      "initrd-no-room"};
inline constexpr meaning image_moved{
    fact, "booti moves the kernel to a multiple of 2 MiB; what lies there is overwritten before any check",
    "load it there at once", "kernel-moved-by-booti"};
inline constexpr meaning no_buffer{error, "a compressed kernel needs kernel_comp_addr_r and kernel_comp_size, in RAM",
                                   "set both", "decompress-overlap"};
inline constexpr meaning image_large{error, "the image is larger than CONFIG_SYS_BOOTM_LEN", "raise it and build U-Boot anew",
                                     ""};
inline constexpr meaning tree_lost{
    error, "the tree was overwritten, as by booti's move of the kernel or by its BSS, or was never loaded",
    "compare fdt_addr_r with the end of the kernel, BSS counted", "kernel-bss-overlap"};

}  // namespace meanings

/// By subject; the versions are those whose source was read or that were seen to print it, the files are named as in 6.1.
inline constexpr row<message> message_table[] = {
    // reserved-memory nodes
    {{4, 9}, {7, 1}, {"unsupported node format, ignoring", meanings::all_ignored}, "drivers/of/fdt.c"},
    {{4, 9}, {7, 1}, {"invalid reg property in '*', skipping node", meanings::wrong_cells}, "drivers/of/fdt.c"},
    {{4, 9}, {7, 1}, {"invalid size property in '*' node", meanings::wrong_cells}, "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {7, 1}, {"invalid alignment property in '*' node", meanings::wrong_cells}, "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {7, 1}, {"invalid alloc-ranges property in '*', skipping", meanings::wrong_cells}, "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {7, 1}, {"failed to reserve memory for node '*': base *, size * MiB", meanings::not_reserved}, "drivers/of/fdt.c"},
    {{6, 12}, {7, 1}, {"() ignores * regions in node '*'", meanings::ignored_ranges}, "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {5, 15}, {"failed to allocate memory for node '*'", meanings::no_place}, "drivers/of/of_reserved_mem.c"},
    {{6, 1},
     {7, 1},
     {"failed to allocate memory for node '*': size * MiB", meanings::no_place},
     "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {5, 4}, {"not enough space all defined regions", meanings::table_full}, "drivers/of/of_reserved_mem.c"},
    {{5, 10}, {7, 1}, {"not enough space for all defined regions", meanings::table_full}, "drivers/of/of_reserved_mem.c"},
    {{6, 12}, {7, 1}, {"too many defined dynamic regions, skip '*'", meanings::table_full}, "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {7, 1}, {"OVERLAP DETECTED!", meanings::overlap}, "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {7, 1}, {" (*--*) overlaps with * (*--*)", meanings::overlap}, "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {7, 1}, {"initialized node *, compatible id *", meanings::has_handler}, "drivers/of/of_reserved_mem.c"},
    {{5, 4}, {7, 1}, {"node * compatible matching fail", meanings::refused}, "drivers/of/of_reserved_mem.c"},
    {{6, 6}, {7, 1}, {"*..* (* KiB) *map *reusable *", meanings::recorded}, "drivers/of/of_reserved_mem.c"},
    {{6, 12}, {7, 1}, {"No reserved-memory node in the DT", meanings::no_node}, "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {7, 1}, {"assigned reserved memory node *", meanings::assigned}, "drivers/of/of_reserved_mem.c"},
    // CMA
    {{4, 9}, {7, 1}, {"created CMA memory pool at *, size * MiB", meanings::cma_made}, "kernel/dma/contiguous.c"},
    {{4, 9}, {7, 1}, {"incorrect alignment of CMA region", meanings::cma_misaligned}, "kernel/dma/contiguous.c"},
    {{4, 9}, {7, 1}, {"unable to setup CMA region", meanings::cma_not_set_up}, "kernel/dma/contiguous.c"},
    {{5, 6}, {6, 14}, {"bypass * node, using cmdline CMA params instead", meanings::cma_bypassed}, "kernel/dma/contiguous.c"},
    {{6, 19},
     {6, 19},
     {"Skipping dt linux,cma-default for \"cma=\" kernel param", meanings::cma_bypassed},
     "drivers/of/of_reserved_mem.c"},
    {{7, 1},
     {7, 1},
     {"Skipping dt linux,cma-default node in favor for \"cma=\" kernel param", meanings::cma_bypassed},
     "drivers/of/of_reserved_mem.c"},
    {{4, 9}, {7, 1}, {"cma: Reserved * MiB at *", meanings::cma_made}, "mm/cma.c"},
    {{4, 9}, {7, 1}, {"cma: Failed to reserve * MiB", meanings::cma_not_reserved}, "mm/cma.c"},
    {{4, 19}, {7, 1}, {"cma: Region at * must be aligned to * bytes", meanings::cma_base}, "mm/cma.c"},
    {{4, 19}, {7, 1}, {"cma: Size (*) of region at * exceeds limit (*)", meanings::cma_limit}, "mm/cma.c"},
    {{4, 9}, {7, 1}, {"cma: Region at * defined on low/high memory boundary (*)", meanings::cma_lowmem}, "mm/cma.c"},
    {{4, 9}, {7, 1}, {"cma: Not enough slots for CMA reserved regions", meanings::cma_slots}, "mm/cma.c"},
    {{4, 9}, {7, 1}, {"cma: CMA area * could not be activated", meanings::cma_zones}, "mm/cma.c"},
    {{4, 19}, {7, 1}, {"cma: Config string not provided", meanings::cma_no_value}, "kernel/dma/contiguous.c"},
    {{4, 9}, {6, 14}, {"alloc failed, req-size: * pages, ret: -12", meanings::cma_full}, "mm/cma.c"},
    {{4, 9}, {6, 14}, {"alloc failed, req-size: * pages, ret: -16", meanings::cma_busy}, "mm/cma.c"},
    {{6, 19}, {7, 1}, {"alloc failed, req-size: * pages, ret: -16", meanings::cma_full_or_busy}, "mm/cma.c"},
    {{4, 9}, {7, 1}, {"number of available pages: *=> * free of * total pages", meanings::cma_map}, "mm/cma.c"},
    {{6, 6}, {7, 1}, {"invalid node * specified", meanings::cma_node}, "kernel/dma/contiguous.c"},
    {{6, 6}, {7, 1}, {"reservation failed: err *, node *", meanings::cma_node}, "kernel/dma/contiguous.c"},
    {{6, 19}, {7, 1}, {"Failed to add CMA heap *", meanings::cma_heap}, "drivers/dma-buf/heaps/cma_heap.c"},
    {{4, 9}, {7, 1}, {"cma_init_reserved_areas+", meanings::cma_panic}, "mm/cma.c, seen on 6.1 and 6.12"},
    {{4, 9}, {7, 1}, {"BUG: Bad page state in process *", meanings::cma_corrupt}, "mm/page_alloc.c, seen on 6.1 and 6.12"},
    {{4, 9}, {7, 1}, {"list_add corruption", meanings::cma_corrupt}, "lib/list_debug.c, seen on 6.1"},
    {{4, 9}, {7, 1}, {"kernel BUG at lib/list_debug.c:*", meanings::cma_corrupt}, "lib/list_debug.c, seen on 6.1"},
    {{6, 12},
     {6, 12, 100},
     {"Kernel stack is corrupted in: fdt_scan_reserved_mem", meanings::dynamic_panic},
     "drivers/of/of_reserved_mem.c, seen on 6.12.100"},
    // per-device pools
    {{4, 9}, {7, 1}, {"created DMA memory pool at *, size * MiB", meanings::pool_made}, "kernel/dma/coherent.c"},
    {{4, 9}, {7, 1}, {"regions without no-map are not yet supported", meanings::pool_mapped}, "kernel/dma/coherent.c (arm)"},
    {{4, 9}, {7, 1}, {"memremap attempted on ram * size: *", meanings::pool_mapped}, "kernel/iomem.c"},
    {{4, 9}, {7, 1}, {"failed to init DMA memory pool at *, size * MiB", meanings::pool_not_mapped}, "kernel/dma/coherent.c"},
    {{4, 9}, {7, 1}, {"region for default DMA coherent area is redefined", meanings::second_default}, "kernel/dma/coherent.c"},
    {{6, 1},
     {7, 1},
     {"reserved memory is beyond device's set DMA address range", meanings::out_of_reach},
     "kernel/dma/coherent.c; not in 6.1.46, 6.6.150, 6.8, 6.13.7"},
    {{5, 15}, {7, 1}, {"created restricted DMA pool at *, size * MiB", meanings::restricted_made}, "kernel/dma/swiotlb.c"},
    {{4, 9}, {4, 9}, {"created ION memory pool at *, size * MiB", meanings::ion_made}, "drivers/staging/android/ion (NXP)"},
    {{4, 14}, {4, 14}, {"ION carveout pool at *, size * MiB", meanings::ion_made}, "drivers/staging/android/ion (NXP)"},
    // the atomic pool
    {{4, 9},
     {5, 7},
     {"preallocated * KiB pool for atomic allocations", meanings::atomic_made},
     "arch/arm64/mm/dma-mapping.c in 4.x, kernel/dma/remap.c"},
    {{4, 9},
     {7, 1},
     {"preallocated * KiB pool for atomic coherent allocations", meanings::atomic_made},
     "arch/arm/mm/dma-mapping.c"},
    {{5, 8}, {7, 1}, {"preallocated * KiB GFP_* pool for atomic allocations", meanings::atomic_made_each}, "kernel/dma/pool.c"},
    {{4, 9},
     {7, 1},
     {"failed to allocate * KiB pool for atomic coherent allocation", meanings::atomic_failed},
     "as above, up to 5.7; arch/arm/mm/dma-mapping.c"},
    {{5, 8},
     {7, 1},
     {"failed to allocate * KiB GFP_* pool for atomic allocation", meanings::atomic_failed},
     "kernel/dma/pool.c"},
    {{4, 9},
     {5, 7},
     {"coherent pool not initialised!", meanings::atomic_missing},
     "arch/arm64/mm/dma-mapping.c in 4.x, kernel/dma/remap.c"},
    {{5, 8}, {7, 1}, {"Failed to get suitable pool for *", meanings::atomic_unsuited}, "kernel/dma/pool.c"},
    {{6, 1},
     {7, 1},
     {"DMA pool exhausted for *", meanings::atomic_exhausted},
     "kernel/dma/pool.c; not in 6.1.46, 6.8.0, 6.13.7"},
    // what carveout's patches bring
    {{5, 6}, {7, 1}, {"carveout_pool_heap: *: * bytes at *, *cached", meanings::heap_made}, "recipe carveout-heap"},
    {{5, 6}, {7, 1}, {"carveout_pool_heap: *: not reserved", meanings::not_reserved}, "recipe carveout-heap"},
    {{5, 6}, {7, 1}, {"*: [*, +*) is not whole pages of * memory", meanings::heap_pages}, "recipe carveout-heap"},
    {{5, 6}, {7, 1}, {"cannot be the name of a heap, or is one", meanings::heap_named_twice}, "recipe carveout-heap"},
    {{5, 6}, {7, 1}, {"carveout_pool_heap: *: no heap (*)", meanings::heap_missing}, "recipe carveout-heap"},
    {{4, 14}, {5, 10}, {"ion: no carveout heap on *", meanings::heap_missing}, "recipe ion-carveout"},
    {{5, 10}, {7, 1}, {"cannot be the pool for atomic allocations", meanings::atomic_place_refused}, "recipe pool-unclamp"},
    {{5, 10},
     {7, 1},
     {"no pool for atomic allocations in one piece (*), several that grow", meanings::atomic_in_pieces},
     "recipe pool-unclamp"},
    // SWIOTLB
    {{4, 9}, {7, 1}, {"software IO TLB: mapped [mem *-*] (*MB)", meanings::bounce_made}, "kernel/dma/swiotlb.c"},
    {{6, 6},
     {7, 1},
     {"software IO TLB: SWIOTLB bounce buffer size adjusted to *MB", meanings::bounce_made},
     "kernel/dma/swiotlb.c"},
    {{6, 1}, {7, 1}, {"software IO TLB: area num *", meanings::bounce_areas}, "kernel/dma/swiotlb.c"},
    {{4, 9}, {7, 1}, {"software IO TLB: Cannot allocate buffer", meanings::bounce_none}, "kernel/dma/swiotlb.c"},
    {{4, 9}, {7, 1}, {"swiotlb buffer is full (sz: * bytes)", meanings::bounce_full}, "kernel/dma/swiotlb.c"},
    {{4, 9}, {7, 1}, {"DMA addr *+* overflow (mask *, bus limit *)", meanings::unreachable}, "kernel/dma/direct.h"},
    // boot files
    {{4, 9}, {7, 1}, {"Memory: *K/*K available (*K reserved, *K cma-reserved)", meanings::summary}, "mm/page_alloc.c"},
    {{4, 9}, {7, 1}, {"Memory: *K/*K available (* cma-reserved", meanings::summary}, "mm/page_alloc.c"},
    {{4, 9}, {7, 1}, {"INITRD: * overlaps in-use memory region", meanings::initrd_refused}, "init/initramfs.c (arm, riscv)"},
    {{4, 9},
     {7, 1},
     {"initrd not fully accessible via the linear mapping", meanings::initrd_far},
     "arch/arm64/mm/init.c:arm64_memblock_init()"},
    {{4, 9}, {7, 1}, {"VFS: Unable to mount root fs on *", meanings::no_root}, "init/do_mounts.c"},
    {{4, 9}, {7, 1}, {"VFS: Cannot open root device *", meanings::no_root}, "init/do_mounts.c"},
    {{4, 9},
     {7, 1},
     {"Kernel image misaligned at boot, please fix your bootloader", meanings::misaligned},
     "arch/arm64/kernel/setup.c"},
    {{4, 9},
     {7, 1},
     {"Error: invalid device tree blob at physical address *", meanings::no_tree},
     "arch/arm64/kernel/setup.c:setup_machine_fdt()"},
    {{4, 9},
     {7, 1},
     {"FIRMWARE BUG: Image BSS overlaps adjacent EFI memory region", meanings::bss_overlap},
     "drivers/firmware/efi/libstub/arm64-stub.c"},
};

/// U-Boot's, with year and month as its version.
inline constexpr row<message> u_boot_message_table[] = {
    {{2019, 4}, {2026, 7}, {"ERROR: reserving fdt memory region failed (addr=*", meanings::lmb_refused}, "boot/image-fdt.c"},
    {{2026, 10},
     {2026, 10},
     {"ERROR: reserving fdt memory region failed (addr=*): -17", meanings::lmb_twice},
     "boot/image-fdt.c"},
    {{2026, 10},
     {2026, 10},
     {"ERROR: reserving fdt memory region failed (addr=*): -22", meanings::lmb_outside},
     "boot/image-fdt.c"},
    {{2026, 10}, {2026, 10}, {"ERROR: freeing fdt memory region failed (addr=*", meanings::lmb_refused}, "boot/image-fdt.c"},
    {{2019, 4}, {2026, 10}, {"** Reading file would overwrite reserved memory **", meanings::load_refused}, "fs/fs.c"},
    {{2019, 4}, {2026, 10}, {"TFTP error: trying to overwrite reserved memory", meanings::load_refused}, "net/tftp.c"},
    {{2019, 4}, {2026, 10}, {"ERROR: RD image overlaps OS image (OS=*)", meanings::load_overlap}, "boot/bootm.c"},
    {{2019, 4}, {2026, 10}, {"ERROR: FDT image overlaps OS image (OS=*)", meanings::load_overlap}, "boot/bootm.c"},
    {{2025, 10}, {2026, 10}, {"Failed to allocate memory for the image at *", meanings::load_no_room}, "cmd/booti.c"},
    {{2025, 10}, {2026, 10}, {"Failed to reserve memory for fdt at *", meanings::load_no_room}, "boot/image-fdt.c"},
    {{2019, 4}, {2026, 10}, {"ramdisk - allocation error", meanings::load_no_room}, "boot/image-board.c"},
    {{2019, 4}, {2026, 10}, {"device tree - allocation error", meanings::load_no_room}, "boot/image-fdt.c"},
    {{2019, 4}, {2026, 10}, {"in-place initrd alloc failed", meanings::load_no_room}, "boot/image-board.c"},
    {{2019, 4}, {2026, 10}, {"Moving Image from * to *, end=*", meanings::image_moved}, "cmd/booti.c"},
    {{2019, 4}, {2026, 10}, {"kernel_comp_addr_r or kernel_comp_size is not provided!", meanings::no_buffer}, "cmd/booti.c"},
    {{2019, 4}, {2026, 10}, {"kernel_comp_addr_r is outside of DRAM range!", meanings::no_buffer}, "cmd/booti.c"},
    {{2019, 4}, {2026, 10}, {"Image too large: increase CONFIG_SYS_BOOTM_LEN", meanings::image_large}, "boot/bootm.c"},
    {{2019, 4}, {2026, 10}, {"Did not find a cmdline Flattened Device Tree", meanings::tree_lost}, "boot/image-fdt.c"},
    {{2019, 4},
     {2026, 10},
     {"Reserved memory mapping failed addr * size *", meanings::efi_taken},
     "lib/efi_loader/efi_dt_fixup.c"},
};

}  // namespace carveout
