#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""diff.py COMMAND WORK_DIR: what `carveout diff` says of two trees that dtc compiles here, and what it refuses."""
import json
import pathlib
import shutil
import subprocess
import sys

command, work = sys.argv[1], pathlib.Path(sys.argv[2])
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)


def tree(name, regions, size="0x40000000", arguments="quiet"):
    path = work / name
    text = f"""/dts-v1/;
/memreserve/ 0x40000000 0x1000;
/ {{
    #address-cells = <2>; #size-cells = <2>;
    chosen {{ bootargs = "{arguments}"; }};
    memory@40000000 {{ device_type = "memory"; reg = <0 0x40000000 0 {size}>; }};
    reserved-memory {{ #address-cells = <2>; #size-cells = <2>; ranges; {regions} }};
    lock: lock {{ }};
    codec@1000 {{ memory-region = <&vpu>; }};
}};
"""
    subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", str(path), "-"], input=text.encode(), check=True)
    return str(path)


def diff(*arguments):
    return subprocess.run([command, "diff", *arguments], capture_output=True, text=True, timeout=60)


def check(condition, what):
    if not condition:
        print("FAIL:", what)
        sys.exit(1)


old = tree("old.dtb", """
    vpu: vpu@50000000 { compatible = "shared-dma-pool"; reg = <0 0x50000000 0 0x4000000>; no-map; };
    gpu@58000000 { reg = <0 0x58000000 0 0x1000000>; no-map; };
    isp@5a000000 { reg = <0 0x5a000000 0 0x1000000>; no-map; };
    log@60000000 { compatible = "ramoops"; reg = <0 0x60000000 0 0x100000>; record-size = <0x20000>; hwlocks = <&lock>; };
    old@61000000 { reg = <0 0x61000000 0 0x1000>; };
    linux,cma { compatible = "shared-dma-pool"; size = <0 0x2000000>; reusable; linux,cma-default; };
""")
new = tree("new.dtb", """
    vpu: vpu@52000000 { compatible = "shared-dma-pool"; reg = <0 0x52000000 0 0x6000000>; reusable; };
    gpu@58000000 { reg = <0 0x58000000 0 0x800000>; no-map; status = "disabled"; };
    camera@5a000000 { reg = <0 0x5a000000 0 0x1000000>; no-map; };
    log@60000000 { compatible = "ramoops"; reg = <0 0x60000000 0 0x100000>; record-size = <0x40000>; hwlocks = <&lock>; };
    fresh@62000000 { reg = <0 0x62000000 0 0x1000>; no-map; };
    linux,cma { compatible = "shared-dma-pool"; size = <0 0x2000000>; reusable; linux,cma-default;
                alloc-ranges = <0 0x40000000 0 0x10000000>; };
""", "0x80000000", "quiet coherent_pool=2M")

# by hand, from the two trees
wanted = [
    ("vpu@50000000", "kind", "coherent", "device-cma"),
    ("vpu@50000000", "moved", "[0x50000000..0x54000000)", "[0x52000000..0x58000000)"),
    ("vpu@50000000", "grew", "64 MiB", "96 MiB"),
    ("vpu@50000000", "flags", "no-map", "reusable"),
    ("gpu@58000000", "shrank", "16 MiB", "8 MiB"),
    ("gpu@58000000", "status", "okay", "disabled"),
    ("isp@5a000000", "renamed", "isp", "camera"),
    ("log@60000000", "properties", 'cells("record-size", {0x20000})', 'cells("record-size", {0x40000})'),
    ("old@61000000", "removed", "firmware, 4 KiB, [0x61000000..0x61001000)", None),
    ("linux,cma", "moved", "by the kernel, anywhere", "by the kernel, in [0x40000000..0x50000000)"),
    ("fresh@62000000", "added", None, "firmware, 4 KiB, [0x62000000..0x62001000)"),
    ("DRAM", "banks", "[0x40000000..0x80000000)", "[0x40000000..0xc0000000)"),
    ("coherent_pool", "size", None, "2 MiB"),
]
run = diff(old, new, "--format", "json")
answer = json.loads(run.stdout)
check(run.returncode == 1 and not run.stderr, run)
check((answer["a"], answer["b"]) == (old, new), answer)
found = [(each["name"], each["change"], each["before"], each["after"]) for each in answer["changes"]]
for each in wanted:
    check(each in found, f"{each} is not in {found}")
check(len(found) == len(wanted), [each for each in found if each not in wanted])

run = diff(old, new)
check(run.returncode == 1 and "vpu@50000000    grew: 64 MiB -> 96 MiB\n" in run.stdout, run)
check("old@61000000    removed: firmware, 4 KiB" in run.stdout and "size: none -> 2 MiB" in run.stdout, run)
back = json.loads(diff(new, old, "--format", "json").stdout)["changes"]
check(sorted(each["change"] for each in back) ==
      sorted({"grew": "shrank", "shrank": "grew", "added": "removed", "removed": "added"}.get(each, each)
             for _, each, _, _ in wanted), back)
run = diff(old, old)
check(run.returncode == 0 and run.stdout == "", run)
check(json.loads(diff(old, old, "--format", "json").stdout)["changes"] == [], "the same tree")
run = diff(old, new, "-o", str(work / "out.txt"))
check(run.returncode == 1 and "grew" in (work / "out.txt").read_text(), run)

(work / "bad.dtb").write_bytes(b"no tree")
for arguments, said in [([old, str(work / "bad.dtb")], "bad.dtb: is no device tree"), ([str(work / "gone.dtb"), old], "gone.dtb: "),
                        (["-", "-"], "standard input can be read once"), ([old], "B is required"),
                        ([old, new, "-o", str(work / "no" / "where")], "cannot be written")]:
    run = diff(*arguments)
    check(run.returncode == 2 and said in run.stderr, run)
