#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""compare.py PLAN.json LOG: what a booted kernel (6.1 or later, arm64) reported, against the plan that it was given.

"It boots and has CMA" proves nothing: a refused node gives its memory back and a default area takes its place in silence.
So every region is looked for at exactly its address and size. Prints a line per comparison, then a sum; status 1 on a miss.
"""
import json
import re
import sys
from pathlib import Path

MIB = 1 << 20
# what the kernel says when it does something else than it was told; texts of 6.1 and 6.12
COMPLAINTS = ("OVERLAP DETECTED", "incorrect alignment", "matching fail", "failed to reserve", "failed to allocate",
              "unsupported node format", "invalid reg property", "not enough space", "could not be activated", "Bad page",
              "alloc failed", "WARNING:", "Kernel panic", "BUG:")
LARGEST_CHUNK = 4 * MIB  # one buddy block with 4 KiB pages, what an atomic pool is clamped to since 5.8


def sections(log):
    """{name: lines} of init's report."""
    found, name = {}, None
    for line in log.splitlines():
        if line.startswith("@@@ "):
            name = line[4:].strip()
            found[name] = []
        elif name:
            found[name].append(line)
    return found


def reserved_ranges(iomem):
    """(begin, end, name, parent's name), half-open, of every line of /proc/iomem."""
    ranges, parents = [], []
    for line in iomem:
        match = re.match(r"( *)([0-9a-f]+)-([0-9a-f]+) : (.*)", line)
        if not match:
            continue
        depth = len(match[1]) // 2
        del parents[depth:]
        ranges.append((int(match[2], 16), int(match[3], 16) + 1, match[4], parents[-1] if parents else None))
        parents.append(match[4])
    return ranges


class judge:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def __call__(self, what, is_so, seen=""):
        self.passed, self.failed = self.passed + bool(is_so), self.failed + (not is_so)
        print(f"{'ok  ' if is_so else 'FAIL'} {what}{'' if is_so else f'; the kernel says: {seen}'}")


def compare_region(check, region, dmesg, ranges):
    begin, end, size = int(region["begin"], 16), int(region["end"], 16), int(region["size"], 16)
    where = f"{region['node']} [{begin:#x}..{end:#x})"
    nearby = "; ".join(line for line in dmesg if region["node"].split("@")[0] in line) or "nothing"
    reserved = [r for r in ranges if r[2] == "reserved" and r[0] <= begin and end <= r[1]]
    in_ram = [r for r in ranges if r[2] == "System RAM" and r[0] < end and begin < r[1]]
    if region["no_map"]:
        alone = any(r[:2] == (begin, end) for r in reserved)
        check(f"{where} is taken out of System RAM", alone and not in_ram, f"reserved {reserved}, System RAM {in_ram}")
    else:
        check(f"{where} is reserved inside System RAM", any(r[3] == "System RAM" for r in reserved), f"{reserved}")
    if "shared-dma-pool" in region["compatible"]:
        kind = "CMA" if region["reusable"] else "DMA"
        created = f"created {kind} memory pool at {begin:#018x}, size {size // MIB} MiB"
        check(f"{where}: {created}", any(created in line for line in dmesg), nearby)
        node = f"initialized node {region['node']}, compatible id shared-dma-pool"
        check(f"{where}: {node}", any(node in line for line in dmesg), nearby)


def compare_dynamic(check, region, dmesg):
    name, size = region["node"], int(region["size"], 16)
    window, unit = region["windows"][0], int(region["alignment"], 16)
    kind = "CMA" if region["reusable"] else "DMA"
    bases = [int(match[1], 16) for line, after in zip(dmesg, dmesg[1:])
             if (match := re.search(rf"created {kind} memory pool at (0x[0-9a-f]+), size {size // MIB} MiB", line))
             and f"initialized node {name}," in after]
    check(f"{name} of {size // MIB} MiB was placed once", len(bases) == 1, f"{len(bases)} times")
    for base in bases:
        check(f"{name} at {base:#x} lies in its window, aligned to {unit:#x}", base % unit == 0 and
              int(window["begin"], 16) <= base and base + size <= int(window["end"], 16), f"{base:#x}")


def compare(plan, log):
    """(passed, failed)"""
    check, found = judge(), sections(log)
    check("the kernel got to the end", "end" in found, "no end")
    dmesg = found.get("dmesg", [])
    ranges = reserved_ranges(found.get("iomem", []))
    for region in plan["regions"]:
        if region["state"] == "static":
            compare_region(check, region, dmesg, ranges)
        else:
            compare_dynamic(check, region, dmesg)

    cma_kib = sum(int(r["size"], 16) for r in plan["regions"] if r["reusable"]) // 1024
    meminfo = dict(re.findall(r"(\w+): +(\d+) kB", "\n".join(found.get("meminfo", []))))
    check(f"CmaTotal is {cma_kib} kB", meminfo.get("CmaTotal") == str(cma_kib), meminfo.get("CmaTotal"))

    asked = int(plan["coherent_pool"], 16)
    if asked:
        kib = min(1 << (asked - 1).bit_length(), LARGEST_CHUNK) // 1024
        pools = re.findall(r"DMA: preallocated (\d+) KiB (\S+) pool", "\n".join(dmesg))
        zones = {"GFP_KERNEL", "GFP_KERNEL|GFP_DMA", "GFP_KERNEL|GFP_DMA32"}
        check(f"three atomic pools of {kib} KiB", len(pools) == 3 and {(str(kib), z) for z in zones} == set(pools), pools)
        sizes = [line.split()[1] for line in found.get("dma_pools", []) if len(line.split()) == 2]
        check(f"each pool holds {kib * 1024} bytes", sizes == [str(kib * 1024)] * 3, sizes)
    said = next(iter(found.get("cmdline", [])), "")
    check(f"command line has '{plan['bootargs']}'", f" {plan['bootargs']}" in f" {said}", said)

    complaints = [line for line in log.splitlines() if any(text in line for text in COMPLAINTS)]
    check("no complaint", not complaints, "; ".join(complaints))
    return check.passed, check.failed


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    passed, failed = compare(plan, Path(sys.argv[2]).read_text("utf-8", errors="replace"))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
