#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# simulate.sh COMMAND WORK_DIR: what `carveout simulate` prints, draws and refuses.
set -euo pipefail
command=$1
work=$2
rm -rf "$work"
mkdir -p "$work"
failed=0

# expect STATUS MESSAGE ARGUMENT...: standard input is the caller's
expect() {
  local want=$1 message=$2 status=0 said
  shift 2
  said=$("$command" simulate "$@" 2>&1) || status=$?
  if [[ $status != "$want" || $said != *"$message"* ]]; then
    echo "FAIL: $*: status $status, wanted $want and '$message'; it said: $said"
    failed=1
  fi
}

expect 0 "Exit status" --help
for name in cma cma-dma coherent genpool-first-fit genpool-best-fit genpool-first-fit-align genpool-first-fit-align-in-chunk \
  genpool-first-fit-order-align buddy best-fit first-fit good-fit; do
  expect 0 "  $name  " --help
  expect 0 $'0 0\n1 4096\n' --allocator $name --size 1M - <<<$'a 0 4096\na 1 4096'
done

# the answers by the definitions: an order-aligned gen_pool gives 3, 1, 5, 2 pages the places 0, 3, 8, 4
printf 'a 0 12288\na 1 4096\na 2 20K\na 3 0x2000\nf 1\nf 9\na 4 1M\na 5 4096\n' >"$work/trace"
"$command" simulate --allocator genpool-first-fit-order-align --size 256K "$work/trace" >"$work/out" 2>"$work/summary" && failed=1
diff - "$work/out" <<<$'0 0\n1 12288\n2 32768\n3 16384\n4 -\n5 12288' || failed=1
grep -q '6 allocations, 1 refused' "$work/summary" || { cat "$work/summary"; failed=1; }
grep -q 'first refusal: line 7, ID 4, 1 MiB: larger than' "$work/summary" || { cat "$work/summary"; failed=1; }
grep -q 'high-water mark 44 KiB (17 % of the pool)' "$work/summary" || { cat "$work/summary"; failed=1; }

expect 0 "0 196608" --allocator cma --size 1M --base 0x40010000 - <<<'a 0 4096 256K'
expect 0 "1 65536" --allocator cma --size 1M --order-per-bit 4 - <<<$'a 0 4096\na 1 4096'
expect 0 "1 32768" --allocator cma-dma --size 1M --cma-alignment 3 - <<<$'a 0 4096\na 1 64K'
expect 0 "1 96" --allocator genpool-first-fit --size 1K --granule 32 - <<<$'a 0 70\na 1 1'
expect 0 "1 65536" --allocator coherent --size 1M --page 64K - <<<$'a 0 1\na 1 1'
expect 1 "0 -" --allocator buddy --size 64M - <<<'a 0 5M'
expect 0 "0 0" --allocator buddy --size 64M --max-order 11 - <<<'a 0 5M'
expect 0 "1 65536" --allocator genpool-best-fit --size 64K - <<<$'a 0 64K\nx 4K\na 1 4K'
expect 0 "1 recorded answers, 0 differ" --allocator cma --size 64K - <<<'a 0 4096 -> 0'
expect 1 "first difference: line 2, ID 1: recorded 8192" --allocator cma --size 64K - <<<$'a 0 4096 -> 0\na 1 4096 -> 8192'
expect 0 "0 allocations" --allocator cma --size 64K - </dev/null

expect 2 "standard input:2: no operation" --allocator cma --size 64K - <<<$'a 0 1\nb 0'
expect 2 "standard input:1: a size of zero" --allocator cma --size 64K - <<<'a 0 0'
expect 2 "standard input:1: the alignment is not a power of two" --allocator cma --size 64K - <<<'a 0 1 3'
expect 2 "standard input:2: this ID is allocated already" --allocator cma --size 64K - <<<$'a 0 1\na 0 1'
expect 2 "2: a pool grows to 64 Mi granules at most" --allocator genpool-first-fit --size 64K - <<<$'a 0 4K\nx 13333333333333'
expect 2 "1: a pool grows to 64 Mi granules at most" --allocator genpool-first-fit --size 64K - <<<'x 256G'
expect 2 "only a gen_pool takes" --allocator cma --size 64K - <<<'x 4096'
expect 2 "cannot be read" --allocator cma --size 64K "$work/nothing"
expect 2 "cannot be read" --allocator cma --size 64K "$work"
expect 2 "TRACE" --allocator cma --size 64K
expect 2 "--size" --allocator cma - </dev/null
expect 2 "--allocator" --allocator slab --size 64K - </dev/null
expect 2 "'64Q' is no number" --allocator cma --size 64Q - </dev/null
expect 2 "not a power of two" --allocator cma --size 64K --granule 24 - </dev/null
expect 2 "smaller than one granule" --allocator cma --size 1K - </dev/null
expect 2 "times 2^20 for each bit" --allocator cma --size 1G --order-per-bit 20 - </dev/null
expect 2 "above 64 bits" --allocator cma --size 64K --base 0xffffffffffffffff - </dev/null
expect 2 "too large to simulate" --allocator cma --size 0xfffffffffffff000 --granule 1 - </dev/null
expect 2 "cannot be written" --allocator cma --size 64K -o "$work/no/where" - </dev/null
expect 2 "--max-order" --allocator buddy --size 64K --max-order 15 - </dev/null

"$command" simulate --allocator genpool-first-fit-order-align --size 256K --base 1G --format json -o "$work/out.json" \
  --svg "$work/out.svg" "$work/trace" 2>/dev/null || true
"$command" simulate --allocator genpool-first-fit-order-align --size 256K --base 1G --svg "$work/again.svg" "$work/trace" \
  >/dev/null 2>&1 || true
cmp "$work/out.svg" "$work/again.svg" || failed=1
python3 - "$work/out.json" "$work/out.svg" <<'END' || failed=1
import json, sys
import xml.etree.ElementTree as tree
it = json.load(open(sys.argv[1]))
assert it["allocator"] == "genpool-first-fit-order-align" and it["base"] == "0x40000000" and it["size"] == "0x40000", it
assert [each["offset"] for each in it["allocations"]] == ["0x0", "0x3000", "0x8000", "0x4000", None, "0x3000"], it
summary = it["summary"]
assert summary["failures"] == 1 and summary["high_water"] == "0xb000" and summary["free"] == "0x35000", summary
# free are 5..8 of 64 pages and what is behind 13: 51 pages of 53 are in the largest hole
assert summary["largest_free_block"] == "0x33000" and abs(summary["fragmentation"] - (1 - 51 / 53)) < 1e-9, summary
svg = "{http://www.w3.org/2000/svg}"
picture = tree.parse(sys.argv[2]).getroot()
blocks = [each for each in picture.iter(svg + "rect") if each.get("class") == "block"]
assert len(blocks) == 5 and len(list(picture.iter(svg + "path"))) == 5 + 1, len(blocks)
low, high = blocks[0], blocks[2]
assert float(high.get("y")) < float(low.get("y")), "addresses grow upwards"
assert abs(float(high.get("height")) / float(low.get("height")) - 20 / 12) < 0.1, "heights are sizes"
END
exit $failed
