#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""base_tree.py NAME.json: a device tree source that a board's .dtsi can be included in: its memory, and every node that the
plan's devices name, by label (&gpu) or path (/soc@0/gpu@53100000), so bare that dtc has nothing to say of it.
"""
import json
import sys
from pathlib import Path


def cells(value):
    return f"{value >> 32:#x} {value & 0xffffffff:#x}"


def write(name, children, depth, label=""):
    """One node with its children; a node with a unit address gets a reg, a bus says what it is."""
    tab = "\t" * depth
    print(f"{tab}{label}{name} {{")
    if children:
        if name.startswith(("soc", "bus")):
            print(f"{tab}\tcompatible = \"simple-bus\";")
        print(f"{tab}\t#address-cells = <2>;\n{tab}\t#size-cells = <2>;\n{tab}\tranges;")
    if "@" in name:
        print(f"{tab}\treg = <{cells(int(name.split('@')[1], 16))} 0x0 0x1000>;")
    for child, below in children.items():
        write(child, below, depth + 1)
    print(f"{tab}}};")


def main():
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    print("/dts-v1/;\n/ {\n\tcompatible = \"vendor,board\";\n\tmodel = \"board\";\n\t#address-cells = <2>;\n\t#size-cells = <2>;")
    for bank in plan["banks"]:
        begin, end = int(bank["begin"], 16), int(bank["end"], 16)
        print(f"\tmemory@{begin:x} {{\n\t\tdevice_type = \"memory\";\n\t\treg = <{cells(begin)} {cells(end - begin)}>;\n\t}};")
    paths = {}
    for number, device in enumerate(plan["devices"]):
        if device["node"].startswith("&"):
            write(f"device-{number}", {}, 1, f"{device['node'][1:]}: ")
        else:
            at = paths
            for name in device["node"].strip("/").split("/"):
                at = at.setdefault(name, {})
    for name, below in paths.items():
        write(name, below, 1)
    print("};")


if __name__ == "__main__":
    main()
