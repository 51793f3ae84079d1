#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# generator.sh GENERATOR WORK: exit status, messages and files of a generator (example 02's), as a build would meet them.
set -euo pipefail
generator=$1 work=$2
rm -rf "$work"
mkdir -p "$work"
failed=0

# expect STATUS MESSAGE ARGUMENT...: runs the generator
expect() {
  local want=$1 message=$2 status=0
  shift 2
  "$generator" "$@" >"$work/out" 2>"$work/err" || status=$?
  if [[ $status != "$want" ]] || { [[ $message ]] && ! grep -qF -- "$message" "$work/out" "$work/err"; }; then
    echo "FAIL: $*: status $status, wanted $want and '$message'; it said:"
    cat "$work/out" "$work/err"
    failed=1
  fi
}

expect 0 "Exit status" --help
expect 0 "carveout " --version
expect 2 "unknown output 'foo'; known are dtsi" --emit foo
expect 2 "'patches' needs --kernel-tree DIR" --emit patches
expect 2 "'patches' is a folder of files" --print patches
expect 0 "## What still comes to CMA" --print bsp
expect 2 "'6' is no kernel version" --kernel 6
expect 2 "Linux 3.18 is not known; this version of carveout knows 4.9 to 7.1, and the nearest is 4.9" --kernel 3.18
expect 2 "Linux 8.0 is not known; this version of carveout knows 4.9 to 7.1, and the nearest is 7.1" --kernel 8.0
expect 2 "'mips' is no architecture; known are arm64, arm, riscv64" --arch mips
expect 2 "'8K' is no page size; known are 4K, 16K, 64K" --page 8K
expect 2 "riscv64 has no pages of 64K" --arch riscv64 --page 64K
expect 2 "'a/b' cannot name a file" --name a/b
expect 2 "--nonsense" --nonsense

expect 0 "" -o "$work/new" --emit dtsi,bootargs --name mine
[[ $(ls -A "$work/new") == $'mine.bootargs.txt\nmine.dtsi' ]] || { echo "FAIL: $(ls -A "$work/new")"; failed=1; }
expect 0 "coherent_pool=384M" --print bootargs

# a kernel's .config
expect 2 "cannot read $work/none" --config "$work/none"
expect 2 "cannot read $work" --config "$work"
printf 'CONFIG_CMA=y\nhello\n' >"$work/text"
expect 2 "$work/text:2: this is no kernel .config" --config "$work/text"
gzip -c "$work/text" >"$work/text.gz"
expect 2 "text.gz is compressed" --config "$work/text.gz"
printf '# Linux/arm64 4.14.98 Kernel Configuration\nCONFIG_OF_RESERVED_MEM=y\n' >"$work/config"
expect 1 "error[kconfig-required]: board 'imx8qm-mek': the .config has CONFIG_ION=n" --config "$work/config" --print map
expect 1 "error[config-contradicts]" --config "$work/config" --kernel 5.4 --print map

# an error leaves the old files alone, and nothing half-written behind
mkdir -p "$work/old/imx8qm-mek.cfg"
echo old >"$work/old/imx8qm-mek.dtsi"
expect 2 "imx8qm-mek.cfg is a folder, not a file; nothing was changed" -o "$work/old"
expect 1 "error[recipe-chunk-limit]" -o "$work/old" --kernel 5.10
[[ $(ls -A "$work/old") == $'imx8qm-mek.cfg\nimx8qm-mek.dtsi' && $(<"$work/old/imx8qm-mek.dtsi") == old ]] ||
  { echo "FAIL: old files changed: $(ls -A "$work/old")"; failed=1; }
if [[ -e /dev/full ]]; then
  status=0
  "$generator" --print map >/dev/full 2>/dev/null || status=$?
  [[ $status == 2 ]] || { echo "FAIL: a full disk gives $status"; failed=1; }
fi
exit $failed
