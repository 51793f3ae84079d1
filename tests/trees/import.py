#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""import.py COMMAND COMPILER SOURCE_DIR WORK TREES: `carveout import` over every device tree of Debian's kernels.

Each header is compiled (those that differ in more than their name), its board lowered, and the plan compared with the plan of
each tree that it stands for; its /reserved-memory is written out again, compiled by dtc and compared with the tree by libfdt.
Some sixty of the headers, as different as can be had, also go through clang 14 and clang 19 where those are there.
"""
import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

import libfdt

command, compiler, source, work, trees = sys.argv[1:6]
work = pathlib.Path(work)
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
flags = ["-std=c++20", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", f"-I{source}/include"]
BOARDS_A_UNIT = 12


def import_tree(path):
    return subprocess.run([command, "import", path, "--name", "NAME"], check=True, capture_output=True, text=True).stdout


def run(arguments):
    done = subprocess.run(arguments, capture_output=True, text=True)
    return "" if done.returncode == 0 else " ".join(map(str, arguments)) + "\n" + done.stdout[-3000:] + done.stderr[-3000:]


def fail(what):
    print(what)
    sys.exit(1)


paths = sorted(str(path) for path in pathlib.Path(trees).rglob("*.dtb"))
pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())
boards = collections.defaultdict(list)
for path, header in zip(paths, pool.map(import_tree, paths)):
    boards[re.sub(r"/// Imported from .*\n", "", header)].append(path)
headers = list(boards)
print(f"{len(paths)} trees, {len(headers)} different boards", flush=True)

# --- all of them, with one compiler
units = [headers[i:i + BOARDS_A_UNIT] for i in range(0, len(headers), BOARDS_A_UNIT)]
jobs = []
for number, unit in enumerate(units):
    text, table = "", ""
    for i, header in enumerate(unit):
        (work / f"board_{number}_{i}.hpp").write_text(header.replace("NAME", f"board_{number}_{i}"))
        text += f'#include "board_{number}_{i}.hpp"\n'
        names = ", ".join(f'"{path}"' for path in boards[header])
        table += f"  judge(boards::board_{number}_{i}, \"{work}/board_{number}_{i}.dts\", {{{names}}});\n"
    (work / f"unit_{number}.cpp").write_text(f'{text}#include "imported.hpp"\nvoid judge_unit_{number}() {{\n{table}}}\n')
    jobs.append([compiler, *flags, f"-I{source}/tests/trees", "-c", str(work / f"unit_{number}.cpp"), "-o", str(work / f"unit_{number}.o")])
calls = "".join(f"void judge_unit_{i}();\n" for i in range(len(units)))
(work / "main.cpp").write_text(f'{calls}int main() {{ {"".join(f"judge_unit_{i}(); " for i in range(len(units)))} }}\n')
jobs.append([compiler, *flags, "-c", str(work / "main.cpp"), "-o", str(work / "main.o")])
jobs.append([compiler, *flags, f"-I{source}/codegen", f"-I{source}/tests/trees", "-c", f"{source}/tests/trees/imported.cpp",
             "-o", str(work / "imported.o")])
for said in pool.map(run, jobs):
    if said:
        fail(said)
said = run([compiler, *map(str, sorted(work.glob("*.o"))), "-lfdt", "-o", str(work / "judge")])
if said:
    fail(said)
judged = subprocess.run([str(work / "judge")], capture_output=True, text=True)
if judged.returncode != 0 or judged.stdout:
    fail(f"plans differ (status {judged.returncode}):\n{judged.stdout[:4000]}{judged.stderr[:2000]}")


# --- the nodes, by dtc and libfdt
def nodes_of(blob):
    fdt = libfdt.Fdt(blob)
    found = {}
    top = fdt.path_offset("/reserved-memory", libfdt.QUIET_NOTFOUND)
    node = fdt.first_subnode(top, libfdt.QUIET_NOTFOUND) if top >= 0 else -1
    while node >= 0:
        properties = {}
        offset = fdt.first_property_offset(node, libfdt.QUIET_NOTFOUND)
        while offset >= 0:
            it = fdt.get_property_by_offset(offset)
            properties[it.name] = bytes(it)
            offset = fdt.next_property_offset(offset, libfdt.QUIET_NOTFOUND)
        for name in ("phandle", "linux,phandle"):
            properties.pop(name, None)
        if properties.get("status") in (b"okay\0", b"ok\0"):
            properties.pop("status")
        found[fdt.get_name(node)] = properties
        node = fdt.next_subnode(node, libfdt.QUIET_NOTFOUND)
    return found


differences = []
nodes = 0
for number, unit in enumerate(units):
    for i, header in enumerate(unit):
        name = work / f"board_{number}_{i}.dts"
        blob = subprocess.run(["dtc", "-q", "-@", "-I", "dts", "-O", "dtb", str(name)], check=True, capture_output=True).stdout
        written = nodes_of(blob)
        nodes += len(written)
        unexpressed = "".join(re.findall(r"^/// - .*$", header, re.M))
        for path in boards[header]:
            with open(path, "rb") as file:
                wanted = nodes_of(file.read())
            for node in sorted(set(wanted) | set(written)):
                if wanted.get(node) != written.get(node) and f"/reserved-memory/{node}: " not in unexpressed:
                    differences.append(f"{path}: {node}: tree {wanted.get(node)}, regenerated {written.get(node)}")
if differences:
    fail(f"{len(differences)} nodes differ:\n" + "\n".join(differences[:40]))

# --- some on the other compilers: one for each mix of kinds and fields, the longest first
kinds = {}
for header in sorted(headers, key=len, reverse=True):
    kinds.setdefault(frozenset(re.findall(r"^        (\w+)\{|\.(\w+) =", header, re.M)), header)
sample = [*kinds.values()]
sample = (sample + [each for each in sorted(headers, key=len, reverse=True) if each not in sample])[:60]
others = [each for each in ("clang++-14", "clang++-19") if shutil.which(each)]
jobs = []
for number, header in enumerate(sample):
    file = work / f"sample_{number}.cpp"
    file.write_text(header.replace("NAME", f"sample_{number}").replace("#pragma once\n", ""))
    jobs += [[each, *flags, "-fsyntax-only", str(file)] for each in others]
for said in pool.map(run, jobs):
    if said:
        fail(said)
print(f"all plans are equal, {nodes} nodes regenerated; {len(sample)} boards on {' and '.join(others) or 'no other compiler'}")
