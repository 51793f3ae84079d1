// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <carveout/check/finding.hpp>
#include <carveout/core/interval.hpp>
#include <carveout/core/units.hpp>
#include <carveout/plan/memory_plan.hpp>

/// Where the parts of the boot chain lie when the kernel starts; for the rules about it.
namespace carveout::standard {

inline constexpr bytes two_mib = 2 * 1024 * 1024;

/// The kernel with its BSS, after U-Boot's booti has moved it (arch/arm/lib/image.c:booti_setup()). Empty when the board does
/// not say, and with EFI, whose stub chooses the place.
[[nodiscard]] constexpr auto kernel_range(const memory_plan& plan) -> interval {
  if (plan.boot == nullptr || plan.boot->kernel.image_size == 0 || plan.boot->method == boot_method::efi) return {};
  const kernel_image& image = plan.boot->kernel;
  address base = image.load;
  if (plan.boot->method == boot_method::booti) {
    address from = image.load - image.text_offset;
    if (!image.anywhere && !plan.banks.empty()) {
      from = plan.banks[0].base;
      for (const bank& each : plan.banks) from = each.base < from ? each.base : from;
    }
    base = align_up(from, two_mib) + image.text_offset;
  }
  return interval::at(base, image.image_size);
}

[[nodiscard]] constexpr auto kernel_subject(const memory_plan& plan) -> subject {
  return {"kernel", "Image", kernel_range(plan)};
}
[[nodiscard]] constexpr auto file_subject(const boot_file& file, std::string_view name) -> subject {
  return {"file", file.name.empty() ? name : file.name, file.range()};
}
[[nodiscard]] constexpr auto firmware_subject(const firmware_window& window) -> subject {
  return {"firmware", window.name, window.range()};
}

/// Where the boot loader puts the kernel's file, before anything moves it.
[[nodiscard]] constexpr auto kernel_file(const memory_plan& plan) -> subject {
  if (plan.boot == nullptr || plan.boot->kernel.file_size == 0) return {};
  return {"file", "Image", interval::at(plan.boot->kernel.load, plan.boot->kernel.file_size)};
}

/// Calls `look` with every file that is loaded beside the kernel: device tree, initrd, then the others.
constexpr void for_each_file(const boot_chain& boot, const auto& look) {
  if (boot.fdt.size != 0) look(file_subject(boot.fdt, "fdt"));
  if (boot.initrd.size != 0) look(file_subject(boot.initrd, "initrd"));
  for (const boot_file& each : boot.files)
    if (each.size != 0) look(file_subject(each, "file"));
}

/// Calls `look` with every pool that overlaps a range.
constexpr void for_each_pool_in(const memory_plan& plan, interval range, const auto& look) {
  for (const region& each : plan.regions)
    if (each.is_placed() && each.range.overlaps(range)) look(each);
}

/// Calls `look` with every file, the kernel's too, and a pool that it overlaps.
constexpr void for_each_file_in_pool(const memory_plan& plan, const auto& look) {
  const auto each = [&](const subject& file) {
    for_each_pool_in(plan, file.range, [&](const region& pool) { look(file, pool); });
  };
  each(kernel_file(plan));
  for_each_file(*plan.boot, each);
}

}  // namespace carveout::standard
