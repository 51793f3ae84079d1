#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""route.py COMMAND WORK_DIR: what `carveout route` answers about a tree that dtc compiles here, and what it refuses."""
import json
import pathlib
import shutil
import subprocess
import sys

command, work = sys.argv[1], pathlib.Path(sys.argv[2])
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
tree = work / "board.dtb"
subprocess.run(["dtc", "-q", "-@", "-I", "dts", "-O", "dtb", "-o", str(tree), "-"], check=True, input=b"""/dts-v1/;
/ {
    #address-cells = <2>; #size-cells = <2>;
    memory@40000000 { device_type = "memory"; reg = <0 0x40000000 0 0x40000000>; };
    reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges;
        vpu: vpu@50000000 { compatible = "shared-dma-pool"; reg = <0 0x50000000 0 0x1000000>; no-map; };
        isp: isp@52000000 { compatible = "shared-dma-pool"; reg = <0 0x52000000 0 0x1000000>; reusable; };
        linux,cma@60000000 { compatible = "shared-dma-pool"; reg = <0 0x60000000 0 0x8000000>; reusable; linux,cma-default; };
    };
    soc { #address-cells = <2>; #size-cells = <2>; ranges;
        codec@1000 { reg = <0 0x1000 0 0x1000>; memory-region = <&vpu>; };
        isp@2000 { reg = <0 0x2000 0 0x1000>; memory-region = <&isp>; };
        net: ethernet@3000 { reg = <0 0x3000 0 0x1000>; dma-coherent; };
        usb@4000 { reg = <0 0x4000 0 0x1000>; };
        gpu@5000 { reg = <0 0x5000 0 0x1000>; iommus = <&net 0>; };
        two@7000 { reg = <0 0x7000 0 0x1000>; memory-region = <&isp>, <&vpu>; };
        twin@6000 { }; other { twin@6000 { }; };
    };
};
""")


def run(*arguments):
    return subprocess.run([command, "route", str(tree), *map(str, arguments)], capture_output=True, text=True, timeout=60)


def ways(*arguments):
    """For each answer, the allocators that are asked, in order; a full stop is behind the one that has the last word."""
    answer = run(*arguments, "--format", "json")
    assert answer.returncode == 0 and not answer.stderr, answer
    return [" ".join(step["allocator"] + ("." if step["outcome"] == "final" else "")
                     for step in each["steps"] if step["outcome"] != "skipped") for each in json.loads(answer.stdout)]


def expect(wanted, *arguments):
    given = ways(*arguments)
    assert given == wanted, (arguments, given)


expect(["device pool."], "--device", "/soc/codec@1000")
expect(["CMA buddy."], "--device", "/soc/codec@1000", "--unattached")
expect(["device CMA buddy."], "--device", "isp@2000")
expect(["device CMA buddy."], "--device", "two@7000")
expect(["device pool."], "--device", "two@7000", "--attach-all")
expect(["CMA.", "CMA buddy."], "--device", "/soc/usb@4000", "--kernel", "4.14", "--kernel", "6.12")
expect(["atomic pool."], "--device", "/soc/usb@4000", "--atomic")
expect(["atomic pool."], "--device", "/soc/usb@4000", "--policy", "atomic-first")
expect(["CMA buddy."], "--device", "/soc/usb@4000", "--policy", "atomic-first", "--no-kernel-mapping")
expect(["CMA buddy."], "--device", "/soc/usb@4000", "--policy", "atomic-first", "--pages")
expect(["CMA buddy."], "--device", "&net", "--policy", "atomic-first")
expect(["buddy."], "--device", "&net", "--atomic")
expect(["scattered pages."], "--device", "gpu@5000")
expect(["buddy."], "--device", "usb@4000", "--size", "4K")
expect(["buddy."], "--device", "usb@4000", "--cmdline", "cma=0")
expect(["device pool.", "device CMA buddy.", "device CMA buddy.", "CMA buddy."], "--all")

text = run("--device", "usb@4000", "--size", "8M", "--kernel", "6.1", "--kernel", "6.12")
lines = text.stdout.splitlines()
assert lines[0] == "/soc/usb@4000 asks for 8 MiB that may wait (arm64, 4 KiB pages, Linux 6.1, stock)", text
assert any(line.split()[:3] == ["1", "CMA", "linux,cma@60000000"] and "the request may wait" in line for line in lines), text
assert any(line.split()[:3] == ["-", "atomic", "pool"] and "kernel/dma/direct.c:dma_direct_use_pool()" in line for line in lines)
assert lines[-1].strip() == "as on 6.1", text
matrix = run("--all", "--kernel", "4.14", "--kernel", "6.12").stdout.splitlines()
assert [line.split() for line in matrix if line.startswith("  /soc/codec@1000")] == 2 * [["/soc/codec@1000", "1"] + 7 * ["."]]
assert "  (any other) goes another way than on 4.14" in matrix and "  /soc/codec@1000 goes another way than on 4.14" not in matrix

# who takes the buffer back, what is in vain, and who goes past the recipe
assert any("freed by kernel/dma/contiguous.c:dma_free_contiguous()" in line for line in lines), text
vain = run("--device", "usb@4000", "--size", "200M").stdout
assert "in vain: it never gives more than 128 MiB at once" in vain and "in vain: it never gives more than 4 MiB at once" in vain, vain
step = json.loads(run("--device", "usb@4000", "--size", "200M", "--format", "json").stdout)[0]
assert step["size"] == "0xc800000" and [each["most"] for each in step["steps"]] == [None, None, "0x8000000", "0x400000"], step
past = run("--all", "--policy", "atomic-first", "--kernel", "4.14", "--kernel", "6.12").stdout
assert past.count("past the atomic pool go:") == 2 and past.count("DMA_ATTR_NO_KERNEL_MAPPING") == 1, past
assert "past the atomic pool" not in run("--all").stdout

# buffers that are there already: DRAM ends within 32 bits here, so that nobody sets a bounce buffer up before 6.6
for kernel, mask, size, said in [("6.1", 29, "64K", "refused"), ("6.12", 29, "64K", "copied through the bounce buffer"),
                                 ("6.12", 29, "512K", "refused, at most 256 KiB")]:
    rows = run("--device", "usb@4000", "--streaming", "--size", size, "--mask", mask, "--kernel", kernel).stdout.splitlines()
    assert "mapped where it lies" in rows[1] and said in rows[2], (rows, said)

beyond = json.loads(run("--device", "usb@4000", "--streaming", "--size", "512K", "--mask", 29, "--format", "json").stdout)[1]
assert (beyond["buffer"], beyond["outcome"], beyond["most"]) == ("beyond", "refused", "0x40000"), beyond

# a page: the same bytes twice, no word of the tree unescaped
pages = [run("--all", "--kernel", "4.14", "--kernel", "6.12", "--policy", "atomic-first", "--format", "html").stdout for _ in "12"]
assert pages[0] == pages[1] and pages[0].startswith("<!DOCTYPE html>") and pages[0].count("<section>") == 2, pages[0]

for arguments, said in [([], "--device PATH"), (["--device", "/soc/nobody"], "board.dtb: has no node '/soc/nobody'"),
                        (["--device", "&nobody"], "has no label 'nobody'"), (["--device", "twin@6000"], "as /soc/twin@6000"),
                        (["--all", "--device", "/soc"], "--device"), (["--all", "--policy", "magic"], "magic"),
                        (["--all", "--size", "0"], "no bytes"), (["--all", "--size", "much"], "no number"),
                        (["--all", "--size", "2G"], "more than all of DRAM"), (["--all", "--streaming"], "--streaming"),
                        (["--device", "&net", "--streaming", "--format", "html"], "text or json"),
                        (["--all", "--kernel", "3.18"], "3.18"), (["--all", "--arch", "arm"], "arm64 only"),
                        (["--all", "--pages", "--kernel", "5.4"], "from Linux 5.10 on")]:
    refused = run(*arguments)
    assert refused.returncode == 2 and said in refused.stderr and not refused.stdout, (arguments, refused)
