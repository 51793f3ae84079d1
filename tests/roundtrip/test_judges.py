#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""The judges must notice every difference: each is shown small overlays and trees that differ in one thing."""
import contextlib
import io
import subprocess
import tempfile
import unittest
from pathlib import Path

import apply_judge
import overlay_equal
import tree

OVERLAY = """/dts-v1/; /plugin/;
&{/} { reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges;
  a: a@60000000 { compatible = "shared-dma-pool"; reg = <0 0x60000000 0 0x100000>; no-map; };
  b: b@70000000 { reg = <0 0x70000000 0 0x100000>; reusable; };
  c: c { size = <0 0x200000>; alignment = <0 0x1000>; alloc-ranges = <0 0x50000000 0 0x1000000>; }; }; };
&gpu { memory-region = <&a>, <&b>; memory-region-names = "x", "y"; };
&{/soc/vpu} { memory-region = <&b>; };
"""
BASE = """/dts-v1/;
/ { #address-cells = <2>; #size-cells = <2>;
  reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; old@40000000 { reg = <0 0x40000000 0 0x1000>; }; };
  soc { vpu { status = "okay"; }; }; gpu: gpu { }; };
"""
PLAN = {
    "regions": [
        {"label": "a", "node": "a@60000000", "state": "static", "begin": "0x60000000", "size": "0x100000", "no_map": True,
         "reusable": False, "cma_default": False, "compatible": ["shared-dma-pool"]},
        {"label": "b", "node": "b@70000000", "state": "static", "begin": "0x70000000", "size": "0x100000", "no_map": False,
         "reusable": True, "cma_default": False, "compatible": []},
        {"label": "c", "node": "c", "state": "dynamic", "windows": [{"begin": "0x50000000", "end": "0x51000000"}],
         "size": "0x200000", "alignment": "0x1000", "no_map": False, "reusable": False, "cma_default": False, "compatible": []},
    ],
    "devices": [
        {"node": "/gpu", "memory_region": ["a", "b"], "memory_region_names": ["x", "y"]},
        {"node": "/soc/vpu", "memory_region": ["b"], "memory_region_names": []},
    ],
}


class judges_test(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def blob(self, name, source):
        path = self.folder / name
        subprocess.run(["dtc", "-q", "-@", "-I", "dts", "-O", "dtb", "-o", path], input=source.encode(), check=True)
        return path

    def test_equal_overlays(self):
        first = overlay_equal.canonical(self.blob("a", OVERLAY))
        self.assertEqual(first, overlay_equal.canonical(self.blob("b", OVERLAY)))
        renumbered = OVERLAY.replace("no-map;", "no-map; phandle = <0x77>;")
        self.assertEqual(first, overlay_equal.canonical(self.blob("c", renumbered)))

    def test_overlays_that_differ(self):
        first = overlay_equal.canonical(self.blob("a", OVERLAY))
        for old, new in (("0x60000000 0 0x100000", "0x60000000 0 0x101000"), ("no-map; ", ""), ("<&a>, <&b>", "<&b>, <&a>"),
                         ("&gpu", "&gpv"), ('"x", "y"', '"y", "x"'), ("/soc/vpu", "/soc/vpv"), ("a: a@6", "a2: a: a@6"),
                         ("c: c {", "c: d {"), ("memory-region = <&b>", "memory-region = <2>")):
            with self.subTest(new):
                self.assertIn(old, OVERLAY)
                self.assertNotEqual(first, overlay_equal.canonical(self.blob("b", OVERLAY.replace(old, new))))

    def failures(self, overlay, base=BASE, plan=PLAN, merged=None):
        before = self.blob("base", base)
        if merged is None:
            merged = self.folder / "merged"
            subprocess.run(["fdtoverlay", "-i", before, "-o", merged, self.blob("overlay", overlay)], check=True)
        check = apply_judge.judge()
        with contextlib.redirect_stdout(io.StringIO()):
            apply_judge.compare(check, tree.read(before), tree.read(merged), plan)
        return check.failed

    def test_an_overlay_that_holds_the_plan(self):
        self.assertEqual(self.failures(OVERLAY), 0)

    def test_overlays_that_do_not(self):
        for old, new in (("0x60000000 0 0x100000", "0x60000000 0 0x101000"), ("no-map;", ""), ("reusable;", "no-map;"),
                         ('compatible = "shared-dma-pool";', ""), ("reusable;", "reusable; linux,cma-default;"),
                         ("size = <0 0x200000>", "size = <0 0x300000>"), ("alignment = <0 0x1000>", "alignment = <0 0x2000>"),
                         ("<0 0x50000000 0 0x1000000>", "<0 0x50000000 0 0x2000000>"), ("<&a>, <&b>", "<&b>, <&a>"),
                         ('"x", "y"', '"x"'), ("c: c {", "d@1 { reg = <0 1 0 1>; }; c: c {"), ("a@60000000", "a@61000000"),
                         ("ranges;", "ranges; old@40000000 { reg = <0 0x40000000 0 0x2000>; };"),
                         ("memory-region = <&b>;", "memory-region = <&b>; status = \"disabled\";")):
            with self.subTest(new):
                self.assertIn(old, OVERLAY)
                self.assertGreater(self.failures(OVERLAY.replace(old, new, 1)), 0)

    def test_a_base_that_was_damaged(self):
        merged = self.folder / "merged"
        subprocess.run(["fdtoverlay", "-i", self.blob("whole", BASE), "-o", merged, self.blob("overlay", OVERLAY)], check=True)
        bigger = BASE.replace("soc {", "uart { }; soc {")
        self.assertGreater(self.failures(OVERLAY, base=bigger, merged=merged), 0)


if __name__ == "__main__":
    unittest.main()
