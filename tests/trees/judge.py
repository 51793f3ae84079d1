#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""judge.py COMMAND TREES [--table]: runs `carveout check` over every device tree of Debian's kernels.

Each error has to be one of those below, which somebody looked at in the tree and found true; those that two nodes share memory
are looked up in the tree with libfdt besides. --table prints the counts per rule for docs/real-trees.md.
"""
import collections
import json
import os
import re
import subprocess
import sys

import libfdt

# (rule, tree, node that the message names, why it is true)
TRUE_ERRORS = [
    ("region-overlap", r"qcom/", r"node '/reserved-memory/\S+' .* overlaps node '/reserved-memory/\S+'",
     "two nodes of one tree share addresses; the kernel prints OVERLAP DETECTED"),
    ("duplicate-region", r"qcom/sc7280-", r"'/reserved-memory/video@8b200000' .* '/reserved-memory/memory@8b200000'",
     "the board names the memory of the video firmware again instead of changing the node of the SoC"),
    ("no-room", r"amlogic/meson-gxl-s805x-", r"'/reserved-memory/linux,cma': 256 MiB",
     "256 MiB from 512 MiB of DRAM, in the middle of which the firmware's own memory lies"),
    ("bank-overlap", r"exynos/exynosautov920-sadk", r"bank 'memory-880000000' .* bank 'memory-a00000000'",
     "the second bank is longer than the distance to the third"),
]


def range_of(fdt, path):
    """[begin, end) of the first range of a node of /reserved-memory."""
    cells = fdt.getprop(fdt.path_offset("/reserved-memory"), "#address-cells").as_uint32()
    reg = bytes(fdt.getprop(fdt.path_offset(path), "reg"))
    begin = int.from_bytes(reg[:4 * cells], "big")
    return begin, begin + int.from_bytes(reg[4 * cells:], "big")


def share_memory(tree, message):
    with open(tree, "rb") as file:
        fdt = libfdt.Fdt(file.read())
    (begin, end), (other_begin, other_end) = (range_of(fdt, path) for path in re.findall(r"node '(\S+)' \[", message)[:2])
    return begin < other_end and other_begin < end


def is_true(tree, finding):
    for rule, trees, message, _ in TRUE_ERRORS:
        if finding["rule"] == rule and re.search(trees, tree) and re.search(message, finding["message"]):
            return "region" not in rule or share_memory(tree, finding["message"])
    return False


def main():
    command, trees = sys.argv[1:3]
    expected = sum(name.endswith(".dtb") for _, _, names in os.walk(trees) for name in names)
    run = subprocess.run([command, "check", trees, "--format", "json"], capture_output=True, timeout=300)
    if run.returncode not in (0, 1) or run.stderr:
        sys.exit(f"status {run.returncode}: {run.stderr.decode()[:2000]}")
    verdicts = json.loads(run.stdout)
    if len(verdicts) != expected or expected < 1000:
        sys.exit(f"{len(verdicts)} trees judged, {expected} are there")
    findings, having, unexplained = collections.Counter(), collections.defaultdict(set), []
    for verdict in verdicts:
        for each in verdict["findings"]:
            key = each["severity"], each["rule"]
            findings[key] += 1
            having[key].add(verdict["tree"])
            if each["severity"] == "error" and not is_true(verdict["tree"], each):
                unexplained.append(f"{verdict['tree']}: {each['rule']}: {each['message']}")
    order = ["error", "warning", "note"]
    rows = sorted(findings, key=lambda key: (order.index(key[0]), -findings[key], key[1]))
    if "--table" in sys.argv:
        print("| Severity | Rule | Findings | Trees |\n|---|---|---|---|")
        for severity, rule in rows:
            print(f"| {severity} | `{rule}` | {findings[severity, rule]} | {len(having[severity, rule])} |")
    else:
        clean = sum(not verdict["findings"] for verdict in verdicts)
        print(f"{expected} trees, {clean} without any finding; "
              + ", ".join(f"{severity}[{rule}] {findings[severity, rule]}" for severity, rule in rows))
    if unexplained:
        sys.exit("\n".join(["errors that nobody has looked at:", *unexplained]))


main()
