#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""apply_judge.py BASE.dtb NAME.dtbo NAME.json: fdtoverlay joins the overlay to a tree, and the result holds the plan: every
region with its place and flags, every device's memory-region by phandle, and nothing of the base changed.

apply_judge.py BASE.dtb JOINED.dtb NAME.json: the same of a tree that was joined already, by dtc.
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


def cells(*numbers):
    """(value, how many cells) pairs as a list of cells."""
    return [value >> 32 * i & 0xffffffff for value, count in numbers for i in reversed(range(count))]


def span(begin, end):
    return int(begin, 16), int(end, 16) - int(begin, 16)


def compare_region(check, region, found, address_cells, size_cells):
    name = region["node"]
    check(f"{name} exists", True, found is not None)
    if found is None:
        return

    def place(prop, *numbers):
        check(f"{name} {prop}", [f"{cell:#x}" for cell in cells(*numbers)], [f"{cell:#x}" for cell in found.cells(prop)])

    size = int(region["size"], 16)
    if region["state"] == "static":
        place("reg", (int(region["begin"], 16), address_cells), (size, size_cells))
        # dtc does not compare these two below /reserved-memory
        check(f"{name} unit address", region["begin"].removeprefix("0x"), name.partition("@")[2])
        for prop in ("size", "alignment", "alloc-ranges"):
            check(f"{name} is static and has {prop}", False, prop in found.props)
    else:
        place("size", (size, size_cells))
        place("alignment", (int(region["alignment"], 16), address_cells))
        check(f"{name} is dynamic and has reg", False, "reg" in found.props)
        windows = [span(window["begin"], window["end"]) for window in region["windows"]]
        if windows == [(0, 2**64 - 1)]:  # anywhere
            windows = []
        place("alloc-ranges", *(pair for begin, length in windows for pair in ((begin, address_cells), (length, size_cells))))
    for flag, prop in (("no_map", "no-map"), ("reusable", "reusable"), ("cma_default", "linux,cma-default")):
        check(f"{name} {prop}", b"" if region[flag] else None, found.props.get(prop))
    check(f"{name} compatible", region["compatible"], found.strings("compatible"))


def path_of_device(root, node):
    """Where a plan's device is: a path already, or a label that the tree exports."""
    if not node.startswith("&"):
        return node
    symbols = root.child("__symbols__")
    return next(iter(symbols.strings(node[1:])), None) if symbols else None


def compare(check, base, merged, plan, renumbered=False):
    """`renumbered`: the tree was compiled anew, so the base's phandles have other numbers."""
    root_cells = merged.cells("#address-cells")[0], merged.cells("#size-cells")[0]
    reserved = merged.child("reserved-memory")
    check("/reserved-memory exists", True, reserved is not None)
    if reserved is None:
        return
    for name, count in zip(("#address-cells", "#size-cells"), root_cells):
        check(f"{name} of /reserved-memory", [count], reserved.cells(name))
    check("ranges of /reserved-memory", b"", reserved.props.get("ranges"))
    for region in plan["regions"]:
        compare_region(check, region, reserved.child(region["node"]), *root_cells)

    path_of = {n.cells("phandle")[0]: n.path for n in merged.walk() if "phandle" in n.props}
    node_of = {region["label"]: f"/reserved-memory/{region['node']}" for region in plan["regions"]}
    if base.child("__symbols__"):
        for label, path in node_of.items():
            check(f"symbol {label}", [path], merged.child("__symbols__").strings(label))
    users = set()
    for device in plan["devices"]:
        if not device["memory_region"]:
            continue
        path = path_of_device(base, device["node"])
        user = merged.find(path) if path else None
        check(f"{device['node']} exists", True, user is not None)
        if user is None:
            continue
        users.add(path)
        check(f"{device['node']} memory-region", [node_of[label] for label in device["memory_region"]],
              [path_of.get(cell) for cell in user.cells("memory-region")])
        check(f"{device['node']} memory-region-names", device["memory_region_names"], user.strings("memory-region-names"))

    for before in base.walk():
        after = merged.find(before.path)
        check(f"{before.path} is still there", True, after is not None)
        if after is None:
            continue
        ours = {"phandle"} if renumbered else set()
        if before.path in users:
            ours |= {"memory-region", "memory-region-names"}
        if before.path == "/__symbols__":
            ours |= set(node_of)
        for name in sorted((before.props.keys() | after.props.keys()) - ours):
            check(f"{before.path}:{name} of the base", before.props.get(name), after.props.get(name))
    known = {n.path for n in base.walk()}
    added = {n.path for n in merged.walk()} - known - {"/reserved-memory", "/__symbols__"}
    check("nodes added", sorted(set(node_of.values())), sorted(added))


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    base, given, plan = sys.argv[1:]
    joined = given.endswith(".dtb")
    with tempfile.TemporaryDirectory() as folder:
        merged = Path(given) if joined else Path(folder) / "merged.dtb"
        if not joined and subprocess.run(["fdtoverlay", "-i", base, "-o", merged, given]).returncode != 0:
            sys.exit(f"FAIL: fdtoverlay cannot join {given} to {base}; the line above has its reason")
        check, before = judge(), tree.read(base)
        print(f"{Path(base).name} has {'' if before.child('__symbols__') else 'no '}__symbols__ and "
              f"{'a' if before.child('reserved-memory') else 'no'} /reserved-memory of its own")
        compare(check, before, tree.read(merged), json.loads(Path(plan).read_text("utf-8")), renumbered=joined)
    print(f"{check.passed} passed, {check.failed} failed")
    sys.exit(1 if check.failed else 0)


if __name__ == "__main__":
    main()
