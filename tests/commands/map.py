#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""map.py COMMAND WORK_DIR: the maps that `carveout map` draws of a tree that dtc compiles here, and what it refuses."""
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml

command, work = sys.argv[1], pathlib.Path(sys.argv[2])
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
tree = work / "a&b.dtb"
subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", str(tree), "-"], check=True, input=b"""/dts-v1/;
/ {
    #address-cells = <2>; #size-cells = <2>;
    memory@40000000 { device_type = "memory"; reg = <0 0x40000000 0 0x40000000>; };
    reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges;
        vpu: vpu@50000000 { compatible = "shared-dma-pool"; reg = <0 0x50000000 0 0x10000000>; no-map; };
        gpu@60000000 { reg = <0 0x60000000 0 0x8000000>; no-map; };
        isp@67000000 { reg = <0 0x67000000 0 0x2000000>; no-map; };
        sram@10000 { reg = <0 0x10000 0 0x1000>; no-map; };
        off@70000000 { reg = <0 0x70000000 0 0x1000>; status = "disabled"; };
        linux,cma { compatible = "shared-dma-pool"; size = <0 0x2000000>; reusable; linux,cma-default; };
    };
    codec@1000 { memory-region = <&vpu>; };
};
""")


def run(*arguments):
    return subprocess.run([command, "map", *map(str, arguments)], capture_output=True, text=True, timeout=60)


def check(condition, what):
    if not condition:
        print("FAIL:", what)
        sys.exit(1)


text = run(tree)
check(text.returncode == 0 and not text.stderr, text)
for line in ["[0x40000000..0x80000000)    1 GiB         bank memory-40000000",
             "  [0x50000000..0x60000000)    256 MiB     coherent    vpu@50000000  <- /codec@1000",
             "  [0x69000000..0x80000000)    368 MiB     -", "disabled: off@70000000, 4 KiB",
             "placed by the kernel at boot: linux,cma, 32 MiB in any DRAM"]:
    check(line in text.stdout.splitlines(), f"{line!r} in {text.stdout}")
check(run(tree, "-o", work / "map.txt").returncode == 0 and (work / "map.txt").read_text() == text.stdout, "map.txt")

check(run(tree, "-o", work / "map.svg").returncode == 0, "map.svg")
check(run(tree, "-o", work / "again.svg").returncode == 0, "again.svg")
check((work / "map.svg").read_bytes() == (work / "again.svg").read_bytes(), "the same bytes twice")
SVG = "{http://www.w3.org/2000/svg}"
picture = xml.parse(work / "map.svg").getroot()
check(picture.find(SVG + "title").text == "Memory map of a&b.dtb", "title")
rows = []
for group in picture.iter(SVG + "g"):
    box = group.find(SVG + "rect")
    texts = {each.get("class"): each for each in group.findall(SVG + "text")}
    rows.append((texts[None].text, box.get("class"), int(box.get("y")), int(box.get("height")), texts))
by_name = {row[0]: row for row in rows}
check([row[0] for row in rows] == ["free", "vpu@50000000", "gpu@60000000", "isp@67000000", "free", "sram@10000", "linux,cma",
                                   "off@70000000"], rows)
check([row[1] for row in rows] == ["gap", "coherent", "firmware", "firmware", "gap", "firmware", "cma", "off"], rows)
check(abs(by_name["vpu@50000000"][3] / by_name["gpu@60000000"][3] - 2) < 0.05, "heights are as sizes")
check(by_name["sram@10000"][3] >= 15, "the smallest has room for its name")
bottom = 0
for name, _, y, height, _ in rows:
    check(y >= bottom, f"{name} lies over the row above")
    bottom = y + height
check(bottom <= int(picture.get("viewBox").split()[3]), "all is inside the picture")
texts = by_name["vpu@50000000"][4]
check((texts["address"].text, texts["size"].text, texts["users"].text) == ("[0x50000000..0x60000000)", "256 MiB", "/codec@1000"), texts)
for name in ("gpu@60000000", "isp@67000000"):
    mark = by_name[name][4].get("mark error")
    check(mark is not None and "error[region-overlap]" in mark.find(SVG + "title").text, f"{name} is marked")
check(not any("mark" in (key or "") for key in texts), "no mark without a finding")

for arguments, said in [([tree, "-o", work / "map.png"], "end it in .txt, .svg or .html"), ([work / "gone.dtb"], "gone.dtb: "),
                        ([tree, "-o", work / "no" / "map.svg"], "cannot be written"), ([], "TREE is required")]:
    refused = run(*arguments)
    check(refused.returncode == 2 and said in refused.stderr, refused)
