#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# headers.sh: fetches what a module for the cached Debian kernel is built with, of the same release as the image, and prints
# the folder for `make -C`. Safe to repeat; does nothing when all is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
need dpkg-deb dpkg
kernel=$("$here/../kernel/setup.sh")
release=$(<"$kernel/release")
folder=$cache/headers-$release
build=$folder/usr/src/linux-headers-$release

if [[ ! -d $folder ]]; then
  package=linux-headers-$release
  tools=$(private_apt arm64 apt-cache show --no-all-versions "$package" | sed -n 's/^Depends:.*\(linux-kbuild-[^ ,]*\).*/\1/p')
  [[ $tools ]] || skip "apt has no $package any more: remove $kernel, and the image is fetched anew"
  fresh=$(mktemp -d "$cache/headers.XXXXXX")
  unpack arm64 "$package" "$fresh" './usr/src/*'
  unpack arm64 "linux-headers-${release%-arm64}-common" "$fresh" './usr/src/*'
  # kbuild's programs run here, so they are those of this machine
  unpack "$(dpkg --print-architecture)" "$tools" "$fresh" './usr/lib/*'
  # they look for each other where a package manager puts them
  sed -i "s#/usr/src/#$folder/usr/src/#" "$fresh/usr/src/linux-headers-$release/Makefile"
  rm -rf "$cache"/headers-*-arm64
  mv "$fresh" "$folder"
fi
echo "$build"
