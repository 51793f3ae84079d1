#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# import.sh COMMAND COMPILER SOURCE_DIR WORK_DIR: the header that `carveout import` writes, and what it refuses. All of Debian's
# trees are imported in tests/trees.
set -euo pipefail
command=$1 compiler=$2 source=$3 work=$4
rm -rf "$work"
mkdir -p "$work"
failed=0

# expect STATUS MESSAGE ARGUMENT...: standard input is the caller's
expect() {
  local want=$1 message=$2 status=0 said
  shift 2
  said=$("$command" import "$@" 2>&1) || status=$?
  if [[ $status != "$want" || $said != *"$message"* ]]; then
    echo "FAIL: $*: status $status, wanted $want and '$message'; it said: $said"
    failed=1
  fi
}

cat >"$work/board.dts" <<'END_OF_TREE'
/dts-v1/;
/memreserve/ 0x40000000 0x10000;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	chosen { bootargs = "quiet \"two words\" coherent_pool=2M"; linux,initrd-start = <0x48000000>; linux,initrd-end = <0x48100000>; };
	memory@40000000 { device_type = "memory"; reg = <0x40000000 0x40000000>; };
	reserved-memory {
		#address-cells = <1>;
		#size-cells = <1>;
		ranges;
		pool: vpu@50000000 { compatible = "shared-dma-pool"; reg = <0x50000000 0x4000000>; no-map; };
		log@60000000 { compatible = "ramoops"; reg = <0x60000000 0x100000>; record-size = <0x20000>; no-map; };
		spare@61000000 { reg = <0x61000000 0x1000>, <0x61002000 0x1000>; status = "disabled"; };
		broken@62000000 { reg = <0x62000000>; };
		linux,cma { compatible = "shared-dma-pool"; size = <0x2000000>; alignment = <0x400000>; reusable; linux,cma-default; };
	};
	codec@1000 { reg = <0x1000 0x1000>; memory-region = <&pool>; memory-region-names = "work"; dma-coherent; };
};
END_OF_TREE
"$command" import "$work/board.dts" --name my-board --kernel 6.1 -o "$work/board.hpp" || failed=1
# by hand, from the tree above
for line in '///' '/// Not expressed here:' 'inline constexpr auto my_board = board{' '    "my-board",' \
  '    linux_kernel{.version = {6, 1}, .arch = arch::arm64, .page = 4_KiB},' '    root_cells{.address = 1, .size = 1},' \
  '    bootargs{"quiet \"two words\""},' '        bank{.name = "memory-40000000", .base = 0x4000'"'"'0000, .size = 1_GiB},' \
  '        memreserve{.base = 0x4000'"'"'0000, .size = 64_KiB},' '        atomic{.size = 2_MiB},' \
  '        coherent{.label = "pool", .node = "vpu", .size = 64_MiB, .where = at(0x5000'"'"'0000)},' \
  '        cma{.size = 32_MiB, .where = by_kernel{}, .alignment = 4_MiB},' \
  '        device{.name = "codec@1000", .node = "&codec", .uses = {pool_use{"pool", "work"}}, .coherent = true},'; do
  grep -qxF -- "${line/&codec//codec@1000}" "$work/board.hpp" || { echo "FAIL: the header lacks: $line"; failed=1; }
done
grep -q '^/// - /reserved-memory/broken@62000000: reg has 4 bytes' "$work/board.hpp" || { echo "FAIL: broken@62000000"; failed=1; }
echo '#include "board.hpp"' | "$compiler" -std=c++20 -Wall -Wextra -Wconversion -Wshadow -Werror -I"$source/include" -I"$work" \
  -fsyntax-only -x c++ - || failed=1
((failed == 0)) || cat "$work/board.hpp"

expect 0 "Exit status" --help
expect 0 "inline constexpr auto b = board{" - --name b <"$work/board.dts"
expect 2 "--name" "$work/board.dts"
expect 2 "'a b' is no name" "$work/board.dts" --name 'a b'
expect 2 "a board needs a name" "$work/board.dts" --name ''
expect 2 "error: $work/nothing.dtb: " "$work/nothing.dtb" --name b
expect 2 "error: -: is empty" - --name b </dev/null
expect 2 "cannot be written" "$work/board.dts" --name b -o "$work/no/where"
expect 2 "--kernel" "$work/board.dts" --name b --kernel 6.1 --kernel 6.12
exit $failed
