#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# run.sh TEST COMMAND [GENERATOR [VERSION]]: a kernel of Debian's source of VERSION, 6.12 if not said, patched by COMMAND (carveout)
# or, of 6.12, stock, booted in QEMU and judged. GENERATOR is that of board.hpp.
# Each version is built once, in about 7 minutes on two cores, and kept in the cache. Status 77 when something is missing.
# CARVEOUT_CHURN: how many rounds of 64 MiB each of two heaps is put through, 25 if not said, at least 10; 5000 make it 10,000
# rounds together, in about 20 minutes.
set -euo pipefail
shopt -s inherit_errexit
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
need python3 python3
test=$1 command=$2 generator=${3:-} version=${4:-6.12}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The stock kernel, which the patched one begins as a copy of, has tests of its own where it is 6.12 only.
patched() {
  local source whole=()
  [[ $version == 6.12 ]] || whole=(Image modules modules_prepare)
  source=$("$here/../kernel/build.sh" "$version" source)
  "$command" patch --tree "$source" --recipe dma-from-pool --recipe pool-unclamp --recipe carveout-heap -o "$work/patches" 2>/dev/null
  "$here/../kernel/build.sh" "$version" patched "$work/patches" "${whole[@]}"
}

# boot KERNEL PLAN GUEST ARGUMENTS
boot() {
  "$here/boot.sh" "$@" >"$work/log" || if (($? == 77)); then exit 77; fi
  "$here/judge.py" "$test" "$work/log" "$command" "$work" || { tail -n 60 "$work/log"; exit 1; }
}

# board: what a board's generator makes, used as its README says, and all that the README says of the running kernel
board() {
  local source
  source=$("$here/../kernel/build.sh" "$version" source)
  "$generator" -o "$work" --kernel "$version" --emit bsp,dtsi,bootargs,json --kernel-tree "$source"
  diff -r "$work/probes.bsp/patches" "$work/patches" || { echo "these are not the patches of the three recipes" >&2; exit 1; }
  cat "$here/board-devices.dts" "$work/probes.dtsi" >"$work/board.dts"
  sed -n 's/^\$ //p' "$work/probes.bsp/README.md" >"$work/looks"
  boot "$kernel" "$work/board.dts" board "$(cat "$work/probes.bootargs.txt")" "$work/looks"
}

kernel=
case $test in
  pressure-stock) kernel=$("$here/../kernel/build.sh" 6.12) ;;
  *) kernel=$(patched) ;;
esac
case $test in
  build) ;;
  board) board ;;
  regions)
    small=5000
    [[ $version == 6.12 ]] || small=500
    export CARVEOUT_BOOT_SECONDS=3600
    boot "$kernel" "$here/regions.dts" regions "cma=0 churn64=$small churn1=${CARVEOUT_CHURN:-25}"
    ;;
  pool-cma) boot "$kernel" "$here/devices.dts" pool "cma=64M coherent_pool=40M" ;;
  pool-growth) boot "$kernel" "$here/devices.dts" pool "cma=64M coherent_pool=40M coherent_pool_growth=512K" ;;
  pool-fallback) boot "$kernel" "$here/devices.dts" pool "cma=0 coherent_pool=40M" ;;
  pressure-patched) boot "$kernel" "$here/regions.dts" pressure "cma=0" ;;
  pressure-stock) boot "$kernel" "$here/devices.dts" pressure "cma=160M" ;;
  *) echo "run.sh: no test '$test'" >&2; exit 2 ;;
esac
