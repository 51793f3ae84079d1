#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# usage: seeds.sh OUT_FOLDER
# Makes the first inputs of every target: OUT_FOLDER/tree, overlay, config, command_line, trace.
#
# From tests/fuzz/seeds, and from 60 of the trees that tests/trees/setup.sh fetches, where it can. Those are stripped
# to the nodes that carveout reads: a fuzzer is the faster the less it has to carry.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: seeds.sh OUT_FOLDER}
mkdir -p "$out"/{tree,overlay,config,command_line,trace,blobs}
command -v dtc >/dev/null || { echo "seeds.sh: no dtc (Debian: apt-get install device-tree-compiler)" >&2; exit 1; }

for source in "$here"/seeds/*.dts; do
  dtc -q -f -@ -I dts -O dtb -o "$out/blobs/$(basename "$source" .dts).dtb" "$source"
done
for source in "$here"/seeds/*.dtso; do
  dtc -q -f -@ -I dts -O dtb -o "$out/blobs/$(basename "$source" .dtso).dtbo" "$source"
done
cp "$out"/blobs/*.dtb "$out/tree/"
for target in config command_line trace; do
  cp "$here/seeds/$target"/* "$out/$target/"
done

# The length of the base in four bytes, the base, the overlay.
for base in "$out"/blobs/*.dtb; do
  for overlay in "$out"/blobs/*.dtbo; do
    name=$(basename "$base" .dtb)+$(basename "$overlay" .dtbo)
    [[ $name == symbols+* || $name == *+plain ]] || continue
    size=$(stat -c %s "$base")
    # shellcheck disable=SC2059
    { printf "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' $((size >> 24)) $((size >> 16 & 255)) $((size >> 8 & 255)) $((size & 255)))"
      cat "$base" "$overlay"; } >"$out/overlay/$name"
  done
done

if trees=$("$here/../trees/setup.sh"); then
  python3 "$here/strip_trees.py" "$trees" "$out/tree" 60
else
  echo "seeds.sh: goes on without trees of real boards" >&2
fi
touch "$out/.complete"
