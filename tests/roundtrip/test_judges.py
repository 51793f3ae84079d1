#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""The judges must notice every difference: each is shown small overlays and trees that differ in one thing."""
import contextlib
import copy
import io
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import apply_judge
import overlay_equal
import tree

HERE = Path(__file__).resolve().parent

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

# what dtc_judge.sh reads: the same nodes without sugar, where dtc knows the cells around them
CELLS = "#address-cells = <2>; #size-cells = <2>; ranges;"
REGIONS = OVERLAY[OVERLAY.index(CELLS):OVERLAY.index("}; };\n&gpu")]
USERS = OVERLAY[OVERLAY.index("&gpu"):].replace("/soc/vpu", "/soc@0/vpu@1000")
BOARD_DTSI = f"/ {{ reserved-memory {{ {REGIONS} }}; }};\n{USERS}"
BOARD_DTSO = f"""/dts-v1/; /plugin/;
/ {{ #address-cells = <2>; #size-cells = <2>;
  fragment@8 {{ target-path = "/"; __overlay__ {{ reserved-memory {{ }}; }}; }};
  fragment@9 {{ target-path = "/reserved-memory"; {CELLS} __overlay__ {{ {REGIONS} }}; }}; }};
{USERS}"""
BOARD_PLAN = {**PLAN, "banks": [{"name": "dram", "begin": "0x40000000", "end": "0x80000000"}], "devices": [
    {"node": "&gpu", "memory_region": ["a", "b"], "memory_region_names": ["x", "y"]},
    {"node": "/soc@0/vpu@1000", "memory_region": ["b"], "memory_region_names": []},
    {"node": "/soc@0/idle@2000", "memory_region": [], "memory_region_names": []},
]}


def run(script, *arguments):
    done = subprocess.run([HERE / script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


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

    def test_what_an_overlay_adds_to_the_base(self):
        for old, new in (("a: a@6", "old@40000000 { no-map; }; a: a@6"), ("&gpu {", "&gpu { status = \"okay\";"),
                         ("};\n&{/soc", "extra { }; };\n&{/soc"), ("no-map;", "no-map = <1>;"), ("b: b@7", "b2: b@7"),
                         ("<&a>, <&b>", "<&b>"),
                         ("alignment = <0 0x1000>", "alignment = <0x1000>"),
                         ("reg = <0 0x70000000 0 0x100000>", "reg = <0 0x70000000 0 0x100000 0 0x78000000 0 0x1000>")):
            with self.subTest(new):
                self.assertIn(old, OVERLAY)
                changed = OVERLAY.replace(old, new, 1)
                if new == "b2: b@7":
                    changed = changed.replace("<&b>", "<&b2>")
                self.assertGreater(self.failures(changed), 0)

    def test_a_plan_that_asks_for_more(self):
        for part, index, key, value in (("regions", 0, "node", "z@60000000"), ("regions", 1, "cma_default", True),
                                        ("regions", 1, "begin", "0x70000010"),
                                        ("regions", 2, "windows", [{"begin": "0x0", "end": "0xffffffffffffffff"}]),
                                        ("regions", 0, "compatible", []), ("devices", 0, "memory_region_names", []),
                                        ("devices", 1, "node", "/soc/none"), ("devices", 1, "node", "&none"),
                                        ("devices", 1, "memory_region", [])):
            with self.subTest(f"{part} {index} {key} {value}"):
                plan = copy.deepcopy(PLAN)
                plan[part][index][key] = value
                self.assertGreater(self.failures(OVERLAY, plan=plan), 0)

    def test_a_device_by_label(self):
        plan = copy.deepcopy(PLAN)
        plan["devices"][0]["node"] = "&gpu"
        self.assertEqual(self.failures(OVERLAY, plan=plan), 0)
        self.assertGreater(self.failures(OVERLAY.replace("<&a>, <&b>", "<&a>"), plan=plan), 0)

    def test_two_nodes_with_one_phandle(self):
        source = OVERLAY.replace("<&a>, <&b>", "<&b>")  # nothing points at the first node
        numbered = source.replace("no-map;", "no-map; phandle = <0x1234>;").replace("reusable;", "reusable; phandle = <0x5678>;")
        whole = self.blob("whole", numbered)
        self.assertEqual(overlay_equal.canonical(whole), overlay_equal.canonical(self.blob("again", source)))
        shared = self.folder / "shared"
        shared.write_bytes(whole.read_bytes().replace(b"\0\0\x12\x34", b"\0\0\x56\x78"))
        self.assertNotEqual(overlay_equal.canonical(whole), overlay_equal.canonical(shared))

    def test_a_reservation_block(self):
        first = overlay_equal.canonical(self.blob("a", OVERLAY))
        other = OVERLAY.replace("/plugin/;", "/plugin/; /memreserve/ 0x60000000 0x1000;")
        self.assertNotEqual(first, overlay_equal.canonical(self.blob("b", other)))

    def test_a_property_or_node_that_is_there_twice(self):
        blob = self.blob("a", "/dts-v1/; / { n { one = <1>; two = <2>; }; m { }; };").read_bytes()
        strings = self.folder / "strings"
        strings.write_bytes(blob.replace(b"one\0two\0", b"one\0one\0"))
        nodes = self.folder / "nodes"
        nodes.write_bytes(blob.replace(b"m\0\0\0", b"n\0\0\0"))
        for path in (strings, nodes):
            with self.subTest(path.name), self.assertRaisesRegex(ValueError, "two"):
                tree.read(path)

    def test_the_status_of_overlay_equal(self):
        first = self.blob("a", OVERLAY)
        self.assertEqual(run("overlay_equal.py", first, first), (0, ""))
        status, said = run("overlay_equal.py", first, self.blob("b", OVERLAY.replace("no-map; ", "")))
        self.assertEqual(status, 1)
        self.assertIn("a@60000000:no-map", said)

    def test_the_status_of_apply_judge(self):
        plan = self.folder / "plan.json"
        plan.write_text(json.dumps(PLAN))
        base = self.blob("base", BASE)
        status, said = run("apply_judge.py", base, self.blob("good", OVERLAY), plan)
        self.assertEqual(status, 0, said)
        self.assertIn(" passed, 0 failed", said)
        status, said = run("apply_judge.py", base, self.blob("bad", OVERLAY.replace("no-map;", "")), plan)
        self.assertEqual(status, 1)
        self.assertIn("FAIL a@60000000 no-map", said)
        self.assertIn(" passed, 1 failed", said)
        status, said = run("apply_judge.py", base, self.blob("lost", OVERLAY.replace("/soc/vpu", "/soc/none")), plan)
        self.assertEqual(status, 1)
        self.assertIn("FAIL: fdtoverlay cannot join", said)

    def dtc_judge(self, dtso=BOARD_DTSO, dtsi=BOARD_DTSI, plan=None, blob=None):
        (self.folder / "board.dtso").write_text(dtso)
        (self.folder / "board.dtsi").write_text(dtsi)
        (self.folder / "board.json").write_text(json.dumps(plan or BOARD_PLAN))
        self.blob("board.dtbo", blob or dtso)
        return run("dtc_judge.sh", self.folder, "board")

    def test_a_board_for_dtc_judge(self):
        status, said = self.dtc_judge()
        self.assertIn(status, (0, 77), said)

    def test_boards_that_dtc_judge_refuses(self):
        zero, small = ("b@70000000", "b@070000000"), ("0x60000000 0 0x100000", "0x60000000 0 0x80000")
        for given, word in (
                ({"dtso": BOARD_DTSO.replace(*small), "blob": BOARD_DTSO}, "a@60000000:reg"),
                ({"dtso": BOARD_DTSO.replace(*zero)}, "unit_address_format"),
                ({"dtso": BOARD_DTSO.replace("b@70000000", "b")}, "unit_address_vs_reg"),
                ({"blob": BOARD_DTSO.replace(*zero)}, "unit_address_format"),
                ({"dtsi": BOARD_DTSI.replace(*zero)}, "unit_address_format"),
                ({"dtsi": BOARD_DTSI.replace("&gpu", "&none")}, "none"),
                ({"dtsi": BOARD_DTSI.replace(*small)}, "FAIL a@60000000 reg"),
                ({"dtso": BOARD_DTSO.replace(*small)}, "FAIL a@60000000 reg")):
            with self.subTest(word):
                status, said = self.dtc_judge(**given)
                self.assertEqual(status, 1, said)
                self.assertIn(word, said)

    def test_a_board_that_dt_validate_refuses(self):
        both = ("no-map;", "no-map; reusable;")
        plan = copy.deepcopy(BOARD_PLAN)
        plan["regions"][0]["reusable"] = True
        status, said = self.dtc_judge(BOARD_DTSO.replace(*both), BOARD_DTSI.replace(*both), plan)
        if status == 77:
            self.skipTest(said.splitlines()[-1])
        self.assertEqual(status, 1, said)
        self.assertIn("FAIL: dt-validate", said)

    def test_a_base_that_was_damaged(self):
        merged = self.folder / "merged"
        subprocess.run(["fdtoverlay", "-i", self.blob("whole", BASE), "-o", merged, self.blob("overlay", OVERLAY)], check=True)
        bigger = BASE.replace("soc {", "uart { }; soc {")
        self.assertGreater(self.failures(OVERLAY, base=bigger, merged=merged), 0)


if __name__ == "__main__":
    for tool in ("dtc", "fdtoverlay"):
        if not shutil.which(tool):
            print(f"skipped: '{tool}' not found; install it: apt-get install device-tree-compiler", file=sys.stderr)
            sys.exit(77)
    unittest.main()
