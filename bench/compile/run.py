#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""run.py INCLUDE_DIR BOARD_HEADER COMPILER...: what a board translation unit costs, as a Markdown table.

Every row is compiled in the same run as `#include <boost/hana.hpp>` alone, whose cost is the unit of the last column: seconds
of different machines do not compare, ratios do. The last two rows differ by the whole catalogue of rules. Each figure is the least of three runs (user seconds) and the peak memory.
Status 1 when something does not compile without any -fconstexpr flag; times are reported, never judged.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

KINDS = ("device_cma", "coherent", "restricted", "carveout_heap", "firmware")


def board(pools, devices=None, checked=True):
    """A valid board of many small pools: mixed kinds, sizes and alignments, every fourth one placed by carveout; devices, one for each pool
    if not said otherwise, of which every other says what it asks for; a boot chain and boot arguments."""
    lines, users = [], []
    for i in range(pools):
        kind = KINDS[i % len(KINDS)]
        size = 2 + 2 * (i % 3)
        where = f"within({0x48000000 + i * 0x1000000:#x}, 0x1f0000000)" if i % 4 == 0 else f"at({0x200000000 + i * 0x2000000:#x})"
        extra = ', .properties = {cells("record-size", {0x20000}), flag("keep")}' if kind == "firmware" else ""
        driver = ', .compatible = "acme,dma-heap"' if kind == "carveout_heap" else ""
        lines.append(f'{kind}{{.label = "pool_of_device_{i}", .size = {size}_MiB, .where = {where}, .alignment = {1 << i % 6}_MiB{extra}{driver}}}')
    for i in range(pools if devices is None else devices):
        needs = ", .needs = {{.size = 64_KiB, .count = 4}}" if i % 2 == 0 else ""
        users.append(f'device{{.name = "device_{i}", .node = "&device_{i}", .reach = bits(36), .uses = {{"pool_of_device_{i}"}}{needs}}}')
    separator = ",\n    "
    return f"""#include <carveout/carveout.hpp>
using namespace carveout;
using namespace carveout::literals;
inline constexpr auto many = board{{"many", linux_kernel{{.version = {{6, 12}}, .config = {{.cma_areas = 64}}}},
    banks{{bank{{.name = "low", .base = 0x40000000, .size = 7_GiB}}, bank{{.name = "high", .base = 0x200000000, .size = 16_GiB}}}},
    pools{{{separator.join(lines)}}},
    devices{{{separator.join(users)}}},
    bootargs{{"console=ttyS0,115200 root=/dev/mmcblk0p2 rootwait"}},
    boot_chain{{.kernel = {{.load = 0x40400000, .file_size = 32_MiB, .image_size = 36_MiB}},
               .fdt = {{.load = 0x44000000, .size = 64_KiB}},
               .loader = {{.version = {{2026, 7}}, .ram_top = 0x200000000}}}}}};
{"static_assert(valid<many>);" if checked else ""}
"""


def cost(compiler, include, source):
    """(user seconds, MiB) of one compilation, or None when it fails."""
    best = None
    for _ in range(3):
        child = subprocess.Popen([compiler, "-std=c++20", "-I", include, "-fsyntax-only", source], stderr=subprocess.PIPE)
        said = child.stderr.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        if status != 0:
            print(said[:2000], file=sys.stderr)
            return None
        now = (usage.ru_utime, usage.ru_maxrss / 1024)
        best = now if best is None or now[0] < best[0] else best
    return best


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    include, header, compilers = sys.argv[1], Path(sys.argv[2]).resolve(), sys.argv[3:]
    rows = {
        "`boost/hana.hpp` alone": "#include <boost/hana.hpp>\n",
        "`carveout/carveout.hpp` alone": "#include <carveout/carveout.hpp>\n",
        f"board {header.parent.name}": f'#include "{header}"\n',
        **{f"{n} pools": board(n) for n in (16, 64, 256)},
        "50 pools, 30 devices": board(50, 30),
        "the same, unchecked": board(50, 30, checked=False),
    }
    failed = False
    print("| compiler | translation unit | user s | MiB | times hana |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers:
            unit = None
            for name, text in rows.items():
                source = Path(folder) / "unit.cpp"
                source.write_text(text)
                seen = cost(compiler, include, str(source))
                if seen is None:
                    failed = True
                    print(f"| {compiler} | {name} | does not compile | | |")
                    continue
                unit = unit or seen[0]
                print(f"| {compiler} | {name} | {seen[0]:.2f} | {seen[1]:.0f} | {seen[0] / unit:.1f} |", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
