# SPDX-License-Identifier: BSL-1.0
"""A device tree as plain Python values, read with libfdt."""
import struct
import sys
from pathlib import Path

try:
    import libfdt
except ModuleNotFoundError:
    print("skipped: Python's 'libfdt' not found; install it: apt-get install python3-libfdt", file=sys.stderr)
    sys.exit(77)


class node:
    def __init__(self, name, path):
        self.name, self.path = name, path
        self.props, self.children = {}, []

    def child(self, name):
        return next((c for c in self.children if c.name == name), None)

    def find(self, path):
        """The node at a path relative to this one, or None."""
        at = self
        for name in path.strip("/").split("/"):
            if name and at is not None:
                at = at.child(name)
        return at

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def cells(self, name):
        value = self.props.get(name, b"")
        return list(struct.unpack(f">{len(value) // 4}I", value))

    def strings(self, name):
        value = self.props.get(name, b"")
        return value.decode().split("\0")[:-1] if value else []


def read(path):
    """The root node of a blob; properties and children in the blob's order."""
    blob = libfdt.FdtRo(Path(path).read_bytes())

    def once(seen, name, kind, where):
        if name in seen:
            raise ValueError(f"{path}: {where or '/'} has two {kind} '{name}', where a tree may have one; fix what wrote it")

    def load(offset, name, where):
        this = node(name, where or "/")
        at = blob.first_property_offset(offset, libfdt.QUIET_NOTFOUND)
        while at >= 0:
            prop = blob.get_property_by_offset(at)
            once(this.props, prop.name, "properties", where)
            this.props[prop.name] = bytes(prop)
            at = blob.next_property_offset(at, libfdt.QUIET_NOTFOUND)
        at = blob.first_subnode(offset, libfdt.QUIET_NOTFOUND)
        while at >= 0:
            child = blob.get_name(at)
            once([c.name for c in this.children], child, "nodes", where)
            this.children.append(load(at, child, f"{where}/{child}"))
            at = blob.next_subnode(at, libfdt.QUIET_NOTFOUND)
        return this

    root = load(0, "", "")
    root.reservations = [tuple(blob.get_mem_rsv(i)) for i in range(blob.num_mem_rsv())]
    return root
