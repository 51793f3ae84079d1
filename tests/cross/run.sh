#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# run.sh PREFIX WORK: the consumer project, cross compiled with Ninja and native with make: the generator runs here in both
# and writes the same bytes; it runs again when the header changes, and only then.
set -eu
prefix=$1 work=$2
here=$(cd "$(dirname "$0")" && pwd)

command -v aarch64-linux-gnu-g++ >/dev/null || { echo "skipped: no aarch64-linux-gnu-g++"; exit 77; }

fail() { echo "$1"; exit 1; }

rm -rf "$work"
mkdir -p "$work"
cp -r "$here/../consumer" "$work/project"
project=$work/project/find_package

cmake -S "$project" -B "$work/cross" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" \
  -DCMAKE_TOOLCHAIN_FILE="$here/aarch64-linux-gnu.cmake"
cmake -S "$project" -B "$work/native" -G "Unix Makefiles" -DCMAKE_PREFIX_PATH="$prefix"

for build in cross native; do
  generated=$work/$build/generated
  cmake --build "$work/$build"
  head=$(cat "$generated/tiny.dtsi")

  touch "$work/before"
  cmake --build "$work/$build"
  [ -z "$(find "$generated" -newer "$work/before")" ] || fail "$build: a build without a change generated again"
done
aarch64-linux-gnu-readelf -h "$work/cross/firmware" | grep -q AArch64 || fail "the firmware is not for aarch64"
diff -r "$work/native/generated" "$work/cross/generated"

# A header that the board's header includes: only the compiler knows of it.
sed 's/64_MiB/pool_size/; s/^namespace boards/#include "pool_size.hpp"\n&/' "$here/../consumer/board.hpp" > "$work/project/board.hpp"
echo 'inline constexpr auto pool_size = carveout::bytes{64} << 20;' > "$work/project/pool_size.hpp"
for build in cross native; do cmake --build "$work/$build"; done
sleep 1  # make compares whole seconds on some file systems
echo 'inline constexpr auto pool_size = carveout::bytes{128} << 20;' > "$work/project/pool_size.hpp"
for build in cross native; do
  cmake --build "$work/$build"
  [ "$head" != "$(cat "$work/$build/generated/tiny.dtsi")" ] || fail "$build: an included header changed, its output did not"
done
