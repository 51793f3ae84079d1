#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""check.py COMMAND WORK_DIR: `carveout check` on trees that dtc compiles here, and on what is no tree."""
import json
import pathlib
import random
import shutil
import struct
import subprocess
import sys

command, work = sys.argv[1], pathlib.Path(sys.argv[2])
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
failed = []


def check(*arguments, text=None, env=None):
    return subprocess.run([command, "check", *map(str, arguments)], input=text, capture_output=True, env=env, timeout=60)


def expect(status, said, *arguments, text=None, env=None):
    """`said`: what standard output or standard error has to contain."""
    run = check(*arguments, text=text, env=env)
    everything = (run.stdout + run.stderr).decode(errors="replace")
    if run.returncode != status or any(each not in everything for each in ([said] if isinstance(said, str) else said)):
        failed.append(f"check {' '.join(map(str, arguments))}: status {run.returncode}, wanted {status} and {said!r}; it said\n"
                      + everything[:2000])
    return run


def compiled(name, source, *options):
    path = work / name
    subprocess.run(["dtc", "-q", *options, "-I", "dts", "-O", "dtb", "-o", str(path), "-"], input=source.encode(), check=True)
    return path


HEAD = "/dts-v1/;\n/ { #address-cells = <2>; #size-cells = <2>; compatible = \"acme,board\";\n"
CPUS = 'cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = "cpu"; compatible = "arm,cortex-a53"; reg = <0>; }; };\n'
DRAM = 'memory@40000000 { device_type = "memory"; reg = <0 0x40000000 0 0x40000000>; };\n'


def tree(regions, rest="", dram=DRAM):
    return (HEAD + CPUS + dram + "reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges;\n" + regions + "};\n" + rest + "};\n")


VPU = 'vpu_pool: vpu@50000000 { compatible = "shared-dma-pool"; reg = <0 0x50000000 0 0x4000000>; no-map; };\n'
USER = 'codec@1000 { reg = <0 0x1000 0 0x1000>; memory-region = <&vpu_pool>; };\n'
good = compiled("good.dtb", tree(VPU, USER))
overlap = compiled("overlap.dtb", tree(VPU + 'gpu@53000000 { reg = <0 0x53000000 0 0x2000000>; no-map; };\n', USER))

# --- what it says -------------------------------------------------------------------------------------------------------
expect(0, ["Usage", "Exit status", "--kernel", "--overlay", "Examples"], "--help")
expect(0, "good.dtb: arm64, 4 KiB pages, Linux 6.12: 0 errors", good)
run = expect(1, ["error[region-overlap]: node '/reserved-memory/vpu@50000000' [0x50000000..0x54000000) overlaps node "
                 "'/reserved-memory/gpu@53000000' [0x53000000..0x55000000) by 16 MiB",
                 "    > [0x50000000..0x54000000)", "<- /codec@1000"], overlap)
expect(1, ["2 trees: 1 without errors, 1 with errors, 0 unusable", "Linux 6.1:", "Linux 6.12:"],
       good, overlap, "--kernel", "6.1", "--kernel", "6.12")
# standard input, as a blob and as source
expect(1, "-: arm64", "-", text=overlap.read_bytes())
expect(0, "0 errors", "-", text=tree(VPU, USER).encode())

# what the tree says about itself is read from it
arguments = compiled("arguments.dtb", tree(VPU, USER + 'chosen { bootargs = "cma=64M@0x50000000"; };\n'))
expect(1, "cma=", arguments)
expect(0, "0 errors", arguments, "--cmdline", "quiet")
narrow = compiled("narrow.dtb", tree(VPU, 'soc { #address-cells = <2>; #size-cells = <2>; ranges; '
                                     'dma-ranges = <0 0x40000000 0 0x40000000 0 0x10000000>;\n' + USER + '};\n'))
expect(1, ["error[dma-reach", "/soc/codec@1000"], narrow)
no_memory = compiled("no_memory.dtb", tree(VPU.replace("no-map", "reusable"), USER, 'memory { device_type = "memory"; reg = <0 0 0 0>; };\n'))
expect(0, "0 errors", no_memory)
expect(1, "error[outside-bank]", no_memory, "--memory", "256M@0x40000000")
disabled = compiled("disabled.dtb", tree(VPU + 'gpu@53000000 { reg = <0 0x53000000 0 0x2000000>; status = "disabled"; };\n', USER))
expect(0, "0 errors", disabled)
missing = compiled("missing.dtb", tree(VPU, 'codec@1000 { reg = <0 0x1000 0 0x1000>; memory-region = <77>; };\n'))
expect(1, "phandle 0x4d", missing)

# --- machines read it ---------------------------------------------------------------------------------------------------
answer = json.loads(expect(1, "", good, overlap, "--format", "json", "--kernel", "6.1").stdout)
assert [(each["tree"], each["kernel"]) for each in answer] == [(str(good), "6.1"), (str(overlap), "6.1")], answer
assert set(answer[0]) == {"tree", "kernel", "findings"}, answer[0]
found = [each for each in answer[1]["findings"] if each["rule"] == "region-overlap"]
assert len(found) == 1 and set(found[0]) == {"rule", "severity", "message", "fix", "regions"}, found
assert found[0]["severity"] == "error" and found[0]["regions"] == [
    {"name": "/reserved-memory/vpu@50000000", "begin": "0x50000000", "end": "0x54000000"},
    {"name": "/reserved-memory/gpu@53000000", "begin": "0x53000000", "end": "0x55000000"}], found
sarif = json.loads(expect(1, "", overlap, "--format", "sarif").stdout)
assert sarif["version"] == "2.1.0" and "sarif" in sarif["$schema"], sarif
run = sarif["runs"][0]
ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
for result in run["results"]:
    assert ids[result["ruleIndex"]] == result["ruleId"] and result["level"] in ("error", "warning", "note"), result
    assert result["message"]["text"], result
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], result
assert any(each["ruleId"] == "region-overlap" and each["level"] == "error" for each in run["results"]), run
expect(1, "", overlap, "-o", work / "report.txt")
assert "region-overlap" in (work / "report.txt").read_text()

# --- source, includes, overlays -----------------------------------------------------------------------------------------
(work / "include").mkdir()
(work / "include" / "sizes.h").write_text("#define MEGABYTES(n) ((n) * 0x100000)\n")
(work / "board.dts").write_text('#include "sizes.h"\n' + tree(VPU.replace("0x4000000>", "MEGABYTES(64)>"), USER))
expect(0, "0 errors", work / "board.dts", "-I", work / "include")
expect(2, ["board.dts", "sizes.h"], work / "board.dts")
(work / "broken.dts").write_text(tree(VPU, USER) + "/ { oops }\n")
run = expect(2, "does not compile", work / "broken.dts", good)
assert b"good.dtb" in run.stdout, "the other trees are still judged"
base = compiled("base.dtb", tree(VPU, USER), "-@")
overlay = compiled("gpu.dtbo", '/dts-v1/; /plugin/;\n&{/reserved-memory} { gpu@53000000 { reg = <0 0x53000000 0 0x2000000>; no-map; }; };\n', "-@")
expect(1, "overlaps node '/reserved-memory/gpu@53000000'", base, "--overlay", overlay)
wants_label = compiled("label.dtbo", '/dts-v1/; /plugin/;\n&nobody { status = "okay"; };\n', "-@")
expect(2, ["label.dtbo", "nobody"], base, "--overlay", wants_label)
expect(2, ["label.dtbo", "__symbols__"], good, "--overlay", wants_label)
USES_GPU = """/dts-v1/; /plugin/;
&{/reserved-memory} { gpu: gpu@53000000 { reg = <0 0x53000000 0 0x2000000>; no-map; }; };
&vpu_pool { memory-region = <&gpu>; };
"""
uses_gpu = compiled("uses_gpu.dtbo", USES_GPU, "-@").read_bytes()
place = struct.pack(">III", 3, 4, uses_gpu.index(b"memory-region\0") - struct.unpack_from(">I", uses_gpu, 12)[0])
at = uses_gpu.rindex(place) + len(place)  # the value in __local_fixups__
hostile = work / "hostile.dtbo"
hostile.write_bytes(uses_gpu[:at] + struct.pack(">I", 0x4F0004) + uses_gpu[at + 4:])
expect(2, ["hostile.dtbo", "octet 5177348 of 'memory-region' in node '__overlay__', which has 4"], base, "--overlay", hostile)
own = compiled("own.dtbo", """/dts-v1/;
/ { fragment@0 { target-path = "/codec@1000"; __overlay__ { phandle = <7>; }; };
    __local_fixups__ { fragment@0 { __overlay__ { linux,phandle = <0>; }; }; }; };
""", "-f")
expect(2, ["own.dtbo", "__local_fixups__ has 'linux,phandle'"], base, "--overlay", own)
hostile.write_bytes(uses_gpu.replace(b":target:0", b":target:-"))
expect(2, ["hostile.dtbo", "target:-'"], base, "--overlay", hostile)

# --- what is no tree ----------------------------------------------------------------------------------------------------
blob = good.read_bytes()
structure = struct.unpack_from(">I", blob, 8)[0]


def bad(name, content, *said):
    (work / name).write_bytes(content)
    run = expect(2, ["error: ", name, *said], work / name, good)
    if b"good.dtb" not in run.stdout:
        failed.append(f"{name}: the other tree was not judged")
    if run.stderr.count(b"\n") != 1:
        failed.append(f"{name}: more than one sentence: {run.stderr}")


bad("empty.dtb", b"", "bytes")
bad("text.dtb", b"this is no device tree at all, but long enough for a header", "offset 0")
bad("header.dtb", blob[:20], "20 bytes")
bad("cut.dtb", blob[:len(blob) // 2], "cut off", "offset 4")
bad("tag.dtb", blob[:structure] + b"\0\0\0\x42" + blob[structure + 4:], f"offset {structure}")
bad("end.dtb", blob[:structure] + b"\0\0\0\x02" + blob[structure + 4:], f"offset {structure}")


def raw(structure_block, strings=b"#address-cells\0#size-cells\0reg\0"):
    """A blob around a structure block, by the layout of the Devicetree Specification, chapter 5."""
    header = 40
    reserve = b"\0" * 16
    total = header + len(reserve) + len(structure_block) + len(strings)
    return struct.pack(">10I", 0xD00DFEED, total, header + 16, header + 16 + len(structure_block), header, 17, 16, 0, len(strings),
                       len(structure_block)) + reserve + structure_block + strings


BEGIN, END_NODE, END = b"\0\0\0\1", b"\0\0\0\2", b"\0\0\0\x09"
bad("deep.dtb", raw(BEGIN + b"\0" * 4 + (BEGIN + b"a\0\0\0") * 10000 + END_NODE * 10001 + END), "offset", "64 levels")
bad("endless.dtb", raw(BEGIN + b"\0" * 4 + (BEGIN + b"a\0\0\0" + END_NODE) * 10 + END), "inside a node")
bad("huge.dtb", raw(BEGIN + b"\0" * 4 + (BEGIN + b"a\0\0\0" + END_NODE) * 1500000 + END_NODE + END), "16 MiB")
bad("rootless.dtb", raw(END), "no root")
for cells in (0, 3, 99):
    bad(f"cells{cells}.dtb", compiled("cells.dtb", tree(VPU, USER).replace("/ { #address-cells = <2>", f"/ {{ #address-cells = <{cells}>")
                                      ).read_bytes(), f"#address-cells = <{cells}>", "1 or 2")
# many nodes are no reason to refuse
(work / "wide.dtb").write_bytes(raw(BEGIN + b"\0" * 4 + (BEGIN + b"a\0\0\0" + END_NODE) * 300000 + END_NODE + END))
expect(0, "0 errors", work / "wide.dtb")
# addresses that wrap are a finding, and nothing else breaks
wraps = compiled("wraps.dtb", tree('far@fffffffffffff000 { reg = <0xffffffff 0xfffff000 0 0x2000>; };\n'))
expect(1, "/reserved-memory/far@fffffffffffff000", wraps)
# a reg of half a cell, a pool that refers to itself
expect(1, ["skipped-node", "/reserved-memory/odd@50000000"], compiled("odd.dtb", tree("odd@50000000 { reg = <0 0x50000000 0>; };\n")))
expect(0, "0 errors", compiled("cycle.dtb", tree(VPU.replace("no-map;", "no-map; memory-region = <&vpu_pool>;"), USER)))

# bits flipped anywhere: a verdict or a sentence, never a signal
dice = random.Random(20)
for number in range(400):
    mutant = bytearray(blob)
    for _ in range(dice.randint(1, 6)):
        mutant[dice.randrange(len(mutant))] ^= 1 << dice.randrange(8)
    run = check("-", text=bytes(mutant))
    if run.returncode not in (0, 1, 2) or (run.returncode == 2 and not run.stderr.startswith(b"error: -: ")
                                           and b"source" not in run.stderr and b"compile" not in run.stderr):
        (work / f"flipped{number}.dtb").write_bytes(mutant)
        failed.append(f"flipped{number}: {run.returncode} {run.stderr[:300]!r}")

# folders, files, command line
(work / "nothing").mkdir()
expect(2, ["nothing", "without any .dtb"], work / "nothing")
expect(2, "absent.dtb", work / "absent.dtb")
run = expect(2, "absent.dtb", work / "absent.dtb", good)
assert b"good.dtb" in run.stdout
(work / "folder").mkdir()
shutil.copy(good, work / "folder")
shutil.copy(overlap, work / "folder")
expect(1, "2 trees: 1 without errors, 1 with errors", work / "folder")
expect(2, "--memory", good, "--memory", "256M")
expect(2, "'six' is no kernel version", good, "--kernel", "six")
expect(2, "9.99", good, "--kernel", "9.99")
expect(2, "'vax' is no architecture", good, "--arch", "vax")
expect(2, "cannot be written", good, "-o", work / "no" / "where")
expect(2, "TREE")

print("\n".join(failed))
sys.exit(bool(failed))
