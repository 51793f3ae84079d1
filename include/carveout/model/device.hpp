// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <carveout/core/interval.hpp>
#include <carveout/core/vector.hpp>

namespace carveout {

/// The addresses that a device can put on the bus: what its driver passes to dma_set_mask(), cut by `dma-ranges`. What
/// `dma-ranges` alone lets through is `bus`: from 5.10 on the narrowest of the tree ends ZONE_DMA, and a mask does not.
struct dma_reach {
  interval window = interval::everything();
  interval bus = interval::everything();
};

/// A mask of `count` address bits, 1 to 64: `bits(32)` reaches [0..0x100000000).
[[nodiscard]] constexpr auto bits(unsigned count) -> dma_reach {
  return {{0, count >= 64 ? max_address : address{1} << count}};
}

/// The same because of `dma-ranges`: no more address lines are there.
[[nodiscard]] constexpr auto bus_bits(unsigned count) -> dma_reach {
  const interval window = bits(count).window;
  return {window, window};
}

/// A pool that a device uses, and the name that its binding gives it in `memory-region-names` (empty: none).
struct pool_use {
  std::string_view pool{};
  std::string_view as{};
  constexpr pool_use() = default;
  constexpr explicit(false) pool_use(const char* label) : pool(label) {}
  constexpr pool_use(std::string_view label, std::string_view name) : pool(label), as(name) {}
};

/// Buffers that a device asks the kernel for: `count` of `size` bytes each at the same time, by dma_alloc_attrs() unless
/// `pages` says otherwise. DMA_ATTR_WRITE_COMBINE needs no mention: on arm64 the memory comes out the same.
struct dma_request {
  bytes size = 0;
  unsigned count = 1;
  bytes alignment = 0;             ///< of the bus address, where the device demands more than a page
  bool atomic = false;             ///< asked for where the driver may not sleep
  bool no_kernel_mapping = false;  ///< DMA_ATTR_NO_KERNEL_MAPPING
  bool pages = false;              ///< by dma_alloc_pages() or dma_alloc_noncoherent()
};

/// A bus master.
///
/// `node` is how the tree names it: a label (`&gpu_3d0`) or a full path (`/soc@0/gpu@53100000`); Debian's and other upstream
/// trees are built without labels, there only the path works. `uses` lists its pools in the order of `memory-region`,
/// whose index is part of many bindings. `coherent`: its accesses are snooped (`dma-coherent`). `iommu`: its addresses are
/// translated (`iommus`), so that `reach` does not bind its pools. `attaches`: its driver calls of_reserved_mem_device_init();
/// without that, `memory-region` does nothing, but for a restricted pool, which the bus attaches. That call knows the first
/// entry only; `attaches_all`: the driver asks for the others too, by index or name. `enabled`: its `status`; the rules do not
/// look at what is off.
struct device {
  std::string_view name{};
  std::string_view node{};
  dma_reach reach{};
  fixed_vector<pool_use, 12> uses{};
  fixed_vector<dma_request, 6> needs{};
  bool coherent = false;
  bool iommu = false;
  bool attaches = true;
  bool attaches_all = false;
  bool enabled = true;
};

/// The devices of a board that matter to its pools: `devices{device{...}, device{...}}`.
template <std::size_t Count>
struct devices {
  std::array<device, Count> list;
  template <typename... Devices>
  constexpr explicit devices(const Devices&... values) : list{device{values}...} {}
};
template <typename... Devices>
devices(const Devices&...) -> devices<sizeof...(Devices)>;

}  // namespace carveout
