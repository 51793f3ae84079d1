// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <carveout/kernel/table.hpp>

/// The symbols of the kernel's configuration that reserved memory needs, and which of them a fragment can set.
namespace carveout {

/// How a symbol gets its value.
enum class symbol_state : std::uint8_t {
  absent,      ///< this version does not know it
  selected,    ///< by other symbols alone: without a prompt, a fragment that sets it is ignored
  fixed,       ///< as selected on arm64; arm has a prompt
  for_expert,  ///< it has a prompt under EXPERT
  prompted,    ///< it has a prompt
};

/// What a version knows of a symbol.
struct symbol_facts {
  std::string_view name;  ///< without CONFIG_
  symbol_state state;
  std::string_view needs;  ///< symbols, separated by spaces, that have to be on
};

/// The rows of a symbol follow each other.
inline constexpr row<symbol_facts> symbol_table[] = {
    {{4, 9}, {7, 1}, {"CMA", symbol_state::prompted, ""}, "mm/Kconfig"},
    {{4, 9}, {7, 1}, {"DMA_CMA", symbol_state::prompted, "CMA"}, "kernel/dma/Kconfig; drivers/base/Kconfig in 4.x"},
    {{4, 9}, {7, 1}, {"CMA_SIZE_MBYTES", symbol_state::prompted, "DMA_CMA"}, "kernel/dma/Kconfig"},
    {{4, 9}, {7, 1}, {"CMA_ALIGNMENT", symbol_state::prompted, "DMA_CMA"}, "kernel/dma/Kconfig"},
    {{4, 9}, {7, 1}, {"CMA_AREAS", symbol_state::prompted, "CMA"}, "mm/Kconfig"},
    {{4, 9}, {7, 1}, {"CMA_DEBUGFS", symbol_state::prompted, "CMA DEBUG_FS"}, "mm/Kconfig"},
    {{4, 9}, {5, 10}, {"CMA_SYSFS", symbol_state::absent, ""}, "mm/Kconfig"},
    {{5, 15}, {7, 1}, {"CMA_SYSFS", symbol_state::prompted, "CMA SYSFS"}, "mm/Kconfig"},
    {{4, 9}, {5, 4}, {"DMA_PERNUMA_CMA", symbol_state::absent, ""}, "kernel/dma/Kconfig"},
    {{5, 10}, {6, 1}, {"DMA_PERNUMA_CMA", symbol_state::prompted, "NUMA DMA_CMA"}, "kernel/dma/Kconfig"},
    {{6, 6}, {7, 1}, {"DMA_PERNUMA_CMA", symbol_state::absent, ""}, "kernel/dma/Kconfig"},
    {{4, 9}, {6, 1}, {"DMA_NUMA_CMA", symbol_state::absent, ""}, "kernel/dma/Kconfig"},
    {{6, 6}, {7, 1}, {"DMA_NUMA_CMA", symbol_state::prompted, "NUMA DMA_CMA"}, "kernel/dma/Kconfig"},
    {{4, 9}, {5, 10}, {"DMA_RESTRICTED_POOL", symbol_state::absent, ""}, "kernel/dma/Kconfig"},
    {{5, 15}, {7, 1}, {"DMA_RESTRICTED_POOL", symbol_state::prompted, "OF_RESERVED_MEM SWIOTLB"}, "kernel/dma/Kconfig"},
    {{4, 9}, {7, 1}, {"SWIOTLB", symbol_state::selected, ""}, "arch/arm64/Kconfig; kernel/dma/Kconfig"},
    {{4, 9}, {4, 19}, {"DMA_DIRECT_REMAP", symbol_state::absent, ""}, "kernel/dma/Kconfig"},
    {{5, 0}, {7, 1}, {"DMA_DIRECT_REMAP", symbol_state::selected, ""}, "kernel/dma/Kconfig"},
    {{4, 9}, {5, 7}, {"DMA_COHERENT_POOL", symbol_state::absent, ""}, "kernel/dma/Kconfig"},
    {{5, 8}, {7, 1}, {"DMA_COHERENT_POOL", symbol_state::selected, ""}, "kernel/dma/Kconfig"},
    {{4, 9}, {5, 10}, {"DMA_GLOBAL_POOL", symbol_state::absent, ""}, "kernel/dma/Kconfig"},
    {{5, 15}, {7, 1}, {"DMA_GLOBAL_POOL", symbol_state::selected, ""}, "kernel/dma/Kconfig"},
    {{4, 9}, {5, 4}, {"DMABUF_HEAPS", symbol_state::absent, ""}, "drivers/dma-buf/Kconfig"},
    {{5, 6}, {7, 1}, {"DMABUF_HEAPS", symbol_state::prompted, "DMA_SHARED_BUFFER"}, "drivers/dma-buf/Kconfig"},
    {{4, 9}, {5, 4}, {"DMABUF_HEAPS_SYSTEM", symbol_state::absent, ""}, "drivers/dma-buf/heaps/Kconfig"},
    {{5, 6}, {7, 1}, {"DMABUF_HEAPS_SYSTEM", symbol_state::prompted, "DMABUF_HEAPS"}, "drivers/dma-buf/heaps/Kconfig"},
    {{4, 9}, {5, 4}, {"DMABUF_HEAPS_CMA", symbol_state::absent, ""}, "drivers/dma-buf/heaps/Kconfig"},
    {{5, 6}, {7, 1}, {"DMABUF_HEAPS_CMA", symbol_state::prompted, "DMABUF_HEAPS DMA_CMA"}, "drivers/dma-buf/heaps/Kconfig"},
    {{4, 9}, {6, 14}, {"DMABUF_HEAPS_CMA_LEGACY", symbol_state::absent, ""}, "drivers/dma-buf/heaps/Kconfig"},
    {{6, 17},
     {6, 18},
     {"DMABUF_HEAPS_CMA_LEGACY", symbol_state::prompted, "DMABUF_HEAPS_CMA"},
     "drivers/dma-buf/heaps/Kconfig"},
    {{6, 19}, {7, 1}, {"DMABUF_HEAPS_CMA_LEGACY", symbol_state::absent, ""}, "drivers/dma-buf/heaps/Kconfig"},
    {{4, 9}, {5, 4}, {"DMABUF_HEAPS_CARVEOUT_POOL", symbol_state::absent, ""}, "drivers/dma-buf/heaps/Kconfig"},
    {{5, 6},
     {7, 1},
     {"DMABUF_HEAPS_CARVEOUT_POOL", symbol_state::prompted, "DMABUF_HEAPS OF_RESERVED_MEM"},
     "drivers/dma-buf/heaps/Kconfig, by the recipe carveout-heap"},
    {{4, 9}, {5, 10}, {"ION", symbol_state::prompted, "STAGING"}, "drivers/staging/android/ion/Kconfig"},
    {{5, 11}, {7, 1}, {"ION", symbol_state::absent, ""}, "drivers/staging/android/ion is absent"},
    {{4, 9}, {5, 2}, {"ION_CARVEOUT_HEAP", symbol_state::prompted, "ION"}, "drivers/staging/android/ion/Kconfig"},
    {{5, 3}, {7, 1}, {"ION_CARVEOUT_HEAP", symbol_state::absent, ""}, "removed by commit eadbf7a34e44"},
    {{4, 9}, {4, 9}, {"ION_CARVEOUT_POOL", symbol_state::absent, ""}, "drivers/staging/android/ion/Kconfig"},
    {{4, 14},
     {5, 10},
     {"ION_CARVEOUT_POOL", symbol_state::prompted, "ION"},
     "drivers/staging/android/ion/Kconfig, by the recipe ion-carveout"},
    {{5, 11}, {7, 1}, {"ION_CARVEOUT_POOL", symbol_state::absent, ""}, "drivers/staging/android/ion is absent"},
    {{4, 9}, {5, 2}, {"ION_CHUNK_HEAP", symbol_state::prompted, "ION"}, "drivers/staging/android/ion/Kconfig"},
    {{5, 3}, {7, 1}, {"ION_CHUNK_HEAP", symbol_state::absent, ""}, "removed by commit eadbf7a34e44"},
    {{4, 9}, {5, 10}, {"ION_SYSTEM_HEAP", symbol_state::prompted, "ION"}, "drivers/staging/android/ion/Kconfig"},
    {{5, 11}, {7, 1}, {"ION_SYSTEM_HEAP", symbol_state::absent, ""}, "drivers/staging/android/ion is absent"},
    {{4, 9}, {5, 10}, {"ION_CMA_HEAP", symbol_state::prompted, "ION DMA_CMA"}, "drivers/staging/android/ion/Kconfig"},
    {{5, 11}, {7, 1}, {"ION_CMA_HEAP", symbol_state::absent, ""}, "drivers/staging/android/ion is absent"},
    {{4, 9}, {4, 14}, {"ZONE_DMA", symbol_state::selected, ""}, "arch/arm64/Kconfig"},
    {{4, 19}, {5, 4}, {"ZONE_DMA", symbol_state::absent, ""}, "arch/arm64/Kconfig"},
    {{5, 10}, {7, 1}, {"ZONE_DMA", symbol_state::for_expert, ""}, "arch/arm64/Kconfig; mm/Kconfig from 5.15 on"},
    {{4, 9}, {4, 14}, {"ZONE_DMA32", symbol_state::absent, ""}, "arch/arm64/Kconfig"},
    {{4, 19}, {5, 4}, {"ZONE_DMA32", symbol_state::selected, ""}, "arch/arm64/Kconfig"},
    {{5, 10}, {7, 1}, {"ZONE_DMA32", symbol_state::for_expert, ""}, "arch/arm64/Kconfig; mm/Kconfig from 5.15 on"},
    {{4, 9}, {5, 19}, {"FORCE_MAX_ZONEORDER", symbol_state::fixed, ""}, "arch/arm64/Kconfig"},
    {{6, 1}, {7, 1}, {"FORCE_MAX_ZONEORDER", symbol_state::absent, ""}, "arch/arm64/Kconfig"},
    {{4, 9}, {5, 19}, {"ARCH_FORCE_MAX_ORDER", symbol_state::absent, ""}, "arch/arm64/Kconfig"},
    {{6, 1}, {7, 1}, {"ARCH_FORCE_MAX_ORDER", symbol_state::fixed, ""}, "arch/arm64/Kconfig"},
    {{4, 9}, {6, 14}, {"PAGE_BLOCK_MAX_ORDER", symbol_state::absent, ""}, "mm/Kconfig"},
    {{6, 19}, {7, 1}, {"PAGE_BLOCK_MAX_ORDER", symbol_state::prompted, ""}, "mm/Kconfig"},
    {{4, 9}, {7, 1}, {"OF_RESERVED_MEM", symbol_state::selected, ""}, "drivers/of/Kconfig"},
    {{4, 9}, {7, 1}, {"PSTORE", symbol_state::prompted, ""}, "fs/pstore/Kconfig"},
    {{4, 9}, {7, 1}, {"PSTORE_RAM", symbol_state::prompted, "PSTORE"}, "fs/pstore/Kconfig"},
};

/// What a version knows of a symbol; nothing when the table does not have it.
[[nodiscard]] constexpr auto find_symbol(std::string_view name, kernel_version version) -> std::optional<symbol_facts> {
  std::optional<symbol_facts> found;
  for (const row<symbol_facts>& each : symbol_table)
    if (each.value.name == name && (!found || each.first <= version)) found = each.value;
  return found;
}

}  // namespace carveout
