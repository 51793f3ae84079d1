// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

#include <carveout/core/sink.hpp>
#include <carveout/emit/boot_config.hpp>
#include <carveout/emit/dts.hpp>
#include <carveout/emit/json.hpp>
#include <carveout/emit/map.hpp>
#include <carveout/emit/overlay.hpp>
#include <carveout/emit/report.hpp>
#include <carveout/plan/memory_plan.hpp>

/// The files that a generator can write. CarveoutGenerate.cmake repeats names and suffixes; a test compares the two.
namespace carveout::codegen {

struct output {
  std::string_view name;    ///< what --emit calls it
  std::string_view suffix;  ///< of the file, after the name
  std::string_view what;
  void (*write)(const memory_plan&, text_buffer&);  ///< null: a folder of files, and only when it is asked for

  [[nodiscard]] constexpr auto is_folder() const -> bool { return write == nullptr; }
};

inline constexpr std::array outputs{
    output{"dtsi", ".dtsi", "device-tree source to include", [](const memory_plan& p, text_buffer& s) { emit_dtsi(p, s); }},
    output{"overlay", ".dtso", "overlay source", [](const memory_plan& p, text_buffer& s) { emit_dtso(p, s); }},
    output{"dtbo", ".dtbo", "binary overlay", [](const memory_plan& p, text_buffer& s) { emit_dtbo(p, s); }},
    output{"bootargs", ".bootargs.txt", "kernel arguments, one line",
           [](const memory_plan& p, text_buffer& s) { emit_bootargs(p, s); }},
    output{"chosen", "-chosen.dtsi", "kernel arguments as a /chosen fragment",
           [](const memory_plan& p, text_buffer& s) { emit_chosen(p, s); }},
    output{"uboot-env", ".env", "kernel arguments as U-Boot environment text",
           [](const memory_plan& p, text_buffer& s) { emit_uboot_env(p, s); }},
    output{"extlinux", ".extlinux.conf", "kernel arguments as an extlinux append line",
           [](const memory_plan& p, text_buffer& s) { emit_extlinux(p, s); }},
    output{"android", ".BoardConfig.mk", "kernel arguments as an Android BoardConfig line",
           [](const memory_plan& p, text_buffer& s) { emit_android(p, s); }},
    output{"kconfig", ".cfg", "Kconfig fragment", [](const memory_plan& p, text_buffer& s) { emit_kconfig(p, s); }},
    output{"map", ".map.txt", "memory map as text", [](const memory_plan& p, text_buffer& s) { emit_map(p, s); }},
    output{"json", ".json", "the plan as JSON", [](const memory_plan& p, text_buffer& s) { write_json(p, s); }},
    output{"report", ".report.md", "board report, Markdown", [](const memory_plan& p, text_buffer& s) { emit_report(p, s); }},
    output{"patches", ".patches/series", "folder of kernel patches; needs --kernel-tree", nullptr},
    output{"bsp", ".bsp/README.md", "folder for a BSP, see --dialect; explains itself", nullptr},
};

[[nodiscard]] constexpr auto find_output(std::string_view name) -> const output* {
  for (const output& each : outputs)
    if (each.name == name) return &each;
  return nullptr;
}

}  // namespace carveout::codegen
