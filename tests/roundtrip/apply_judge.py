#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""apply_judge.py BASE.dtb NAME.dtbo NAME.json: fdtoverlay joins the overlay to a real tree, and the result holds the plan:
every region with its place and flags, every device's memory-region by phandle, and nothing of the base changed.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import tree


class judge:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def __call__(self, what, want, seen):
        self.passed, self.failed = self.passed + (want == seen), self.failed + (want != seen)
        if want != seen:
            print(f"FAIL {what}: wanted {want}, the tree has {seen}")


def number(cells):
    value = 0
    for cell in cells:
        value = value << 32 | cell
    return value


def compare_region(check, region, found, address_cells, size_cells):
    name = region["node"]
    check(f"{name} exists", True, found is not None)
    if found is None:
        return
    size = int(region["size"], 16)
    if region["state"] == "static":
        reg = found.cells("reg")
        check(f"{name} reg", (int(region["begin"], 16), size), (number(reg[:address_cells]), number(reg[address_cells:])))
        check(f"{name} is not dynamic", False, "size" in found.props)
    else:
        check(f"{name} size", size, number(found.cells("size")))
        check(f"{name} alignment", int(region["alignment"], 16), number(found.cells("alignment")))
        check(f"{name} has no reg", False, "reg" in found.props)
        window, ranges = region["windows"][0], found.cells("alloc-ranges")
        begin, end = int(window["begin"], 16), int(window["end"], 16)
        if (begin, end) != (0, 2**64 - 1):
            check(f"{name} alloc-ranges", (begin, end - begin), (number(ranges[:address_cells]), number(ranges[address_cells:])))
    for flag, prop in (("no_map", "no-map"), ("reusable", "reusable"), ("cma_default", "linux,cma-default")):
        check(f"{name} {prop}", region[flag], prop in found.props)
    check(f"{name} compatible", region["compatible"], found.strings("compatible"))


def compare(check, base, merged, plan):
    reserved = merged.child("reserved-memory")
    root_cells = merged.cells("#address-cells")[0], merged.cells("#size-cells")[0]
    check("cells of /reserved-memory", root_cells, (reserved.cells("#address-cells")[0], reserved.cells("#size-cells")[0]))
    check("ranges of /reserved-memory", b"", reserved.props.get("ranges"))
    for region in plan["regions"]:
        compare_region(check, region, reserved.child(region["node"]), *root_cells)

    path_of = {n.cells("phandle")[0]: n.path for n in merged.walk() if "phandle" in n.props}
    node_of = {region["label"]: f"/reserved-memory/{region['node']}" for region in plan["regions"]}
    ours = {f"/reserved-memory/{region['node']}" for region in plan["regions"]}
    users = {}
    for device in plan["devices"]:
        if not device["memory_region"]:
            continue
        users[device["node"]] = merged.find(device["node"])
        check(f"{device['node']} memory-region", [node_of[label] for label in device["memory_region"]],
              [path_of.get(cell) for cell in users[device["node"]].cells("memory-region")])
        check(f"{device['node']} memory-region-names", device["memory_region_names"],
              users[device["node"]].strings("memory-region-names"))

    for before in base.walk():
        after = merged.find(before.path)
        check(f"{before.path} is still there", True, after is not None)
        mine = ("memory-region", "memory-region-names") if before.path in users else ()
        for name, value in before.props.items():
            if name not in mine:
                check(f"{before.path}:{name} of the base", value, after.props.get(name))
    known = {n.path for n in base.walk()}
    added = {n.path for n in merged.walk()} - known - {"/reserved-memory", "/__symbols__"}
    check("nodes added", sorted(ours - known), sorted(added))


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    base, overlay, plan = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        merged = Path(folder) / "merged.dtb"
        subprocess.run(["fdtoverlay", "-i", base, "-o", merged, overlay], check=True)
        check, before = judge(), tree.read(base)
        print(f"{Path(base).name} has {'' if before.child('__symbols__') else 'no '}__symbols__ and "
              f"{'a' if before.child('reserved-memory') else 'no'} /reserved-memory of its own")
        compare(check, before, tree.read(merged), json.loads(Path(plan).read_text("utf-8")))
    print(f"{check.passed} passed, {check.failed} failed")
    sys.exit(1 if check.failed else 0)


if __name__ == "__main__":
    main()
