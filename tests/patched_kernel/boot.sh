#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# boot.sh KERNEL_FOLDER PLAN.dts TEST ARGUMENTS [FILE]: boots a kernel of ../kernel/build.sh on QEMU's virt machine with 512 MiB,
# PLAN.dts added to the source of QEMU's own tree, runs guest-TEST in it and prints the console. FILE is /extra there. The disk is
# empty and slow.
# CARVEOUT_BOOT_SECONDS: how long it may take, 300 if not said.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
kernel=$1 plan=$2 test=$3 arguments=$4
need qemu-system-aarch64 qemu-system-arm
need dtc device-tree-compiler
need cpio cpio
need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
need mke2fs e2fsprogs
[[ -f $cache/busybox/bin/busybox ]] || unpack arm64 busybox-static "$cache/busybox" './bin/busybox'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,proc,sys,dev,tmp}
aarch64-linux-gnu-gcc -static -O2 -Wall -Wextra -Wconversion -Werror -o "$root/bin/heap_user" "$here/user/heap_user.c"
cp -r "$here/module" "$work/module"
make -C "$kernel" O=build ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- M="$work/module" modules >"$work/module.log" 2>&1 ||
  { cat "$work/module.log" >&2; exit 1; }
cp "$work/module/carveout_probe.ko" "$root/"
install -m 755 "$here/init" "$root/init"
install -m 755 "$cache/busybox/bin/busybox" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
cp "$here/guest-$test" "$root/$test"
cp "$here/trace" "$root/trace"
[[ $# -lt 5 ]] || cp "$5" "$root/extra"
(cd "$root" && find . | cpio --create --format=newc --quiet --owner=0:0 | gzip -1) >"$work/initramfs"

machine=(qemu-system-aarch64 -cpu cortex-a53 -smp 2 -m 512M -nographic -nodefaults)
"${machine[@]}" -machine "virt,dumpdtb=$work/qemu.dtb" 2>/dev/null
# The machine marks its root dma-coherent; then no device would ever use the atomic pools.
{ dtc -q -I dtb -O dts "$work/qemu.dtb" | sed '/^\tdma-coherent;/d'; cat "$plan"; } >"$work/board.dts"
dtc -q -I dts -O dtb -o "$work/board.dtb" "$work/board.dts"
truncate -s 64M "$work/disk"
mke2fs -q -F "$work/disk"

timeout "${CARVEOUT_BOOT_SECONDS:-300}" "${machine[@]}" -machine virt -serial stdio -no-reboot \
  -drive "file=$work/disk,if=none,id=disk,format=raw,throttling.bps-write=250000" -device virtio-blk-device,drive=disk \
  -kernel "$kernel/build/arch/arm64/boot/Image" -initrd "$work/initramfs" -dtb "$work/board.dtb" \
  -append "console=ttyAMA0 panic=-1 loglevel=4 nokaslr test=$test $arguments" </dev/null 2>&1 | tr -d '\r'
