#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# debian.sh VERSION COMMAND FIXTURES WORK_DIR: debian.py on the files of Debian's package linux-source-VERSION that recipes look
# at, unpacked once to the cache. Status 77 when the package is not installed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
version=$1
shift
package=linux-source-$version
archive=/usr/src/$package.tar.xz
release=$(dpkg-query -W -f='${Version}' "$package" 2>/dev/null) || release=
[[ $release && -f $archive ]] || skip "$package is not installed: apt-get install $package"
need patch patch
need git git
need perl perl

tree=$cache/patch-$release
if [[ ! -f $tree/Makefile ]]; then
  fresh=$(mktemp -d "$cache/patch.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  echo "unpacking $package" >&2
  tar -xf "$archive" -C "$fresh" --strip-components=1 --wildcards "$package"/{Makefile,arch/arm64/Kconfig,MAINTAINERS} \
    "$package"/{kernel/dma/\*,drivers/dma-buf/\*,include/linux/dma-\*.h,include/linux/\*reserved_mem.h} \
    "$package"/Documentation/devicetree/bindings/{vendor-prefixes.yaml,reserved-memory/\*} \
    "$package"/scripts/{checkpatch.pl,spelling.txt,const_structs.checkpatch}
  rm -rf "$cache/patch-${release%%-*}"*
  mv "$fresh" "$tree"
  trap - EXIT
fi
exec python3 "$here/debian.py" "$tree" "$@"
