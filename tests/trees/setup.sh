#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# setup.sh: fetches the device trees of Debian's kernels: arm64 6.1 and 6.12, armhf 6.1. Prints the folder, which has one folder
# for each. Safe to repeat; does nothing when all is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
need dpkg-deb dpkg

trees=$cache/trees
mkdir -p "$trees"
# fetch NAME ARCHITECTURE METAPACKAGE
fetch() {
  [[ ! -d $trees/$1 ]] || return 0
  local image fresh
  image=$(kernel_package "$2" "$3")
  fresh=$(mktemp -d "$cache/trees.XXXXXX")
  unpack "$2" "$image" "$fresh" './usr/lib/linux-image-*'
  mv "$fresh"/usr/lib/linux-image-* "$trees/$1"
  rm -r "$fresh"
}
fetch arm64-6.1 arm64 linux-image-arm64
fetch arm64-6.12 arm64 linux-image-6.12-arm64
fetch armhf-6.1 armhf linux-image-armmp
echo "$trees"
