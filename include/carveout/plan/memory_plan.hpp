// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <carveout/core/interval.hpp>
#include <carveout/core/sink.hpp>
#include <carveout/kernel/target.hpp>
#include <carveout/model/bank.hpp>
#include <carveout/model/board.hpp>
#include <carveout/model/device.hpp>
#include <carveout/model/pool.hpp>

/// The flat form of a board: what every analysis reads and every back end writes out.
namespace carveout {

inline constexpr std::size_t no_index = ~std::size_t{0};

/// One range of reserved memory: a node of /reserved-memory.
struct region : pool_facts {
  /// Where it is. Empty for a dynamic node, and for one that lowering found no room for.
  interval range{};
  /// What base and size have to be multiples of on the board's kernel.
  bytes required_alignment = 0;
  /// Where it may be placed: the policy's window, cut by what its devices reach.
  interval window{};

  /// Where lowering found room for a dynamic node: what the kernel's search downwards would take if nothing else were there.
  interval expected{};
  /// There is no room for it: found by lowering, for dynamic nodes too. Then the most that was free in its window.
  bool lacks_room = false;
  bytes largest_free = 0;
  /// How many devices use it, those that are off included.
  unsigned users = 0;
  /// Its full path, in a plan that was read from a device tree.
  std::string_view path{};

  [[nodiscard]] constexpr auto is_dynamic() const -> bool { return where.by == chosen_by::kernel; }
  [[nodiscard]] constexpr auto is_placed() const -> bool { return !range.empty(); }
  /// Its node has `reg`; one of no bytes too.
  [[nodiscard]] constexpr auto is_static() const -> bool { return is_placed() || where.by == chosen_by::description; }
  [[nodiscard]] constexpr auto base() const -> address { return is_placed() ? range.begin : where.window.begin; }
};

/// A device and its slice of `memory_plan::uses`.
struct plan_device {
  std::string_view name{};
  std::string_view node{};
  interval reach{};
  interval bus = interval::everything();  ///< what dma-ranges lets through
  std::size_t first_use = 0;
  std::size_t use_count = 0;
  std::span<const dma_request> needs{};  ///< lives in the board
  bool coherent = false;
  bool iommu = false;
  bool attaches = true;
  bool attaches_all = false;
};

/// One entry of a device's `memory-region`.
struct plan_use {
  std::size_t device = no_index;
  std::size_t region = no_index;    ///< `no_index`: there is no enabled pool of that label
  std::size_t disabled = no_index;  ///< index into `disabled_regions`, when it is one of those
  std::string_view pool{};
  std::string_view as{};
};

/// Who wrote the description, and so the language that findings speak.
enum class front_end : std::uint8_t { board, device_tree };

/// What a front end saw and the plan cannot hold.
struct remark {
  std::string_view where{};  ///< a node's path
  std::string_view what{};
  bool skipped = false;  ///< the kernel leaves the node out
};

/// The whole description as flat values. Owns nothing: the arrays live in a `plan_storage`, the names in the board.
///
/// What is disabled stands in lists of its own, at the end: hardly anybody may look at it.
struct memory_plan {
  std::string_view board{};
  front_end from = front_end::board;
  linux_kernel kernel{};  ///< of a version that the tables know: the nearest to `asked_version`
  kernel_version asked_version{};
  bool has_kernel = false;
  bool has_config = false;
  std::string_view config{};  ///< text of the kernel's .config, or of an extract
  root_cells cells{};
  root_cells reserved_cells{};  ///< those of /reserved-memory; carveout writes the root's
  bool reserved_ranges = true;  ///< /reserved-memory has `ranges`
  routing_facts routing{};
  std::string_view extra_bootargs{};
  bytes atomic_pool = 0;         ///< `coherent_pool=`, 0 for none
  std::size_t atomic_pools = 0;  ///< how many without a place the board describes; more than one is a finding
  std::span<const bank> banks{};
  std::span<const region> regions{};          ///< in the board's order
  std::span<const std::size_t> by_address{};  ///< indices into `regions`: placed ones by address, then the others
  std::span<const plan_device> devices{};
  std::span<const plan_use> uses{};  ///< grouped by device, in the order of `memory-region`
  std::span<const judge> severities{};
  std::span<const waive> waivers{};
  const boot_chain* boot = nullptr;
  std::span<const memreserve> memreserves{};
  std::span<const ram_variant> variants{};
  bytes free_ram = 0;                           ///< what must be left for Linux
  std::span<const std::string_view> heaps{};    ///< what programs open under /dev/dma_heap
  std::span<const std::string_view> kconfig{};  ///< further lines of the fragment
  std::span<const remark> remarks{};
  std::span<const region> disabled_regions{};
  std::span<const plan_device> disabled_devices{};
  std::span<const plan_use> disabled_uses{};  ///< `device` is an index into `disabled_devices`

  [[nodiscard]] constexpr auto uses_of(const plan_device& device) const -> std::span<const plan_use> {
    return uses.subspan(device.first_use, device.use_count);
  }
  /// `in_board` or `in_tree`, as the description is the one or the other.
  [[nodiscard]] constexpr auto wording(const char* in_board, const char* in_tree) const -> const char* {
    return from == front_end::board ? in_board : in_tree;
  }
  /// All of DRAM.
  [[nodiscard]] constexpr auto ram() const -> bytes {
    bytes sum = 0;
    for (const bank& each : banks) sum += each.size;
    return sum;
  }
  /// The node that the atomic pool has for itself, or null; `atomic_pool` is 0 then.
  [[nodiscard]] constexpr auto atomic_place() const -> const region* {
    for (const region& candidate : regions)
      if (candidate.kind == pool_kind::atomic) return &candidate;
    return nullptr;
  }
  /// The default CMA area, or null.
  [[nodiscard]] constexpr auto default_cma() const -> const region* {
    for (const region& candidate : regions)
      if (candidate.cma_default && candidate.reusable) return &candidate;
    return nullptr;
  }
};

/// The node's name without its unit address.
template <text_sink Sink>
constexpr void write_base_name(Sink& sink, const region& value) {
  if (!value.node.empty()) return sink.append(value.node);
  for (const char c : value.label) put(sink, c == '_' ? '-' : c);
}

/// The node's name as the kernel knows it: `linux,cma@60000000`, or `linux,cma` for a dynamic node.
template <text_sink Sink>
constexpr void write_node_name(Sink& sink, const region& value) {
  write_base_name(sink, value);
  if (value.unit_address) return put(sink, value.unit_address->empty() ? "" : "@", *value.unit_address);
  if (value.is_static()) put(sink, '@', bare_hex{value.base()});
}

/// How people speak of a kind.
[[nodiscard]] constexpr auto name_of(pool_kind kind) -> std::string_view {
  switch (kind) {
    case pool_kind::system_cma:
      return "cma";
    case pool_kind::device_cma:
      return "device-cma";
    case pool_kind::coherent:
      return "coherent";
    case pool_kind::restricted:
      return "restricted";
    case pool_kind::atomic:
      return "atomic";
    case pool_kind::heap:
      return "heap";
    case pool_kind::firmware:
      return "firmware";
  }
  return "unknown";
}

}  // namespace carveout
