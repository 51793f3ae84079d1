#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""judge.py TEST LOG COMMAND [FOLDER]: whether a booted kernel's console shows what it has to. COMMAND is carveout, for placements;
FOLDER is what the generator made of the board."""
import json
import pathlib
import re
import subprocess
import sys

test, log = sys.argv[1], pathlib.Path(sys.argv[2]).read_text(errors="replace")
here = pathlib.Path(__file__).parent
sections = {name: text.splitlines() for name, text in re.findall(r"^@@@ ([^\n]+)\n(.*?)(?=^@@@ |\Z)", log, re.M | re.S)}
MiB = 1 << 20


def no_complaint():
    """Of the kernel's own checkers: locks, lists, sleeping, DMA mappings."""
    said = re.sub(r"^(# .*|CONFIG_.*)$", "", log, flags=re.M)  # not in a .config
    bad = [line for line in said.splitlines()
           if re.search(r"WARNING|BUG|DMA-API: (?!preallocated|debugging)|possible|deadlock|Call trace|Oops|FAIL", line)]
    assert not bad, "\n".join(bad)
    assert "end" in sections, "it did not get to the end"


def pools(section):
    return {line.split()[0].removeprefix("pool_size_"): int(line.split()[1]) for line in sections[section]}


def allocated(section="allocate"):
    return {(line.split()[1], int(line.split()[2])): line.split()[3] for line in sections[section]}


def within(address, size, begin, end):
    assert address != "-" and begin <= int(address, 16) and int(address, 16) + size <= end, (address, size)


def critical(section="pressure"):
    return {(line.split()[1], int(line.split()[2])): (int(line.split()[4]), int(line.split()[6]))
            for line in sections[section] if line.startswith("critical ")}


def simulated(trace, size):
    done = subprocess.run([sys.argv[3], "simulate", "--allocator", "genpool-first-fit", "--granule", "4096", "--size", str(size), "-"],
                          input=trace, capture_output=True, text=True)
    assert done.returncode in (0, 1) and done.stdout, done
    return done.stdout.splitlines()


def board():
    no_complaint()
    folder = pathlib.Path(sys.argv[4])
    where = {each["label"]: each for each in json.loads((folder / "probes.json").read_text())["regions"]}
    for (device, size), address in allocated().items():
        pool = where["isp_pool" if device == "isp" else "coherent_pool"]
        within(address, size, int(pool["begin"], 16), int(pool["end"], 16))
    assert len(allocated()) == 6
    for heap in ("camera", "video"):
        assert sections[f"place-{heap}"] == simulated((here / "trace").read_text(), 64 * MiB), f"{heap}: placement"
    before, after = sections["cma-before"], sections["cma-after"]
    assert before == after and int(before[0]) >= 0, f"somebody came to CMA: {before}, {after}"

    # every line below a command of the README is in what that command printed
    looks = re.findall(r"^```\n\$ ([^\n]*)\n(.*?)^```", (folder / "probes.bsp/README.md").read_text(), re.M | re.S)
    assert len(looks) >= 8, looks
    missing = [f"$ {command}: {line}" for command, lines in looks for line in lines.splitlines()
               if not any(line in printed for printed in sections["look " + command])]
    assert not missing, "\n".join(missing)
    print(f"{len(looks)} commands print {sum(len(lines.splitlines()) for _, lines in looks)} lines as the README says")


def regions():
    no_complaint()
    assert set(sections["heaps"][0].split()) == {"system", "at-zero", "camera", "video"}, "heaps: " + str(sections["heaps"])
    dmesg = "\n".join(sections["dmesg"])
    assert "camera@5c400000: 'camera' cannot be the name of a heap, or is one" in dmesg
    assert "crooked@5c500800: [" in dmesg and "is not whole pages of mapped memory" in dmesg
    told = subprocess.run([sys.argv[3], "explain", "--kernel", "6.12"], input=dmesg, capture_output=True, text=True).stdout
    assert "rule: error[heap-name-taken]" in told and "rule: error[page-alignment]" in told, told
    # one pool, of the region; each request from where it has to come
    region = 0x2400000
    assert pools("pools") == pools("pools-after") == {"kernel": region, "dma": 0, "dma32": 0}
    assert re.findall(r"DMA: preallocated .*", dmesg) == [f"DMA: preallocated {region >> 10} KiB GFP_KERNEL pool for atomic allocations"]
    for (device, size), address in allocated().items():
        if device == "gpu":
            within(address, size, 0x5A000000, 0x5A000000 + region)
        else:
            within(address, size, 0x58000000, 0x5A000000)
    assert len(allocated()) == 6
    assert sections["at-zero"] == ["0 0", "1 4096"], "the first page of a region at physical zero"
    for heap in ("camera", "video"):
        checks = sections[f"check-{heap}"]
        assert checks[-1] == "ok and then nothing more" and all(line.startswith("ok ") for line in checks), checks
        assert sections[f"place-{heap}"] == simulated((here / "trace").read_text(), 64 * MiB), f"{heap}: placement"
    assert sections["blind"] == ["import -5"], "a device that cannot reach the region"
    for part in (64, 1):
        for heap in ("camera", "video"):
            *buffers, end = sections[f"churn-{part}-{heap}"]
            assert len(buffers) == 11
            trace = "".join(" ".join(line.split()[:3]) + "\n" for line in buffers)
            assert [f"{line.split()[1]} {line.split()[4]}" for line in buffers] == simulated(trace, 64 * MiB)
            found = re.fullmatch(r"rounds (\d+) bytes (\d+) left 0 used 0 slab_growth_kib (-?\d+)", end)
            assert found, end
            assert part != 1 or int(found[2]) == 64 * MiB
            # eleven buffers of some hundred octets a round would show
            assert int(found[3]) < 512, end
            print(f"{heap}: {found[1]} rounds of {int(found[2]) / MiB:.1f} MiB, slab grew by {found[3]} KiB")


def pool_cma():
    no_complaint()
    size = 40 * MiB
    assert pools("pools") == pools("pools-after") == {"kernel": size, "dma": 0, "dma32": 0}
    begin, = re.findall(r"cma: Reserved 64 MiB at 0x0*([0-9a-f]+)", log)
    for (device, bytes_), address in allocated().items():
        within(address, bytes_, int(begin, 16), int(begin, 16) + 64 * MiB)
    assert "CmaFree:           24576 kB" in sections["cma"], sections["cma"]


def pool_growth():
    no_complaint()
    before, after = pools("pools"), pools("pools-after")
    assert before == {"kernel": 40 * MiB, "dma": 0, "dma32": 0}
    assert sum(after.values()) == 40 * MiB + (512 << 10), after


def pool_fallback():
    no_complaint()
    assert "no pool for atomic allocations in one piece (-12), several that grow instead" in log
    assert pools("pools") == {"kernel": 4 * MiB, "dma": 4 * MiB, "dma32": 4 * MiB}


def pressure_patched():
    no_complaint()
    found = critical()
    assert len(found) == 4 and all(tried > 0 and failed == 0 for tried, failed in found.values()), found
    print("with carveouts: " + ", ".join(sections["pressure"]))


def pressure_stock():
    """The same on CMA: 32 MiB cannot be had, and then, often, the whole system cannot go on."""
    assert "pressure" in sections, log[-2000:]
    failed = {key: count for key, (_, count) in critical().items() if count}
    assert failed.get(("device", 33554432)) == 10, sections["pressure"]
    print("with CMA: " + ", ".join(line for line in sections["pressure"] if line.startswith(("filled", "critical"))))
    if panic := re.search(r"Kernel panic.*", log):
        print(panic[0])


{each.__name__.replace("_", "-"): each for each in (board, regions, pool_cma, pool_growth, pool_fallback, pressure_patched, pressure_stock)}[test]()
