// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

#include <carveout/kernel/table.hpp>

/// What user space can open to allocate buffers: ION and dma-buf heaps, and the drivers that make heaps of carveouts.
namespace carveout {

/// Which allocators for user space a mainline kernel has.
struct heap_facts {
  bool ion;           ///< drivers/staging/android/ion
  bool ion_carveout;  ///< its carveout heap; up to 5.2, and nothing in mainline creates one
  bool dmabuf;        ///< /dev/dma_heap
};

inline constexpr row<heap_facts> heap_table[] = {
    {{4, 9}, {5, 2}, {true, true, false}, "drivers/staging/android/ion/ion_carveout_heap.c"},
    {{5, 3}, {5, 4}, {true, false, false}, "removed by commit eadbf7a34e44"},
    {{5, 6}, {5, 10}, {true, false, true}, "drivers/dma-buf/dma-heap.c"},
    {{5, 11}, {7, 1}, {false, false, true}, "drivers/staging/android/ion is absent"},
};

/// What a heap's node is compatible with when its description does not say.
inline constexpr row<const char*> heap_compatible_table[] = {
    {{4, 9}, {5, 4}, "carveout,ion-heap", "recipe ion-carveout; drivers/staging/android/ion"},
    {{5, 6}, {7, 1}, "carveout,dma-heap", "recipe carveout-heap; drivers/dma-buf/heaps"},
};
inline constexpr row<const char*> nxp_heap_compatible_table[] = {
    {{4, 9}, {4, 14}, "imx-ion-pool", "NXP drivers/staging/android/ion/imx/mxc_ion.c; 4.14 ion_carveout_heap.c"},
    {{4, 19}, {5, 4}, "carveout,ion-heap", "recipe ion-carveout; drivers/staging/android/ion"},
    {{5, 6}, {7, 1}, "carveout,dma-heap", "recipe carveout-heap; drivers/dma-buf/heaps"},
};

[[nodiscard]] constexpr auto heap_compatible(const linux_kernel& kernel) -> const char* {
  if (kernel.vendor == vendor::nxp) return look_up(nxp_heap_compatible_table, kernel.version).value;
  return look_up(heap_compatible_table, kernel.version).value;
}

/// A driver that makes a heap of a node of /reserved-memory.
struct heap_driver_facts {
  std::string_view compatible;
  std::string_view recipe;  ///< of `carveout patch`, that brings it; empty: the vendor's kernel has it
  kernel_version first;
  kernel_version last;
};

inline constexpr heap_driver_facts heap_drivers[] = {
    {"imx-ion-pool", "", {4, 9}, {4, 14}},
    {"carveout,ion-heap", "ion-carveout", {4, 14}, {5, 10}},
    {"carveout,dma-heap", "carveout-heap", {5, 6}, {7, 1}},
};

/// What is known of a compatible; null for that of a driver from elsewhere.
[[nodiscard]] constexpr auto find_heap_driver(std::string_view compatible) -> const heap_driver_facts* {
  for (const heap_driver_facts& each : heap_drivers)
    if (each.compatible == compatible) return &each;
  return nullptr;
}

/// Whether a kernel has the driver, or the recipe can bring it.
[[nodiscard]] constexpr auto serves(const heap_driver_facts& driver, const linux_kernel& kernel) -> bool {
  if (driver.recipe.empty() && kernel.vendor != vendor::nxp) return false;
  const kernel_version release{kernel.version.major, kernel.version.minor, 0};
  return driver.first <= release && release <= driver.last;
}

/// How the CMA heaps of /dev/dma_heap are called.
enum class cma_heap_name : std::uint8_t {
  none,           ///< there is no /dev/dma_heap
  area,           ///< one heap, called as the default area: its node's name, or `reserved`
  fixed,          ///< one heap, `default_cma_region`
  fixed_and_each  ///< `default_cma_region`, and one per area, called as its node or `reserved`
};

inline constexpr row<cma_heap_name> cma_heap_name_table[] = {
    {{4, 9}, {5, 4}, cma_heap_name::none, "drivers/dma-buf is without heaps"},
    {{5, 6}, {6, 14}, cma_heap_name::area, "drivers/dma-buf/heaps/cma_heap.c:__add_cma_heap()"},
    {{6, 17}, {6, 17}, cma_heap_name::fixed, "Documentation/userspace-api/dma-buf-heaps.rst"},
    {{6, 19}, {7, 1}, cma_heap_name::fixed_and_each, "drivers/dma-buf/heaps/cma_heap.c:add_cma_heaps()"},
};

/// What an area is called that comes from `cma=` or Kconfig (kernel/dma/contiguous.c).
inline constexpr const char* unnamed_cma_area = "reserved";
inline constexpr const char* fixed_cma_heap = "default_cma_region";

}  // namespace carveout
