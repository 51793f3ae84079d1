// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <carveout/core/sink.hpp>
#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/command_line.hpp>
#include <carveout/kernel/config.hpp>
#include <carveout/plan/bootargs.hpp>
#include <carveout/plan/heap_names.hpp>
#include <carveout/plan/kconfig.hpp>
#include <carveout/plan/memory_plan.hpp>
#include <carveout/route/measures.hpp>

/// How to see on the device that a plan holds: commands, and the lines that they have to print on the plan's kernel.
namespace carveout {

/// 0x0000000060000000: what the kernel's %pa prints where addresses have 64 bits, else 0x60000000.
struct kernel_address {
  std::uint64_t value;
  unsigned digits = 16;
};
template <text_sink Sink>
constexpr void write_to(Sink& sink, kernel_address number) {
  sink.append("0x");
  for (unsigned i = number.digits; i-- > 0;) {
    const std::uint64_t digit = number.value >> (4 * i) & 0xf;
    put(sink, "0123456789abcdef"[digit]);
  }
}

/// One look at the running device. `expect` is a line or several, each of which is in what the command prints.
struct device_check {
  std::string_view about{};
  std::string_view command{};
  text_buffer expect{};
};

namespace detail {

class device_checks {
 public:
  constexpr explicit device_checks(const memory_plan& plan) : plan_{plan}, digits_{plan.kernel.arch == arch::arm ? 8U : 16U} {}

  [[nodiscard]] constexpr auto command_line() const -> device_check {
    device_check it{"the boot loader passes the kernel arguments on", "cat /proc/cmdline"};
    write_bootargs(plan_, it.expect);
    return it;
  }

  /// kernel/dma/contiguous.c:rmem_cma_setup(), coherent.c:rmem_dma_setup(), swiotlb.c:rmem_swiotlb_setup(); NXP's ION
  [[nodiscard]] constexpr auto pools() const -> device_check {
    device_check it{"the kernel took the pools", "dmesg | grep 'pool at'"};
    for (const region& each : plan_.regions) {
      const std::string_view sort = each.kind == pool_kind::coherent               ? "created DMA memory"
                                    : each.kind == pool_kind::restricted           ? "created restricted DMA"
                                    : each.reusable                                ? "created CMA memory"
                                    : !is_imx_heap(each)                           ? ""
                                    : plan_.kernel.version < kernel_version{4, 14} ? "created ION memory"
                                                                                   : "ION carveout";
      if (sort.empty() || !each.is_placed()) continue;
      put(it.expect, sort, " pool at ", kernel_address{each.range.begin, digits_}, ", size ", each.size >> 20, " MiB\n");
    }
    return it;
  }

  /// drivers/of/of_reserved_mem.c:fdt_init_reserved_mem_node(), 6.6
  [[nodiscard]] constexpr auto regions() const -> device_check {
    const bool prints_all = plan_.kernel.version >= kernel_version{6, 6};
    device_check it{"every node is there, where the plan has it",
                    prints_all ? "dmesg | grep 'reserved mem: 0x'" : "ls /proc/device-tree/reserved-memory"};
    for (const region& each : plan_.regions) {
      if (!each.is_placed()) continue;
      if (prints_all)
        put(it.expect, kernel_address{each.range.begin, digits_}, "..", kernel_address{each.range.end - 1, digits_}, " (",
            each.size >> 10, " KiB) ", each.no_map ? "nomap " : "map ", each.reusable ? "reusable " : "non-reusable ");
      write_node_name(it.expect, each);
      it.expect.append("\n");
    }
    return it;
  }

  /// kernel/dma/pool.c:__dma_atomic_pool_init(); up to 5.7 dma_atomic_pool_init(), atomic_pool_init()
  [[nodiscard]] constexpr auto atomic_pool() const -> device_check {
    device_check it{"the atomic pool has its size", "dmesg | grep preallocated"};
    const region* const place = plan_.atomic_place();
    const bool whole = measures_of(plan_).takes("pool-unclamp");
    const bytes asked = place != nullptr ? place->size : plan_.atomic_pool;
    if (whole)
      put(it.expect, "DMA: preallocated ", asked >> 10, " KiB GFP_KERNEL pool for atomic allocations\n");
    else if (pool_is_pieces(plan_))
      put(it.expect, "DMA: preallocated ", carveout::atomic_pool(plan_.kernel, asked).chunk >> 10,
          " KiB GFP_KERNEL pool for atomic allocations\n");
    else
      put(it.expect, "DMA: preallocated ", asked >> 10, " KiB pool for atomic ",
          plan_.kernel.arch == arch::arm ? "coherent " : "", "allocations\n");
    return it;
  }

  /// kernel/dma/pool.c:dma_atomic_pool_debugfs_init()
  [[nodiscard]] constexpr auto pool_in_one_piece() const -> device_check {
    device_check it{"it is one pool in one piece, and does not grow under load", "grep . /sys/kernel/debug/dma_pools/*"};
    const region* const place = plan_.atomic_place();
    put(it.expect, "pool_size_dma:0\n", "pool_size_dma32:0\n",
        "pool_size_kernel:", place != nullptr ? place->size : plan_.atomic_pool, '\n');
    return it;
  }

  /// drivers/of/of_reserved_mem.c:of_reserved_mem_device_init_by_idx()
  [[nodiscard]] constexpr auto devices() const -> device_check {
    device_check it{"drivers took their pools", "dmesg | grep 'assigned reserved memory'"};
    for (const plan_device& each : plan_.devices) {
      if (!each.attaches) continue;
      for (const plan_use& use : plan_.uses_of(each)) {
        if (use.region == no_index) continue;
        const region& pool = plan_.regions[use.region];
        if (pool.kind != pool_kind::coherent && pool.kind != pool_kind::device_cma) continue;
        it.expect.append("assigned reserved memory node ");
        write_node_name(it.expect, pool);
        it.expect.append("\n");
        break;  // the driver's other regions are its own affair
      }
    }
    return it;
  }

  [[nodiscard]] constexpr auto cma_total() const -> device_check {
    device_check it{"no more memory is CMA than the plan has", "grep CmaTotal /proc/meminfo"};
    bytes sum = 0;
    for (const region& each : plan_.regions) sum += each.reusable ? each.size : 0;
    text_buffer number;  // padded to 8 characters: fs/proc/meminfo.c:show_val_kb()
    put(number, sum >> 10);
    it.expect.append("CmaTotal:       ");
    for (std::size_t i = number.size(); i < 8; ++i) it.expect.append(" ");
    put(it.expect, number.view(), " kB\n");
    return it;
  }

  /// mm/cma_sysfs.c, 5.13; before or without it, the free pages tell
  [[nodiscard]] constexpr auto cma_idle() const -> device_check {
    const bool counts =
        plan_.kernel.version >= kernel_version{5, 15} && config_value(plan_.config, "CMA_SYSFS").value_or("y") == "y";
    device_check it{"nothing comes to CMA under load: the same before and after a use case",
                    counts ? "grep -H . /sys/kernel/mm/cma/*/alloc_pages_success" : "grep CmaFree /proc/meminfo"};
    it.expect.append(counts ? "alloc_pages_success:\n" : "CmaFree:\n");
    return it;
  }

  [[nodiscard]] constexpr auto heaps(cma_heap_name naming) const -> device_check {
    device_check it{"programs find the heaps", "ls /dev/dma_heap"};
    for (const region& each : plan_.regions)
      if (each.kind == pool_kind::heap && appears_as_heap(each, naming)) {
        write_heap_name(it.expect, each);
        it.expect.append("\n");
      }
    return it;
  }

  /// drivers/staging/android/ion/ion.c:ion_device_add_heap(), which makes a folder for each heap
  [[nodiscard]] constexpr auto ion_heaps() const -> device_check {
    device_check it{"ION has the heaps", "ls /sys/kernel/debug/ion"};
    if (plan_.kernel.version < kernel_version{5, 4}) return it;
    for (const region& each : plan_.regions) {
      if (!is_ion_heap(each)) continue;
      write_base_name(it.expect, each);
      it.expect.append("\n");
    }
    return it;
  }

  [[nodiscard]] constexpr auto configuration() const -> device_check {
    device_check it{"the kernel is configured for it", "zcat /proc/config.gz"};
    for_each_wanted_symbol(plan_, [&](const wanted_symbol& each) {
      if (each.is == wanted_symbol::form::on) put(it.expect, "CONFIG_", each.name, "=y\n");
    });
    return it;
  }

 private:
  const memory_plan& plan_;
  unsigned digits_;
};

}  // namespace detail

/// Calls `look` with every check that makes sense for the plan.
constexpr void for_each_device_check(const memory_plan& plan, const auto& look) {
  const detail::device_checks all{plan};
  const auto show = [&](const device_check& each) {
    if (each.expect.size() != 0) look(each);
  };
  const bool has_pool = plan.atomic_pool != 0 || plan.atomic_place() != nullptr;
  const bool has_cma = detail::any_region(plan, [](const region& each) { return each.reusable; });
  show(all.configuration());
  show(all.command_line());
  show(all.pools());
  show(all.regions());
  if (has_pool) show(all.atomic_pool());
  if (has_pool && measures_of(plan).takes("pool-unclamp")) show(all.pool_in_one_piece());
  show(all.devices());
  const auto cma = find_argument(plan.extra_bootargs, "cma");
  if (has_cma && (!cma || parse_cma(cma->value).size == 0)) show(all.cma_total());
  if (has_cma) show(all.cma_idle());
  show(all.ion_heaps());
  show(all.heaps(look_up(cma_heap_name_table, plan.kernel.version).value));
}

}  // namespace carveout
