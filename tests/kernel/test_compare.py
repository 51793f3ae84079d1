#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""compare.py must notice every way in which a kernel can differ from the plan."""
import contextlib
import io
import unittest

from compare import compare

PLAN = {
    "bootargs": "coherent_pool=3M", "coherent_pool": "0x300000",
    "regions": [
        {"node": "linux,cma@60000000", "state": "static", "begin": "0x60000000", "end": "0x64000000", "size": "0x4000000",
         "no_map": False, "reusable": True, "compatible": ["shared-dma-pool"]},
        {"node": "dsp@70000000", "state": "static", "begin": "0x70000000", "end": "0x71000000", "size": "0x1000000",
         "no_map": True, "reusable": False, "compatible": ["shared-dma-pool"]},
        {"node": "log@74000000", "state": "static", "begin": "0x74000000", "end": "0x74100000", "size": "0x100000",
         "no_map": False, "reusable": False, "compatible": []},
        {"node": "vpu", "state": "dynamic", "windows": [{"begin": "0x40000000", "end": "0x50000000"}], "size": "0x2000000",
         "alignment": "0x200000", "no_map": False, "reusable": True, "compatible": ["shared-dma-pool"]},
    ],
}
# by hand, in the wording of kernel/dma/contiguous.c, kernel/dma/coherent.c, drivers/of/of_reserved_mem.c, kernel/dma/pool.c
LOG = """@@@ dmesg
Reserved memory: created CMA memory pool at 0x0000000060000000, size 64 MiB
OF: reserved mem: initialized node linux,cma@60000000, compatible id shared-dma-pool
Reserved memory: created DMA memory pool at 0x0000000070000000, size 16 MiB
OF: reserved mem: initialized node dsp@70000000, compatible id shared-dma-pool
Reserved memory: created CMA memory pool at 0x000000004e000000, size 32 MiB
OF: reserved mem: initialized node vpu, compatible id shared-dma-pool
DMA: preallocated 4096 KiB GFP_KERNEL pool for atomic allocations
DMA: preallocated 4096 KiB GFP_KERNEL|GFP_DMA pool for atomic allocations
DMA: preallocated 4096 KiB GFP_KERNEL|GFP_DMA32 pool for atomic allocations
@@@ cmdline
console=ttyAMA0 coherent_pool=3M
@@@ iomem
40000000-6fffffff : System RAM
  4e000000-4fffffff : reserved
  60000000-63ffffff : reserved
70000000-70ffffff : reserved
71000000-bfffffff : System RAM
  74000000-740fffff : reserved
@@@ meminfo
CmaTotal:          98304 kB
@@@ dma_pools
pool_size_dma 4194304
pool_size_dma32 4194304
pool_size_kernel 4194304
@@@ end
"""


def failures(log):
    with contextlib.redirect_stdout(io.StringIO()):
        return compare(PLAN, log)[1]


class compare_test(unittest.TestCase):
    def test_a_kernel_that_does_as_told_passes(self):
        self.assertEqual(failures(LOG), 0)

    def test_every_difference_is_noticed(self):
        for what, old, new in (
                ("no end", "@@@ end\n", ""),
                ("CMA elsewhere", "CMA memory pool at 0x0000000060000000", "CMA memory pool at 0x0000000064000000"),
                ("CMA of another size", "0000000060000000, size 64 MiB", "0000000060000000, size 63 MiB"),
                ("CMA not initialised", "initialized node linux,cma@60000000", "initialized node linux,cma@64000000"),
                ("a default area in its place", "98304 kB", "163840 kB"),
                ("no-map still in RAM", "40000000-6fffffff : System RAM", "40000000-70ffffff : System RAM"),
                ("no-map too large", "70000000-70ffffff : reserved", "70000000-711fffff : reserved"),
                ("plain region not reserved", "  74000000-740fffff : reserved\n", ""),
                ("dynamic region outside its window", "0x000000004e000000", "0x0000000050000000"),
                ("dynamic region misaligned", "0x000000004e000000", "0x000000004e100000"),
                ("dynamic region missing", "initialized node vpu,", "initialized node gpu,"),
                ("atomic pool smaller", "4096 KiB GFP_KERNEL|GFP_DMA pool", "2048 KiB GFP_KERNEL|GFP_DMA pool"),
                ("atomic pool grown", "pool_size_dma 4194304", "pool_size_dma 8388608"),
                ("arguments lost", " coherent_pool=3M", ""),
                ("a complaint", "@@@ cmdline", "OF: reserved mem: OVERLAP DETECTED!\n@@@ cmdline")):
            with self.subTest(what):
                self.assertIn(old, LOG)
                self.assertGreater(failures(LOG.replace(old, new)), 0)


if __name__ == "__main__":
    unittest.main()
