#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# objects.sh VERSION COMMAND: what the recipes touch compiles on Debian's source of VERSION, without a warning; the bindings are
# good schemas, and their examples are valid by them. Status 77 when something is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
version=$1 command=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

source=$("$here/../kernel/build.sh" "$version" source)
"$command" patch --tree "$source" --recipe dma-from-pool --recipe pool-unclamp --recipe carveout-heap -o "$work/patches" 2>/dev/null
folder=$("$here/../kernel/build.sh" "$version" objects "$work/patches" kernel/dma/ drivers/dma-buf/)
for object in kernel/dma/pool.o kernel/dma/direct.o drivers/dma-buf/heaps/carveout_pool_heap.o; do
  [[ -f $folder/build/$object ]] || { echo "not built: $object"; exit 1; }
done
if grep -n 'warning:' "$folder/build/log"; then exit 1; fi

need dt-mk-schema dt-schema
need dt-validate dt-schema
need dtc device-tree-compiler
bindings=$folder/Documentation/devicetree/bindings/reserved-memory
[[ -f $bindings/reserved-memory.yaml ]] || { echo "bindings: $version leaves reserved-memory.yaml to dt-schema"; exit 0; }
dt-mk-schema -j -o "$work/schema.json" "$bindings"
for binding in carveout,dma-heap carveout,atomic-pool; do
  dt-doc-validate -u "${bindings%/reserved-memory}" "$bindings/$binding.yaml" 2>&1 | tee "$work/said"
  [[ ! -s $work/said ]] || exit 1
  dt-extract-example "$bindings/$binding.yaml" >"$work/example.dts"
  dtc -q -I dts -O dtb -o "$work/example.dtb" "$work/example.dts"
  dt-validate -s "$work/schema.json" "$work/example.dtb" 2>&1 | tee "$work/said"
  [[ ! -s $work/said ]] || exit 1
  # a node that lends its memory is no carveout
  sed '/reg = /a reusable;' "$work/example.dts" | dtc -q -I dts -O dtb -o "$work/wrong.dtb"
  said=$(dt-validate -s "$work/schema.json" "$work/wrong.dtb" 2>&1)
  [[ $said == *reusable* ]] || { echo "$binding: reusable is not refused: $said"; exit 1; }
done
