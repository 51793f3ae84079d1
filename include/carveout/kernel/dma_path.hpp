// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/kernel/table.hpp>

/// How arm64's dma_alloc_attrs() goes about a request, after a device's own coherent pool was asked: that comes first in every
/// version, and its answer is final (kernel/dma/coherent.c:dma_alloc_from_dev_coherent(), up to 4.14
/// drivers/base/dma-coherent.c).
namespace carveout {

/// The test for the atomic pool. Every version sends to it what a non-coherent device asks for and must not wait for.
struct pool_test_facts {
  bool no_kernel_mapping_passes;  ///< requests with DMA_ATTR_NO_KERNEL_MAPPING go past the pool, and are pages never mapped
  bool checks_reach;              ///< what the pool gives is compared with the device's mask; otherwise it is handed out unseen
};

/// The source is where the recipe changes the condition.
inline constexpr row<pool_test_facts> pool_test_table[] = {
    {{4, 9}, {4, 19}, {false, false}, "arch/arm64/mm/dma-mapping.c:__dma_alloc()"},
    {{5, 2}, {5, 4}, {true, false}, "kernel/dma/remap.c:arch_dma_alloc()"},
    {{5, 6}, {5, 7}, {true, false}, "kernel/dma/direct.c:dma_direct_alloc_pages()"},
    {{5, 8}, {5, 9}, {true, true}, "kernel/dma/direct.c:dma_should_alloc_from_pool()"},
    {{5, 10}, {5, 15}, {true, true}, "kernel/dma/direct.c:dma_direct_alloc()"},
    {{5, 17}, {7, 1}, {true, true}, "kernel/dma/direct.c:dma_direct_use_pool()"},
};

/// What happens to the others.
struct cma_path_facts {
  bool single_pages;  ///< a page alone is taken from the default area too; from the area of a device it always is
  bool is_final;      ///< no page is asked of the buddy allocator where there is an area
  bool checks_reach;  ///< a CMA buffer that the device does not reach goes back; otherwise it is handed out unseen
  bool bounces;       ///< SWIOTLB is the last resort of a coherent allocation
  const char* pages;  ///< file:function() that asks the buddy allocator
};

inline constexpr row<cma_path_facts> cma_path_table[] = {
    {{4, 9},
     {4, 14},
     {true, true, false, true, "lib/swiotlb.c:swiotlb_alloc_coherent()"},
     "arch/arm64/mm/dma-mapping.c:__dma_alloc_coherent()"},
    {{4, 19},
     {4, 19},
     {true, false, true, true, "kernel/dma/direct.c:dma_direct_alloc()"},
     "kernel/dma/direct.c:dma_direct_alloc()"},
    {{5, 2},
     {5, 2},
     {true, false, true, false, "kernel/dma/direct.c:__dma_direct_alloc_pages()"},
     "kernel/dma/direct.c:__dma_direct_alloc_pages()"},
    {{5, 3},
     {7, 1},
     {false, false, true, false, "kernel/dma/direct.c:__dma_direct_alloc_pages()"},
     "kernel/dma/contiguous.c:dma_alloc_contiguous()"},
};

/// Whether drivers can ask for pages that are theirs to keep coherent. Such a request knows no pool.
inline constexpr row<bool> dma_alloc_pages_table[] = {
    {{4, 9}, {5, 9}, false, "include/linux/dma-mapping.h"},
    {{5, 10}, {7, 1}, true, "kernel/dma/mapping.c:dma_alloc_pages()"},
};

/// Who takes a buffer back, as file:function(). Whatever the request was, the kernel tells by the buffer's address: the pool of
/// the device, the atomic pool, then CMA; what is in none of them is given back as pages.
struct free_path_facts {
  const char* device_pool;
  const char* atomic_pool;
  const char* pages;  ///< asks cma_release() first, and frees to the buddy allocator what is in no area
  const char* bounce;
};

inline constexpr row<free_path_facts> free_path_table[] = {
    {{4, 9},
     {4, 9},
     {"drivers/base/dma-coherent.c:dma_release_from_coherent()", "arch/arm64/mm/dma-mapping.c:__free_from_pool()",
      "arch/arm64/mm/dma-mapping.c:__dma_free_coherent()", "lib/swiotlb.c:swiotlb_free_coherent()"},
     "arch/arm64/mm/dma-mapping.c:__dma_free()"},
    {{4, 14},
     {4, 14},
     {"drivers/base/dma-coherent.c:dma_release_from_dev_coherent()", "arch/arm64/mm/dma-mapping.c:__free_from_pool()",
      "arch/arm64/mm/dma-mapping.c:__dma_free_coherent()", "lib/swiotlb.c:swiotlb_free_coherent()"},
     "arch/arm64/mm/dma-mapping.c:__dma_free()"},
    {{4, 19},
     {4, 19},
     {"kernel/dma/coherent.c:dma_release_from_dev_coherent()", "arch/arm64/mm/dma-mapping.c:__free_from_pool()",
      "kernel/dma/direct.c:dma_direct_free()", "kernel/dma/swiotlb.c:swiotlb_free()"},
     "arch/arm64/mm/dma-mapping.c:__dma_free()"},
    {{5, 2},
     {5, 2},
     {"kernel/dma/coherent.c:dma_release_from_dev_coherent()", "kernel/dma/remap.c:dma_free_from_pool()",
      "kernel/dma/direct.c:__dma_direct_free_pages()", ""},
     "kernel/dma/remap.c:arch_dma_free()"},
    {{5, 3},
     {5, 7},
     {"kernel/dma/coherent.c:dma_release_from_dev_coherent()", "kernel/dma/remap.c:dma_free_from_pool()",
      "kernel/dma/contiguous.c:dma_free_contiguous()", ""},
     "kernel/dma/direct.c:dma_direct_free()"},
    {{5, 8},
     {7, 1},
     {"kernel/dma/coherent.c:dma_release_from_dev_coherent()", "kernel/dma/pool.c:dma_free_from_pool()",
      "kernel/dma/contiguous.c:dma_free_contiguous()", "kernel/dma/swiotlb.c:swiotlb_free()"},
     "kernel/dma/direct.c:dma_direct_free()"},
};

/// Devices behind an IOMMU: pages from anywhere when the request may wait. Only the place changed.
struct iommu_path_facts {
  const char* free;  ///< file:function() that takes everything back but the buffers of a device's own pool
};

inline constexpr row<iommu_path_facts> iommu_path_table[] = {
    {{4, 9},
     {4, 19},
     {"arch/arm64/mm/dma-mapping.c:__iommu_free_attrs()"},
     "arch/arm64/mm/dma-mapping.c:__iommu_alloc_attrs()"},
    {{5, 2}, {7, 1}, {"drivers/iommu/dma-iommu.c:iommu_dma_free()"}, "drivers/iommu/dma-iommu.c:iommu_dma_alloc()"},
};

}  // namespace carveout
