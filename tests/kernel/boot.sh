#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# boot.sh KERNEL_FOLDER OVERLAY.dtbo BOOTARGS: boots the kernel on QEMU's virt machine with 2 GiB, the overlay merged into
# QEMU's own tree, and prints what init reports. Status 1 when the kernel does not get to the end.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/lib.sh"
need qemu-system-aarch64 qemu-system-arm
need dtc device-tree-compiler
need fdtoverlay device-tree-compiler
kernel=$1 overlay=$2 arguments=$3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
machine=(qemu-system-aarch64 -cpu cortex-a53 -m 2G -nographic -nodefaults)
"${machine[@]}" -machine "virt,dumpdtb=$work/qemu.dtb" 2>/dev/null

# The machine marks its root dma-coherent; then no device would ever use the atomic pools.
dtc -q -I dtb -O dts "$work/qemu.dtb" | sed '/^\tdma-coherent;/d' >"$work/base.dts"
dtc -q -I dts -O dtb -o "$work/base.dtb" "$work/base.dts"
fdtoverlay -i "$work/base.dtb" -o "$work/board.dtb" "$overlay"

timeout 120 "${machine[@]}" -machine virt -serial stdio -no-reboot -kernel "$kernel/vmlinuz" -initrd "$kernel/initramfs" \
  -dtb "$work/board.dtb" -append "console=ttyAMA0 panic=-1 loglevel=4 nokaslr $arguments" </dev/null 2>&1 |
  tr -d '\r' | tee "$work/log" || true
grep -q '^@@@ end' "$work/log" || { echo "boot.sh: the kernel did not get to the end" >&2; exit 1; }
