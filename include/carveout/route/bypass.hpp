// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/kernel/dma_path.hpp>
#include <carveout/kernel/heaps.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Who still gets ordinary or CMA memory where "every allocation comes from the atomic pool".
namespace carveout {

struct bypass {
  const char* who;
  const char* why;
};

/// Calls `look` with each, for the plan's kernel. Devices that name a pool of their own come first in every version, and are
/// no bypass: they depend on nobody.
constexpr void for_each_bypass(const memory_plan& plan, const auto& look) {
  const kernel_version version = plan.kernel.version;
  look(bypass{"coherent devices (dma-coherent)", "the pool is mapped non-cacheable, and they need no such mapping"});
  look(bypass{"devices behind an IOMMU", "it makes single pages contiguous; only what must not wait comes from the pool"});
  if (look_up(pool_test_table, version).value.no_kernel_mapping_passes)
    look(bypass{"requests with DMA_ATTR_NO_KERNEL_MAPPING", "they are answered before the pool is looked at"});
  if (look_up(dma_alloc_pages_table, version).value)
    look(
        bypass{"dma_alloc_pages(), dma_alloc_noncoherent(), dma_alloc_noncontiguous()", "the driver keeps the pages coherent"});
  const heap_facts heaps = look_up(heap_table, version).value;
  if (heaps.ion) look(bypass{"ION's CMA heap", "it calls cma_alloc() itself"});
  if (heaps.dmabuf) look(bypass{"the CMA heap of /dev/dma_heap", "it calls cma_alloc() itself"});
}

}  // namespace carveout
