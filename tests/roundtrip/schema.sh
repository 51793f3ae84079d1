#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# schema.sh: the reserved-memory schemas of Linux 6.1, processed for dt-validate; prints the file. Skipped when they cannot be
# had. (dt-schema's own are not enough, and later kernels do not ship them.)
set -euo pipefail
source "$(cd "$(dirname "$0")" && pwd)/../kernel/lib.sh"
need dt-validate dt-schema
source_tar=/usr/src/linux-source-6.1.tar.xz
schema=$cache/reserved-memory-6.1.json
if [[ ! -f $schema ]]; then
  need dt-mk-schema dt-schema
  need xz xz-utils
  [[ -f $source_tar ]] || skip "$source_tar not found; install it: apt-get install linux-source-6.1"
  work=$(mktemp -d "$cache/schema.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  bindings=linux-source-6.1/Documentation/devicetree/bindings/reserved-memory
  tar -xf "$source_tar" -C "$work" "$bindings"
  dt-mk-schema -j -o "$work/schema.json" "$work/$bindings/" >&2
  mv "$work/schema.json" "$schema"
fi
echo "$schema"
