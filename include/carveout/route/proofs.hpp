// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <string_view>
#include <utility>

#include <carveout/check/check.hpp>
#include <carveout/check/valid.hpp>
#include <carveout/route/memory_of.hpp>
#include <carveout/route/route.hpp>

/// What a board can promise of every request that it declares (`.needs`), on its kernel and with its routing policy:
/// `static_assert(cma_free<my_board>)`. Each promise is a rule: in `rules{proof::cma_free{}}` of a board it is judged by the
/// generator too.
namespace carveout {
namespace proof {
namespace detail {

/// Calls `judge(device, need, route)` for every request that is declared; complains of those without a route.
constexpr void for_each_route(const memory_plan& plan, findings& out, const auto& judge) {
  for (const plan_device& device : plan.devices)
    for (const dma_request& need : device.needs) {
      if (const char* const why = why_no_route(plan, need)) {
        finding& it = out.add(device);
        put(it.message, subject_of(device), ": ", why, " (", plan.kernel, ')');
        put(it.fix, "change what it asks for, or take the promise back");
      } else {
        judge(device, need, route(plan, device, need));
      }
    }
}

/// device 'gpu' asks for 8 MiB, and
constexpr void begin_message(finding& it, const plan_device& device, const dma_request& need) {
  put(it.message, subject_of(device), " asks for ", human_size{need.size}, ", and ");
}

constexpr void end_message(finding& it, const memory_plan& plan, const route_step& step) {
  put(it.message, " (", step.reason, "; ", plan.kernel, ')');
}

}  // namespace detail

/// No declared request can come to a CMA area.
struct cma_free {
  static constexpr std::string_view id = "cma-free";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary =
      "No request of any device can come to CMA, where it fails when pages cannot move.";
  static constexpr std::string_view mirrors = "dma_alloc_attrs() (kernel/dma/mapping.c), and what kernel/dma_path.hpp names";

  constexpr void check(const memory_plan& plan, findings& out) const {
    detail::for_each_route(plan, out, [&](const plan_device& device, const dma_request& need, const dma_route& way) {
      for (const route_step& each : way.steps) {
        if (each.outcome == step_outcome::skipped || !is_cma(each.from)) continue;
        finding& it = out.add(device);
        detail::begin_message(it, device, need);
        put(it.message, each.from == memory_source::device_cma ? "its CMA area is asked for it" : "CMA is asked for it");
        detail::end_message(it, plan, each);
        put(it.fix, "give it a coherent pool of its own");
        return;
      }
    });
  }
};

/// No declared request waits for memory: pools give at once or refuse, CMA moves pages and the buddy allocator reclaims them.
struct never_blocks {
  static constexpr std::string_view id = "never-blocks";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "No request of any device waits until pages are moved or reclaimed.";
  static constexpr std::string_view mirrors =
      "gfpflags_allow_blocking() (include/linux/gfp.h), and what kernel/dma_path.hpp names";

  constexpr void check(const memory_plan& plan, findings& out) const {
    detail::for_each_route(plan, out, [&](const plan_device& device, const dma_request& need, const dma_route& way) {
      if (need.atomic) return;
      for (const route_step& each : way.steps) {
        if (each.outcome == step_outcome::skipped || is_pool(each.from)) continue;
        finding& it = out.add(device);
        detail::begin_message(it, device, need);
        put(it.message, "may wait for ", name_of(each.from));
        detail::end_message(it, plan, each);
        put(it.fix, "give it a coherent pool of its own, or set .atomic if its driver does");
        return;
      }
    });
  }

 private:
  [[nodiscard]] static constexpr auto is_pool(memory_source from) -> bool {
    return from == memory_source::device_pool || from == memory_source::restricted_pool || from == memory_source::atomic_pool;
  }
};

/// Every declared request is served with memory that its device reaches: nobody hands out other memory unseen, and somebody on
/// the way has some that is within reach.
struct reaches {
  static constexpr std::string_view id = "reaches";
  static constexpr severity level = severity::error;
  static constexpr std::string_view summary = "Every request of a device is served with memory that the device reaches.";
  static constexpr std::string_view mirrors = "dma_coherent_ok() (kernel/dma/direct.c), and what kernel/dma_path.hpp names";

  constexpr void check(const memory_plan& plan, findings& out) const {
    for (const plan_device& device : plan.devices) refused_mask(plan, device, out);
    detail::for_each_route(plan, out, [&](const plan_device& device, const dma_request& need, const dma_route& way) {
      if (device.iommu) return;
      bool served = false;
      for (const route_step& each : way.steps) {
        if (each.outcome == step_outcome::skipped) continue;
        const interval memory = memory_of(plan, way, each);
        served = served || device.reach.overlaps(memory);
        if (each.beyond != beyond_reach::not_checked || device.reach.contains(memory)) continue;
        finding& it = out.add(device);
        detail::begin_message(it, device, need);
        put(it.message, name_of(each.from), ' ', hex_range{memory}, " hands out what it does not reach, unseen");
        detail::end_message(it, plan, each);
        put(it.fix, "place that memory within ", hex_range{device.reach}, ", or give the device a coherent pool there");
        return;
      }
      if (served) return;
      const route_step& asked = way.first();
      finding& it = out.add(device);
      detail::begin_message(it, device, need);
      put(it.message, "nobody has memory that it reaches, first of all ", name_of(asked.from), ' ',
          hex_range{memory_of(plan, way, asked)});
      detail::end_message(it, plan, asked);
      put(it.fix, "give the device a coherent pool within ", hex_range{device.reach});
    });
  }

 private:
  /// Its driver cannot even set the mask (dma_direct_supported()): then the old one stays, of 32 bits.
  static constexpr void refused_mask(const memory_plan& plan, const plan_device& device, findings& out) {
    if (device.needs.empty() || device.iommu || device.reach.end >= device.bus.end ||
        plan.kernel.version < kernel_version{5, 10})
      return;
    const auto mask = static_cast<unsigned>(std::bit_width(device.reach.end - 1));
    if (takes_mask(plan, device, mask)) return;
    finding& it = out.add(device);
    put(it.message, subject_of(device), " has a mask of ", mask,
        " bits, which dma_set_mask() refuses: it does not reach the end of ", end_of_dma_zone(plan) != 0 ? "ZONE_DMA" : "DRAM",
        " (", plan.kernel, ')');
    put(it.fix, "if dma-ranges is what limits it, write .reach = bus_bits(", mask, "); ZONE_DMA ends there then");
  }
};

}  // namespace proof

namespace detail {

template <const auto& Board, rule Promise>
struct promise_findings {
  static constexpr auto make() -> findings {
    findings out{plan_of<Board>, 4 * most_shown};
    run(Promise{}, plan_of<Board>, out);
    return out;
  }
};

}  // namespace detail

/// True when the promise holds. Otherwise the build stops as it does for `valid`, and the compiler prints who breaks it. Give
/// a board to the generator with the promise among its `rules` instead.
template <const auto& Board, rule Promise>
inline constexpr bool keeps =
    detail::verdict<detail::promise_findings<Board, Promise>,
                    std::make_index_sequence<detail::shown_errors<detail::promise_findings<Board, Promise>>()>>::value;

template <const auto& Board>
inline constexpr bool cma_free = keeps<Board, proof::cma_free>;

template <const auto& Board>
inline constexpr bool never_blocks = keeps<Board, proof::never_blocks>;

template <const auto& Board>
inline constexpr bool reaches = keeps<Board, proof::reaches>;

}  // namespace carveout
