// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <doctest/doctest.h>

#include <carveout/check/check.hpp>
#include <carveout/plan/lower.hpp>
#include <carveout/soc/am62x.hpp>
#include <carveout/soc/bcm2711.hpp>
#include <carveout/soc/imx8mm.hpp>
#include <carveout/soc/imx8mp.hpp>
#include <carveout/soc/imx8mq.hpp>
#include <carveout/soc/imx8qm.hpp>
#include <carveout/soc/imx93.hpp>
#include <carveout/soc/j721e.hpp>
#include <carveout/soc/qemu_virt.hpp>
#include <carveout/soc/rk3588.hpp>
#include <carveout/soc/stm32mp15.hpp>
#include <carveout/soc/zynqmp.hpp>

using namespace carveout;
using namespace carveout::literals;

namespace {

// read from the headers of Debian's arm64 images, and the largest of its device trees
constexpr bytes debian_6_1 = 0x201'0000, debian_6_12 = 0x2b2'0000, tree = 0x2'5258, initrd = 32_MiB;

/// What is wrong with U-Boot's defaults: severity, rule and the second of two that collide, without notes and without the pools
/// that are not described here.
template <typename Dram>
auto verdict(const Dram& dram, const boot_chain& boot, arch on = arch::arm64) -> std::string {
  const board described{"defaults", linux_kernel{.version = {6, 12}, .arch = on}, dram, boot};
  const auto storage = lower(described);
  const memory_plan plan = storage.view();
  const findings found = check(described, plan);
  std::string text;
  for (const finding& each : found.list())
    if (each.level != severity::note && each.rule != "incomplete-board")
      text += std::string{text.empty() ? "" : ", "} + std::string{name_of(each.level)} + ' ' + std::string{each.rule} +
              (each.subjects.size() > 1 ? " " + std::string{each.subjects[1].name} : "");
  return text;
}

}  // namespace

TEST_CASE("default load addresses and Debian's 6.12") {
  using namespace soc;
  CHECK(verdict(imx8mm::dram, imx8mm::boot.loading(debian_6_12, tree, initrd)) == "warning fdt-too-big initrd");
  CHECK(verdict(imx8mp::dram, imx8mp::boot.loading(debian_6_12, tree)) == "error kernel-bss-overlap fdt");
  CHECK(verdict(imx8mq::dram, imx8mq::boot.loading(debian_6_12, tree, initrd)) == "warning kernel-bss-overlap fdt");
  CHECK(verdict(imx8qm::dram, imx8qm::boot.loading(debian_6_12, tree, initrd)) ==
        "warning kernel-bss-overlap fdt, error firmware-unreserved low");
  CHECK(verdict(imx93::dram, imx93::boot.loading(debian_6_12, tree, initrd)) == "warning kernel-bss-overlap fdt");
  CHECK(verdict(am62x::dram, am62x::boot.loading(debian_6_12, tree, initrd)) ==
        "warning fdt-too-big initrd, error artifact-in-firmware bl31, error firmware-unreserved ddr");
  CHECK(verdict(j721e::dram, j721e::boot.loading(debian_6_12, tree, initrd)) == "warning fdt-too-big initrd");
  CHECK(verdict(rk3588::dram(2_GiB), rk3588::boot.loading(debian_6_12, tree, initrd)) == "");
  CHECK(verdict(bcm2711::dram(2_GiB), bcm2711::boot.loading(debian_6_12, tree, initrd)) == "error firmware-unreserved sdram");
  CHECK(verdict(stm32mp15::dram, stm32mp15::boot.loading(0, tree, initrd), arch::arm) == "");
  CHECK(verdict(zynqmp::dram, zynqmp::boot.loading(debian_6_12, tree, initrd)) == "");
  CHECK(verdict(qemu_virt::dram(2_GiB), qemu_virt::boot.loading(debian_6_12, tree, initrd)) == "");
}

TEST_CASE("older U-Boot") {
  using namespace soc;
  CHECK(verdict(imx8mm::dram, imx8mm::boot_2026_07.loading(debian_6_12, tree, initrd)) == "warning fdt-too-big initrd");
  CHECK(verdict(imx8mp::dram, imx8mp::boot_2026_07.loading(debian_6_12, tree)) == "error kernel-bss-overlap fdt");
  CHECK(verdict(imx8mq::dram, imx8mq::boot_2026_07.loading(debian_6_12, tree, initrd)) == "error kernel-bss-overlap fdt");
  // 6.1 fits, though barely; 6.12 goes over device tree, ramdisk and script
  CHECK(verdict(bcm2711::dram(2_GiB), bcm2711::boot_2025_04.loading(debian_6_1, tree, initrd)) ==
        "warning kernel-bss-overlap boot.scr, error firmware-unreserved sdram");
  CHECK(verdict(bcm2711::dram(2_GiB), bcm2711::boot_2025_04.loading(debian_6_12, tree, initrd)) ==
        "error kernel-bss-overlap fdt, error kernel-bss-overlap initrd, warning kernel-bss-overlap boot.scr, error "
        "firmware-unreserved sdram");
}

TEST_CASE("firmware of other repositories") {
  using namespace soc;
  // OP-TEE's own default is not where TF-A and U-Boot look for it
  CHECK(verdict(imx8mp::dram, imx8mp::boot.loading(debian_6_1, tree).with(imx8mp::optee).with(imx8mp::optee_by_default))
            .find("error firmware-base-mismatch") != std::string::npos);
  // OP-TEE/build: the kernel lies over the memory that OP-TEE shares
  CHECK(verdict(qemu_virt::dram(2_GiB), qemu_virt::boot.loading(debian_6_12, tree, initrd).with(qemu_virt::optee_shared))
            .starts_with("error kernel-in-reserved optee_shm, error artifact-in-firmware optee_shm"));
}
