#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""run.py INCLUDE_DIR BOARD_HEADER COMPILER...: what a board translation unit costs, as a Markdown table.

Every row is compiled in the same run as `#include <boost/hana.hpp>` alone, whose cost is the unit of the last column: seconds
of different machines do not compare, ratios do. The two rows of 50 pools differ by the whole catalogue of rules; generators
are compiled to code, everything else is only read. Each figure is the least of three runs (user seconds), which other
rows lie between, and the peak memory.
Status 1 when something does not compile without any -fconstexpr flag; times are reported, never judged.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PASSES = 3
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


def cost(compiler, include, source, to):
    """(user seconds, MiB) of one compilation, or None when it fails."""
    child = subprocess.Popen([compiler, "-std=c++20", "-I", include, *to.split(), source], stderr=subprocess.PIPE)
    said = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        print(said[:2000], file=sys.stderr)
        return None
    return usage.ru_utime, usage.ru_maxrss / 1024


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    include, header, compilers = sys.argv[1], Path(sys.argv[2]).resolve(), sys.argv[3:]
    codegen = Path(include).resolve().parent / "codegen"
    name = re.search(r"auto (\w+) = board", header.read_text())[1]
    rows = {
        "`boost/hana.hpp` alone": "#include <boost/hana.hpp>\n",
        "`carveout/carveout.hpp` alone": "#include <carveout/carveout.hpp>\n",
        f"board {header.parent.name}": f'#include "{header}"\n',
        **{f"{n} pools": board(n) for n in (16, 64, 256)},
        "50 pools, 30 devices": board(50, 30),
        "the same, unchecked": board(50, 30, checked=False),
        "`carveout/sim/soc.hpp` alone": "#include <carveout/sim/soc.hpp>\n",
        "the board's half of its generator": f'#include "{header}"\n#define CARVEOUT_GENERATOR_APART\n'
                                             f'#define CARVEOUT_BOARD boards::{name}\n#include "{codegen}/generate.cpp"\n',
        "the half that all generators share": f'#include "{codegen}/generator.cpp"\n',
    }
    failed = False
    print("| compiler | translation unit | user s | MiB | times hana |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers:
            seen = {name: [] for name in rows}
            for _ in range(PASSES):
                for name, text in rows.items():
                    source = Path(folder) / "unit.cpp"
                    source.write_text(text)
                    seen[name].append(cost(compiler, include, str(source), "-c -o /dev/null" if "half" in name else "-fsyntax-only"))
            unit = None
            for name, costs in seen.items():
                if None in costs:
                    failed = True
                    print(f"| {compiler} | {name} | does not compile | | |")
                    continue
                seconds, peak = min(costs)
                unit = unit or seconds
                print(f"| {compiler} | {name} | {seconds:.2f} | {peak:.0f} | {seconds / unit:.1f} |", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
