// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <carveout/carveout.hpp>

namespace rule_test {

using namespace carveout;
using namespace carveout::literals;

// MESSAGE: warning[efi-reservation-missing]: pool 'dsp' [0x90000000..0x90100000) is not reserved in the EFI memory map; have
//   the firmware reserve it, and name it in efi_reserved
constexpr auto bad = board{
    "demo",
    linux_kernel{.version = {6, 12}},
    banks{bank{.name = "dram", .base = 0x4000'0000, .size = 2_GiB}},
    pools{firmware{.label = "dsp", .size = 1_MiB, .where = at(0x9000'0000)}},
    boot_chain{.method = boot_method::efi, .efi_reserved = {{0x9000'0000, 0x900f'f000}}},
};

}  // namespace rule_test
