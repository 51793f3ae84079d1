#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# pkg_config.sh CXX PREFIX WORK: a build without CMake, from what pkg-config knows.
set -eu
cxx=$1 prefix=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)

export PKG_CONFIG_PATH="$prefix/share/pkgconfig"
cflags=$(pkg-config --cflags carveout)
generator=$(pkg-config --variable=generator carveout)
expected=$("$prefix/bin/carveout" --version)
case $expected in *"$(pkg-config --modversion carveout)"*) ;; *) echo "carveout --version says $expected"; exit 1 ;; esac

rm -rf "$work"
mkdir -p "$work/generated"
# shellcheck disable=SC2086 # several flags
"$cxx" -std=c++20 $cflags -o "$work/firmware" "$here/main.cpp"
"$work/firmware"
# shellcheck disable=SC2086
"$cxx" -std=c++20 $cflags -include "$here/board.hpp" -DCARVEOUT_BOARD=boards::tiny -o "$work/generate" "$generator"
"$work/generate" -o "$work/generated" --name tiny --emit dtsi,kconfig
test -s "$work/generated/tiny.dtsi"
test -s "$work/generated/tiny.cfg"
