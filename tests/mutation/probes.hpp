// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <carveout/kernel/atomic_pool.hpp>
#include <carveout/kernel/cma.hpp>

#include "judge.hpp"

/// What the kernel model says for every release, page size and configuration, as a hash per release: run for the mutants that
/// no test notices.
///
/// A probe expects what the unmutated program printed, so it proves nothing about the value: when only a probe notices a mutant,
/// the mutant is not an equivalent one, and a test with a literal expectation is missing. That is how it is reported. With
/// --trust-probes it counts as noticed; so for --trust-probes to be honest, probe only what tests/unit/*.cpp compares with
/// literal values.
namespace mutation {

struct hash {
  std::uint64_t value = 0xcbf2'9ce4'8422'2325;
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) value = (value ^ (number >> shift & 0xff)) * 0x100'0000'01b3;
  }
  void add(std::string_view text) {
    for (const char c : text) add(static_cast<unsigned char>(c));
  }
};

/// Converts to any member, for counting the members of an aggregate.
struct anything {
  template <typename T>
  operator T() const;
};

/// A number, an enumerator, text, a version, or an aggregate of at most six of them.
template <typename T>
void add(hash& to, const T& value) {
  if constexpr (std::is_enum_v<T> || std::is_arithmetic_v<T>) {
    to.add(static_cast<std::uint64_t>(value));
  } else if constexpr (std::is_convertible_v<T, std::string_view>) {
    to.add(std::string_view{value});
  } else if constexpr (requires { *value; value.has_value(); }) {
    to.add(value.has_value());
    if (value) add(to, *value);
  } else if constexpr (requires { value.begin(); value.end(); }) {
    for (const auto& each : value) add(to, each);
  } else if constexpr (requires { T{anything{}, anything{}, anything{}, anything{}, anything{}, anything{}}; }) {
    const auto& [a, b, c, d, e, f] = value;
    add(to, a), add(to, b), add(to, c), add(to, d), add(to, e), add(to, f);
  } else if constexpr (requires { T{anything{}, anything{}, anything{}, anything{}, anything{}}; }) {
    const auto& [a, b, c, d, e] = value;
    add(to, a), add(to, b), add(to, c), add(to, d), add(to, e);
  } else if constexpr (requires { T{anything{}, anything{}, anything{}, anything{}}; }) {
    const auto& [a, b, c, d] = value;
    add(to, a), add(to, b), add(to, c), add(to, d);
  } else if constexpr (requires { T{anything{}, anything{}, anything{}}; }) {
    const auto& [a, b, c] = value;
    add(to, a), add(to, b), add(to, c);
  } else if constexpr (requires { T{anything{}, anything{}}; }) {
    const auto& [a, b] = value;
    add(to, a), add(to, b);
  }
}

/// Every release from 4.9 to 7.1, and the sublevels around those that were seen to differ.
void for_each_version(const auto& visit) {
  constexpr std::uint16_t last_minor[] = {20, 19, 19, 1};
  for (std::uint16_t major = 4; major <= 7; ++major)
    for (std::uint16_t minor = major == 4 ? 9 : 0; minor <= last_minor[major - 4]; ++minor) {
      visit(carveout::kernel_version{major, minor, 0});
      if (major == 6 && (minor == 1 || minor == 12))
        for (const std::uint16_t sublevel : {1, 45, 46, 47, 99, 100, 101, 116, 117, 118, 191, 192, 193})
          visit(carveout::kernel_version{major, minor, sublevel});
    }
}

/// `answer(version, hash)` for every version, a line each.
void probe_versions(std::string_view name, const auto& answer) {
  section(std::string{"probe "}.append(name), [&](string_sink& sink) {
    for_each_version([&](carveout::kernel_version version) {
      hash all;
      try {
        answer(version, all);
      } catch (const std::exception&) {
        all.add("thrown");
      }
      put(sink, version, ' ', carveout::hex{all.value}, '\n');
    });
  });
}

/// A table of include/carveout/kernel: mutate.py calls this for each.
template <typename Table>
void probe_table(std::string_view name, const Table& table) {
  probe_versions(name, [&](carveout::kernel_version version, hash& all) {
    const auto found = look_up(table, version);
    add(all, found.value);
    add(all, found.was_read);
    add(all, found.known_since);
  });
}

/// One version with every page size and configuration; with machine and vendor varied for one configuration each.
void for_each_kernel(carveout::kernel_version version, const auto& visit) {
  for (const carveout::bytes page : {4096u, 16384u, 65536u}) {
    for (unsigned set = 0; set < 16; ++set) {
      carveout::linux_kernel kernel{.version = version, .page = page};
      kernel.config.transparent_huge_pages = (set & 1) != 0;
      kernel.config.hugetlb = (set & 2) != 0;
      kernel.config.zone_dma = kernel.config.numa = (set & 4) != 0;
      kernel.config.zone_dma32 = (set & 8) != 0;
      visit(kernel);
    }
    carveout::linux_kernel other{.version = version, .page = page};
    other.config.pageblock_max_order = 7;
    visit(other);
    other.config.max_order = 12;
    visit(other);
    visit(carveout::linux_kernel{.version = version, .page = page, .vendor = carveout::vendor::nxp});
    visit(carveout::linux_kernel{.version = version, .arch = carveout::arch::arm, .page = page});
  }
}

void probe_kernels(std::string_view name, const auto& answer) {
  probe_versions(name, [&](carveout::kernel_version version, hash& all) {
    for_each_kernel(version, [&](const carveout::linux_kernel& kernel) { add(all, answer(kernel)); });
  });
}

/// More of them here.
inline void probes() {
  using namespace carveout;
  probe_kernels("largest_buddy_block", [](const linux_kernel& kernel) { return largest_buddy_block(kernel); });
  probe_kernels("pageblock", [](const linux_kernel& kernel) { return pageblock(kernel); });
  probe_kernels("cma_alignment", [](const linux_kernel& kernel) { return cma_alignment(kernel); });
  probe_kernels("cma_areas", [](const linux_kernel& kernel) { return cma_areas(kernel); });
  for (const bytes size : {0x1000u, 0x4'0000u, 0x30'0000u, 0x30'0001u, 0x400'0000u, 0x1000'0000u}) {
    probe_kernels("atomic_pool", [=](const linux_kernel& kernel) { return atomic_pool(kernel, size); });
    probe_kernels("default_atomic_pool", [=](const linux_kernel& kernel) { return default_atomic_pool(kernel, 64 * size); });
  }
}

}  // namespace mutation
