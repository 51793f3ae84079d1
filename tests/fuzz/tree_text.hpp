// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "fuzz.hpp"

/// A board of one CMA area, for targets that judge texts.
namespace fuzz {

[[nodiscard]] inline auto small_tree() -> const device_tree& {
  static const device_tree tree{[] {
    blob room{std::string(4096, '\0')};
    void* const fdt = room.data();
    fdt_create_empty_tree(fdt, static_cast<int>(room.size()));
    const auto number = [&](int node, const char* name, std::uint32_t value) { fdt_setprop_u32(fdt, node, name, value); };
    number(0, "#address-cells", 1);
    number(0, "#size-cells", 1);
    const int reserved = fdt_add_subnode(fdt, 0, "reserved-memory");
    number(reserved, "#address-cells", 1);
    number(reserved, "#size-cells", 1);
    fdt_setprop(fdt, reserved, "ranges", nullptr, 0);
    const int pool = fdt_add_subnode(fdt, reserved, "pool@50000000");
    fdt_setprop_string(fdt, pool, "compatible", "shared-dma-pool");
    fdt_setprop(fdt, pool, "reusable", nullptr, 0);
    number(pool, "reg", 0x50000000);
    fdt_appendprop_u32(fdt, pool, "reg", 0x4000000);
    const int memory = fdt_add_subnode(fdt, 0, "memory@40000000");
    fdt_setprop_string(fdt, memory, "device_type", "memory");
    number(memory, "reg", 0x40000000);
    fdt_appendprop_u32(fdt, memory, "reg", 0x40000000);
    return room;
  }()};
  return tree;
}

/// The plan of that tree for a target, its findings, and all that is written of them.
inline void judge_small(tree_target target) {
  for (const kernel_version version : {kernel_version{4, 14}, kernel_version{6, 12}}) {
    target.version = version;
    judged_tree judged{.path = "fuzz.dtb", .unusable = {}, .verdicts = {}};
    judged.verdicts.push_back({std::make_shared<const tree_plan>(small_tree(), target, "fuzz"), findings{}});
    const memory_plan& plan = judged.verdicts[0].plan->view();
    require_sound(plan);
    judged.verdicts[0].found = check(plan, most_findings);
    require_sound(judged.verdicts[0].found, plan);
    require_reports(judged);
  }
}

}  // namespace fuzz
