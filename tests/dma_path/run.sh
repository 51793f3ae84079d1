#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# run.sh PROGRAM VERSION: boots a kernel several times, lets devices ask its DMA API for memory by random scripts, and has PROGRAM
# (dma_path.cpp) compare the answers with what carveout expects; then with what no kernel does, which has to be noticed.
# VERSION 6.1 is Debian's kernel; 6.12 the one of tests/kernel/build.sh, and patched-6.1 and patched-6.12 the same with the recipes
# of tests/patched_kernel, if those were built. Status 77 when it cannot be had.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
program=$1 version=$2
need make make
need cpp cpp
need cpio cpio
need dtc device-tree-compiler
need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
base=$("$here/../kernel/setup.sh")
case $version in
  6.1)
    build=$("$here/headers.sh")
    image=$base/vmlinuz
    ;;
  *)
    build=$cache/linux-6.12/stock/build
    [[ $version != patched-* ]] || build=$cache/linux-${version#patched-}/patched/build
    [[ -f $build/key ]] || skip "no such kernel in the cache; ctest -R patched.build builds it, in some minutes"
    image=$build/arch/arm64/boot/Image
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/{dma_path_test.c,Kbuild} "$work"
# BTF would want the kernel's vmlinux
make -s -C "$build" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- CONFIG_DEBUG_INFO_BTF_MODULES= M="$work" modules

# boot NAME ARGUMENTS OPTION...: a boot with a script of that seed; leaves $work/NAME.log
boot() {
  local name=$1 arguments=$2 option defines=()
  shift 2
  for option; do case $option in --narrow) defines+=(-DNARROW) ;; --far) defines+=(-DFAR) ;; --placed) defines+=(-DPLACED) ;; esac; done
  mkdir -p "$work/root" "$work/kernel"
  "$program" script "$@" >"$work/root/script"
  cp "$work/dma_path_test.ko" "$here/init" "$work/root"
  ln -sf "$image" "$work/kernel/vmlinuz"
  # what comes later replaces what came before
  (cd "$work/root" && find . | cpio --create --format=newc --quiet --owner=0:0 | gzip -1) |
    cat "$base/initramfs" - >"$work/kernel/initramfs"
  cpp -P -nostdinc -undef -x assembler-with-cpp "${defines[@]}" "$here/board.dtso" "$work/board.dts"
  dtc -q -I dts -O dtb -o "$work/board.dtbo" "$work/board.dts"
  "$here/../kernel/boot.sh" "$work/kernel" "$work/board.dtbo" "$arguments" >"$work/$name.log" ||
    { tail -n 40 "$work/$name.log"; exit 1; }
}

judge() { # NAME ARGUMENTS OPTION...
  local name=$1 arguments=$2
  shift 2
  "$program" judge "$@" --config "$build/.config" --cmdline "$arguments" "$work/$name.log"
}

# NAME ARGUMENTS OPTION... -- WRONG...: and what has to be noticed there
check() {
  local name=$1 arguments=$2 status options=()
  shift 2
  while [[ $1 != -- ]]; do options+=("$1"); shift; done
  shift
  boot "$name" "$arguments" "${options[@]}"
  echo "$name: '$arguments' ${options[*]}"
  judge "$name" "$arguments" "${options[@]}"
  for wrong; do
    status=0
    judge "$name" "$arguments" "${options[@]}" --wrong "$wrong" >"$work/noticed" || status=$?
    ((status == 1)) || { cat "$work/noticed"; echo "a wrong model, $wrong, was not noticed" >&2; exit 1; }
  done
}

echo "Linux $(sed -n '3s/^# //p' "$build/.config")"
r=(--requests 700)
if [[ $version == patched-* ]]; then
  check pieces '' --recipe --seed 8 "${r[@]}" -- recipe alignment
  check cma 'cma=64M' --recipe --narrow --seed 9 "${r[@]}" -- recipe one-zone
  check whole '' --recipe --placed --seed 10 "${r[@]}" -- recipe
  exit
fi
check default '' --seed 1 "${r[@]}" -- atomic-waits alignment recipe attaches-all
check small 'coherent_pool=4M' --seed 2 "${r[@]}" -- atomic-waits alignment recipe attaches-all
check large 'coherent_pool=64M' --seed 3 "${r[@]}" -- atomic-waits alignment recipe attaches-all
check without-area 'cma=0 coherent_pool=1M' --seed 4 "${r[@]}" -- atomic-waits recipe attaches-all
check narrow 'coherent_pool=512K' --narrow --seed 5 "${r[@]}" -- one-zone alignment
check far '' --narrow --far --seed 6 "${r[@]}" -- one-zone alignment
check searched 'cma=64M coherent_pool=512K' --narrow --seed 7 "${r[@]}" -- one-zone recipe
