#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# build.sh VERSION [NAME PATCH_FOLDER [TARGET...]]: an arm64 kernel from Debian's package linux-source-VERSION, tinyconfig with
# build.config, as it is or, under NAME, with every PATCH_FOLDER/*.patch applied without fuzz. Prints its folder: the source, with
# build/ in it (build/arch/arm64/boot/Image, and ready for modules). All of it is in the cache: a second call does nothing. The
# first takes some minutes on two cores; a patched kernel begins as a copy of the stock one and compiles what its patches touch.
# With TARGETs (objects, folders) only these are made, which needs no stock kernel. With NAME source, it is unpacked and no more.
# CARVEOUT_JOBS: jobs of make, 2 if not said.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/lib.sh"
[[ $# == 1 || $# -ge 3 || ($# == 2 && $2 == source) ]] || {
  echo "usage: build.sh VERSION [source | NAME PATCH_FOLDER [TARGET...]]" >&2
  exit 2
}
version=$1 name=${2:-stock} patches=${3:-}
targets=("${@:4}")

package=linux-source-$version
tar=/usr/src/$package.tar.xz
[[ -f $tar ]] || skip "$tar not found; install it: apt-get install $package"
need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
for program in flex bison bc make patch xz flock; do need $program ${program/#xz/xz-utils}; done

kernels=$cache/linux-$version
mkdir -p "$kernels"
exec 9>"$kernels/lock"
flock 9
say() { echo "linux-$version, $name: $*" >&2; }

key() {
  dpkg-query -W -f '${Version}\n' "$package"
  aarch64-linux-gnu-gcc -dumpfullversion
  sha256sum <"$here/build.config"
  if [[ $patches ]]; then cat "$patches"/*.patch | sha256sum; fi
  echo "${targets[*]}"
}

# run SOURCE TARGET...: make, with a line of progress now and then
run() {
  local source=$1 log=$1/build/log start=$SECONDS last=$SECONDS job
  shift
  make -C "$source" O=build ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- -j"${CARVEOUT_JOBS:-2}" "$@" >"$log" 2>&1 9>&- &
  job=$!
  while kill -0 $job 2>/dev/null; do
    sleep 1
    ((SECONDS - last < 20)) && continue
    last=$SECONDS
    say "$(grep -c '^  CC ' "$log" || true) files compiled in $((SECONDS - start)) s"
  done
  wait $job || { tail -n 30 "$log" >&2; say "build failed: $log"; exit 1; }
}

make_kernel() {
  local source=$1 line
  run "$source" olddefconfig
  while read -r line; do
    grep -qxF "$line" "$source/build/.config" || say "not granted by Kconfig: $line"
  done < <(grep -E '^CONFIG_[A-Z0-9_]+=' "$here/build.config")
  shift
  run "$source" "$@"
}
whole=(Image modules modules_prepare)

unpack_source() {
  local source=$kernels/stock release
  release=$(dpkg-query -W -f '${Version}' "$package")
  [[ $(cat "$source/.release" 2>/dev/null) == "$release" ]] && return
  say "unpacking (1.5 GB)"
  rm -rf "$source" "$kernels/fresh"
  mkdir "$kernels/fresh"
  tar -xf "$tar" -C "$kernels/fresh"
  mv "$kernels/fresh/$package" "$source"
  rmdir "$kernels/fresh"
  echo "$release" >"$source/.release"
}

configure() {
  mkdir -p "$1/build"
  run "$1" tinyconfig
  cat "$here/build.config" >>"$1/build/.config"
}

build_stock() {
  configure "$kernels/stock"
  make_kernel "$kernels/stock" "${whole[@]}"
  key >"$kernels/stock/build/key"
}

# The source is shared with the stock kernel by hard links, which patch breaks; build/ is relative to the source, so that its
# objects are good in the copy too.
build_patched() {
  local source=$kernels/$name each
  rm -rf "$source"
  mkdir "$source"
  find "$kernels/stock" -mindepth 1 -maxdepth 1 ! -name build -exec cp -al -t "$source" {} +
  for each in "$patches"/*.patch; do
    patch --directory="$source" --strip=1 --fuzz=0 --batch --forward --no-backup-if-mismatch <"$each" >"$kernels/$name.patch.log" ||
      { cat "$kernels/$name.patch.log" >&2; say "does not apply: $each"; exit 1; }
  done
  if ((${#targets[@]})); then
    configure "$source"
    make_kernel "$source" "${targets[@]}"
  else
    cp -a "$kernels/stock/build" "$source/build"
    cat "$here/build.config" >>"$source/build/.config"
    make_kernel "$source" "${whole[@]}"
  fi
  key >"$source/build/key"
}

if [[ $name == source ]]; then
  unpack_source
  echo "$kernels/stock"
  exit
fi
folder=$kernels/$name
if [[ $(cat "$folder/build/key" 2>/dev/null) != "$(key)" ]]; then
  SECONDS=0
  unpack_source
  if [[ ! $patches ]]; then
    build_stock
  else
    if ((${#targets[@]} == 0)); then
      flock -u 9 # the stock kernel is built by a call of its own
      "${BASH_SOURCE[0]}" "$version" >/dev/null 9>&-
      flock 9
    fi
    build_patched
  fi
  say "built in $SECONDS s"
fi
echo "$folder"
