#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""usage: strip_trees.py TREES OUT COUNT

Picks trees of different vendors and sizes, and writes them without the nodes that carveout does not look at."""
import pathlib
import struct
import sys

BEGIN, END, PROPERTY, NOP = 1, 2, 3, 4
KEPT = {"#address-cells", "#size-cells", "ranges", "dma-ranges", "dma-coherent", "compatible", "status", "device_type",
        "memory-region", "memory-region-names", "iommus", "phandle", "linux,phandle", "reg"}
WHOLE = ("reserved-memory", "memory", "chosen")


def text_at(data, at):
    return data[at:data.index(b"\0", at)]


def padded(data):
    return data + bytes(-len(data) % 4)


def read(blob):
    """The root as (name, properties, children)."""
    _, _, structure, strings = struct.unpack_from(">4I", blob)
    at, stack = structure, [("", [], [])]
    while True:
        (tag,) = struct.unpack_from(">I", blob, at)
        at += 4
        if tag == BEGIN:
            name = text_at(blob, at)
            at += len(padded(name + b"\0"))
            stack.append((name.decode(), [], []))
        elif tag == END:
            node = stack.pop()
            stack[-1][2].append(node)
        elif tag == PROPERTY:
            size, name = struct.unpack_from(">2I", blob, at)
            stack[-1][1].append((text_at(blob, strings + name).decode(), blob[at + 8:at + 8 + size]))
            at += 8 + len(padded(bytes(size)))
        elif tag != NOP:
            return stack[0][2][0]


def strip(node, depth=0):
    """The part of a node that matters, or None."""
    name, properties, children = node
    whole = depth == 1 and name.split("@")[0] in WHOLE
    if whole:
        return node
    kept = [each for each in (strip(child, depth + 1) for child in children) if each]
    if not kept and not any(each[0] == "memory-region" for each in properties):
        return None
    return name, [each for each in properties if each[0] in KEPT], kept


def write(root):
    structure, strings = bytearray(), bytearray()

    def add(node):
        name, properties, children = node
        structure.extend(struct.pack(">I", BEGIN) + padded(name.encode() + b"\0"))
        for key, value in properties:
            if strings.find(key.encode() + b"\0") < 0:
                strings.extend(key.encode() + b"\0")
            structure.extend(struct.pack(">3I", PROPERTY, len(value), strings.find(key.encode() + b"\0")) + padded(value))
        for child in children:
            add(child)
        structure.extend(struct.pack(">I", END))

    add(root)
    structure.extend(struct.pack(">I", 9))
    begin = 40 + 16
    total = begin + len(structure) + len(strings)
    header = struct.pack(">10I", 0xd00dfeed, total, begin, begin + len(structure), 40, 17, 16, 0, len(strings), len(structure))
    return header + bytes(16) + bytes(structure) + bytes(strings)


def main():
    trees, out, count = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    vendors = {}
    for path in sorted(trees.rglob("*.dtb")):
        if path.stat().st_size <= 65536:
            vendor = path.parent.name + "-" + path.name.split("-")[0][:4]
            vendors.setdefault(vendor, []).append(path)
    picked, seen = 0, set()
    while picked < count and any(vendors.values()):
        for vendor in sorted(vendors):  # one of each in turn
            if picked == count or not vendors[vendor]:
                continue
            path = vendors[vendor].pop(len(vendors[vendor]) // 2)
            blob = path.read_bytes()
            if b"reserved-memory" not in blob or b"memory-region" not in blob:
                continue
            stripped = write(strip(read(blob)))
            if len(stripped) > 12288 or stripped in seen:
                continue
            seen.add(stripped)
            (out / path.name).write_bytes(stripped)
            picked += 1
    print(f"{picked} trees of real boards")


main()
