#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""overlay_equal.py A.dtbo B.dtbo: the two overlays say the same: nodes in the same order, properties, values, symbols, fixups.

Phandle numbers are an overlay's own business: what a phandle points at is compared, not its number. Status 1 and a diff
when they differ. The order of a node's properties is not compared: it has no meaning.
"""
import difflib
import sys

import tree


def canonical(path):
    """The overlay as lines of text, with node paths for phandles."""
    root = tree.read(path)
    lines = [f"/memreserve/ {begin:#x} {size:#x}" for begin, size in root.reservations]
    owner = {}
    for n in root.walk():
        for cell in n.cells("phandle"):
            if cell in owner:  # two nodes may not share a number, whatever it is
                lines.append(f"{n.path}:phandle is also that of {owner[cell]}")
            owner[cell] = n.path
    references = {}  # (path, property): byte offsets of local phandles
    fixups = root.child("__local_fixups__")
    for n in fixups.walk() if fixups else []:
        for name in n.props:
            references[n.path.removeprefix("/__local_fixups__"), name] = n.cells(name)
    for n in root.walk():
        lines.append(f"{n.path}/")
        for name, value in sorted(n.props.items()):
            local = references.get((n.path, name), [])
            if name == "phandle":
                text = "its own"
            elif local:
                text = " ".join(owner.get(cell, f"unknown {cell}") if 4 * i in local else f"{cell:#x}"
                                for i, cell in enumerate(n.cells(name)))
            else:
                text = value.hex()
            lines.append(f"{n.path}:{name} = {text}")
    return lines


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    diff = list(difflib.unified_diff(*(canonical(p) for p in sys.argv[1:]), *sys.argv[1:], lineterm="", n=1))
    print("\n".join(diff[:40]), end="\n" if diff else "")
    sys.exit(1 if diff else 0)


if __name__ == "__main__":
    main()
