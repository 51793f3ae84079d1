#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# kernel.sh GENERATOR VERSION: the BSP folder of a board, made against Debian's source of that version. Its apply.sh patches the tree
# without fuzz and takes nothing but all; merge_config.sh and olddefconfig then grant every line of the fragment, which they
# do not without the patches; the generator is content with that .config. Kconfig's own reader takes Buildroot's Config.in.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
need make make
need flex flex
need bison bison
need patch patch
need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
generator=$(realpath "$1") version=$2
source_tar=/usr/src/linux-source-$version.tar.xz
[[ -f $source_tar ]] || skip "$source_tar not found; install it: apt-get install linux-source-$version"
export ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-
fail() { echo "FAIL: $*"; exit 1; }

tree=$cache/bsp-tree-$version
if [[ ! -d $tree ]]; then
  fresh=$(mktemp -d "$cache/bsp.XXXXXX")
  # what Kconfig and the recipes read, and no more of the source than that
  tar -xf "$source_tar" -C "$fresh" --strip-components=1 --wildcards '*/Kconfig*' "linux-source-$version/scripts/*" \
    "linux-source-$version/Makefile" "linux-source-$version/arch/arm64/*" "linux-source-$version/kernel/dma/*" \
    "linux-source-$version/drivers/dma-buf/*" "linux-source-$version/include/linux/*" \
    "linux-source-$version/Documentation/devicetree/bindings/reserved-memory/*"
  rm -rf "$tree"
  mv "$fresh" "$tree"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$tree" "$work/linux"
cp -r "$tree" "$work/stock"
sums() { (cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum); }
before=$(sums "$work/linux")

"$generator" --kernel "$version" -o "$work" --name box --emit bsp,patches --kernel-tree "$work/linux" || fail "no BSP folder"
bsp=$work/box.bsp
diff -r "$bsp/patches" "$work/box.patches" || fail "the two outputs have different patches"
[[ $(sums "$work/linux") == "$before" ]] || fail "the generator changed the tree"
for each in dma-from-pool pool-unclamp carveout-heap; do
  grep -qF "| \`$each\` | **taken** |" "$bsp/README.md" || fail "the README does not take $each"
done
grep -q 'dt-bindings' "$bsp/patches/series" || fail "no binding documents"

"$bsp/kernel/apply.sh" --check "$work/linux" || fail "the patches do not apply"
[[ $(sums "$work/linux") == "$before" ]] || fail "--check changed the tree"
mkdir "$work/build"
make -s -C "$work/stock" O="$work/build" defconfig
cp -r "$work/build" "$work/build-stock"
"$bsp/kernel/apply.sh" --build "$work/build" "$work/linux" >"$work/said" || { cat "$work/said"; fail "apply.sh"; }
grep -qF "has all of box.cfg" "$work/said" || { cat "$work/said"; fail "the fragment was not merged"; }
cat "$work/said"
after=$(sums "$work/linux")
[[ $after != "$before" ]] || fail "nothing was patched"
find "$work/linux" -name '*.orig' -o -name '*.rej' | { ! grep . || fail "left behind"; }
"$bsp/kernel/apply.sh" "$work/linux" | grep -F "are in $work/linux already" || fail "a second run"
[[ $(sums "$work/linux") == "$after" ]] || fail "the second run changed the tree"

"$generator" --kernel "$version" --config "$work/build/.config" --print map >"$work/said" 2>&1 || { cat "$work/said"; fail "refused"; }
! grep -F '[kconfig-required]' "$work/said" || fail "that is said of the .config that was made for it"

# without the patches the heap's symbol is dropped, and that is noticed
cp -r "$bsp" "$work/without.bsp"
rm -r "$work/without.bsp/patches"
sed -i "s/^needed=.*/needed=''/" "$work/without.bsp/kernel/apply.sh"
! "$work/without.bsp/kernel/apply.sh" --build "$work/build-stock" "$work/stock" >"$work/said" 2>&1 || fail "an unpatched kernel is granted all"
grep -F "does not grant CONFIG_DMABUF_HEAPS_CARVEOUT_POOL=y" "$work/said" || { cat "$work/said"; fail "which line is missing"; }
status=0
"$generator" --kernel "$version" --config "$work/build-stock/.config" --print map >"$work/said" 2>&1 || status=$?
[[ $status == 1 ]] && grep -F 'error[kconfig-required]: board' "$work/said" || { cat "$work/said"; fail "status $status"; }

# and back
tac "$bsp/patches/series" | while read -r each; do
  patch -s -R -p1 -F0 -d "$work/linux" <"$bsp/patches/$each" || fail "$each does not go back"
done
[[ $(sums "$work/linux") == "$before" ]] || fail "taken back, the tree is another"

conf=$work/build/scripts/kconfig/conf
read_config() { (cd "$1" && srctree=. KCONFIG_CONFIG=$work/br.config "$conf" --olddefconfig Config.in); }
read_config "$bsp/buildroot" >/dev/null || fail "Config.in"
cp -r "$bsp/buildroot" "$work/odd"
echo 'menu' >>"$work/odd/Config.in"
! read_config "$work/odd" >/dev/null 2>&1 || fail "a broken Config.in is taken"
echo "Linux $version: patched, configured, taken back"
