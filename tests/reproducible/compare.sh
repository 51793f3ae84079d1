#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# compare.sh ROOT WORK BOARD_HEADER ns::object CXX...: the generated files are the same, byte for byte, from each compiler and
# from different folders.
set -eu
root=$1 work=$2 header=$3 board=$4
shift 4

rm -rf "$work"
compared=0
for cxx in "$1" "$@"; do  # the first one twice: another folder alone changes nothing either
  command -v "$cxx" >/dev/null || { echo "not there: $cxx"; continue; }
  compared=$((compared + 1))
  folder=$work/$compared-$(basename "$cxx")
  mkdir -p "$folder/generated"
  cp "$header" "$folder/board.hpp"
  (
    cd "$folder"
    "$cxx" -std=c++20 -I"$root/include" -include "$folder/board.hpp" "-DCARVEOUT_BOARD=$board" -o generate \
      "$root/codegen/generate.cpp"
    ./generate -o generated --name board
  )
  first=${first:-$folder}
  diff -r "$first/generated" "$folder/generated"
done
[ "$compared" -ge 3 ] || { echo "skipped: fewer than two compilers"; exit 77; }
