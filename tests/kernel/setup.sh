#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# setup.sh: fetches Debian's arm64 6.1 kernel with its device trees, and a static busybox, and packs an initramfs. Prints the
# folder: vmlinuz, dtbs/, initramfs, release. Safe to repeat; does nothing when all is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/lib.sh"
need dpkg-deb dpkg
need cpio cpio

kernel=$cache/kernel-6.1
if [[ ! -f $kernel/release ]]; then
  image=$(kernel_package arm64 linux-image-arm64)
  fresh=$(mktemp -d "$cache/kernel.XXXXXX")
  unpack arm64 "$image" "$fresh/deb" './boot/vmlinuz-*' './usr/lib/linux-image-*'
  mv "$fresh"/deb/boot/vmlinuz-* "$fresh/vmlinuz"
  mv "$fresh"/deb/usr/lib/linux-image-* "$fresh/dtbs"
  rm -r "$fresh/deb"
  echo "${image#linux-image-}" >"$fresh/release"
  rm -rf "$kernel"
  mv "$fresh" "$kernel"
fi

if [[ ! -f $kernel/initramfs || $here/init -nt $kernel/initramfs ]]; then
  [[ -f $cache/busybox/bin/busybox ]] || unpack arm64 busybox-static "$cache/busybox" './bin/busybox'
  root=$(mktemp -d "$cache/root.XXXXXX")
  mkdir "$root"/{bin,proc,sys}
  install -m 755 "$here/init" "$root/init"
  install -m 755 "$cache/busybox/bin/busybox" "$root/bin/busybox"
  ln -s busybox "$root/bin/sh"
  (cd "$root" && find . | cpio --create --format=newc --quiet --owner=0:0 | gzip -1) >"$kernel/initramfs.new"
  mv "$kernel/initramfs.new" "$kernel/initramfs"
  rm -r "$root"
fi
echo "$kernel"
