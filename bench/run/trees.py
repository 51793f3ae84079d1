#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""usage: trees.py COMMAND [COUNT]

How long `carveout check` takes over COUNT of Debian's device trees (1000), reading included, and how long dtc needs to
decompile the same files, as many at a time as there are processors. The least of five runs each.
"""
import os
import pathlib
import subprocess
import sys
import time

if len(sys.argv) not in (2, 3):
    sys.exit(__doc__)
command, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 1000
setup = pathlib.Path(__file__).resolve().parents[2] / "tests/trees/setup.sh"
trees = pathlib.Path(subprocess.run([setup], check=True, capture_output=True, text=True).stdout.strip())
found = sorted(trees.glob("**/*.dtb"))
files = found[:: max(1, len(found) // count)][:count]
names = "\0".join(map(str, files))


def least(arguments, text=None):
    seconds = []
    for _ in range(5):
        begin = time.perf_counter()
        run = subprocess.run(arguments, input=text, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
        seconds.append(time.perf_counter() - begin)
        assert run.returncode in (0, 1), run
    return min(seconds)


ours = least([command, "check", *map(str, files)])
dtc = least(["xargs", "-0", "-n", "1", "-P", str(os.cpu_count()), "dtc", "-q", "-I", "dtb", "-O", "dts", "-o", "/dev/null"], names)
print(f"{len(files)} trees, {sum(each.stat().st_size for each in files) / 1e6:.0f} MB, {os.cpu_count()} processors: "
      f"carveout check {ours:.2f} s, dtc {dtc:.2f} s, ratio {ours / dtc:.2f}")
