#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# run.sh VERSION [ARGUMENT...]: compiles the allocators of Debian's package linux-source-VERSION, unchanged, for user space, and
# compares with carveout's; the arguments are those of compare.cpp. Status 77 when the package is not installed.
# Of the kernel, nothing is kept here: sources and headers go from the package's archive to the cache.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
version=$1
shift
cache=${CARVEOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/carveout}
package=linux-source-$version
archive=/usr/src/$package.tar.xz
release=$(dpkg-query -W -f='${Version}' "$package" 2>/dev/null) || release=
[[ $release && -f $archive ]] || { echo "skipped: $package is not installed: apt-get install $package" >&2; exit 77; }

# What decides where a buffer goes comes from the kernel, headers included; shim/ gives them the rest of the kernel.
sources=(lib/find_bit.c lib/bitmap.c lib/genalloc.c mm/cma.c kernel/dma/coherent.c kernel/dma/contiguous.c)
headers=(mm/cma.h
  include/linux/{align,bitmap,bitops,bits,build_bug,cma,const,container_of,err,find,genalloc}.h
  include/linux/{list,log2,math,minmax,rculist,sizes,typecheck}.h
  include/asm-generic/{bitsperlong,getorder,bitops/{generic-non-atomic,non-atomic,non-instrumented-non-atomic}}.h
  include/uapi/asm-generic/{bitsperlong,errno,errno-base}.h include/uapi/linux/{const,kernel}.h include/vdso/{bits,const}.h)
[[ $version == 6.1 ]] || headers+=(include/uapi/linux/bits.h)

# The kernel's part, made once for a package, a compiler and these sources.
own=("$here"/{run.sh,kernel_side.c,kernel_side.h,shim/shim.h,shim/asm/bitops.h})
hash=$({ gcc-12 --version; cat "${own[@]}"; } | sha256sum | cut -c 1-16)
kernel=$cache/placement-$release-$hash
if [[ ! -f $kernel/kernel.a ]]; then
  mkdir -p "$cache"
  rm -rf "$cache/placement-$release-"*
  fresh=$(mktemp -d "$cache/placement.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  tar -xJf "$archive" -C "$fresh" --strip-components=1 "${sources[@]/#/$package/}" "${headers[@]/#/$package/}"
  pushd "$fresh" >/dev/null
  # any other header is an empty file
  grep -rhoP '^\s*#\s*include\s*[<"]\K[^">]+' . | sort -u | while read -r header; do
    [[ $header == std* || -f include/$header || -f include/uapi/$header || -f $here/shim/$header || -f mm/$header ]] ||
      install -D -m 644 /dev/null "empty/$header"
  done
  # as the kernel is compiled; its headers come as system headers, for their warnings are no matter of ours
  flags=(-std=gnu11 -O2 -nostdinc -fno-strict-aliasing -fno-strict-overflow -fno-common -Werror=implicit
    -I"$here" -I"$here/shim" -isystem . -isystem include -isystem include/uapi -isystem empty
    -isystem "$(gcc-12 -print-file-name=include)" -include shim.h)
  for source in "${sources[@]}"; do
    gcc-12 "${flags[@]}" -c "$source" -o "$(basename "$source" .c).o"
  done
  gcc-12 "${flags[@]}" -Wall -Wextra -Werror -c "$here/kernel_side.c" -o kernel_side.o
  ar rcs kernel.a ./*.o
  popd >/dev/null
  mv "$fresh" "$kernel"
  trap - EXIT
fi

# carveout's part, made anew: its headers are what is under test.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
g++-12 -std=c++20 -O2 -Wall -Wextra -Wconversion -Wshadow -Werror -I"$root/include" \
  "$here/compare.cpp" "$kernel/kernel.a" -o "$work/compare"
echo "$package $release"
"$work/compare" "$@"
