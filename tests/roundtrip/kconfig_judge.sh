#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# kconfig_judge.sh FOLDER NAME [GENERATOR]: the kernel's own merge_config.sh takes FOLDER/NAME.cfg on top of 6.1's arm64 defconfig, and every
# value that was asked for is in the final .config. A symbol without a prompt, or with an unmet dependency, would be dropped.
# Then the board's generator is content with that .config, and not with the same without CMA for DMA.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
need make make
need flex flex
need bison bison
need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
source_tar=/usr/src/linux-source-6.1.tar.xz
[[ -f $source_tar ]] || skip "$source_tar not found; install it: apt-get install linux-source-6.1"
export ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-

tree=$cache/kconfig-6.1
if [[ ! -f $tree/.config ]]; then
  fresh=$(mktemp -d "$cache/kconfig.XXXXXX")
  # what Kconfig reads, and no more of the source than that
  tar -xf "$source_tar" -C "$fresh" --strip-components=1 --wildcards '*/Kconfig*' 'linux-source-6.1/scripts/*' \
    'linux-source-6.1/Makefile' 'linux-source-6.1/arch/arm64/*'
  make -s -C "$fresh" defconfig >&2
  rm -rf "$tree"
  mv "$fresh" "$tree"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$tree" "$work/linux"
fragment=$(cd "$1" && pwd)/$2.cfg
generator=${3:+$(realpath "$3")}
cd "$work/linux"
# -m: its own comparison walks over all seven thousand symbols; ours looks at those that were asked for
scripts/kconfig/merge_config.sh -m .config "$fragment" >"$work/said" 2>&1 && make -s olddefconfig >>"$work/said" 2>&1 ||
  { cat "$work/said"; exit 1; }
count=0
while read -r line; do
  case $line in
    CONFIG_*=* | "# CONFIG_"*" is not set")
      grep -qxF -- "$line" .config || { echo "FAIL: $2.cfg asks for '$line', which this kernel cannot have"; exit 1; }
      count=$((count + 1)) ;;
  esac
done <"$fragment"
((count > 0)) || { echo "FAIL: $2.cfg asks for nothing"; exit 1; }
echo "all $count values of $2.cfg are in the final .config"

[[ $generator ]] || exit 0
"$generator" --config .config --print map >"$work/said" 2>&1 || { echo "FAIL: $2 is refused:"; cat "$work/said"; exit 1; }
! grep -F '[kconfig-' "$work/said" || { echo "FAIL: that is said of the .config that was made for $2"; exit 1; }
sed -i 's/^CONFIG_DMA_CMA=y/# CONFIG_DMA_CMA is not set/' .config
status=0
"$generator" --config .config --print map >"$work/said" 2>&1 || status=$?
[[ $status == 1 ]] && grep -qF 'error[kconfig-required]: board' "$work/said" ||
  { echo "FAIL: status $status without CONFIG_DMA_CMA:"; cat "$work/said"; exit 1; }
echo "the generator is content with it, and not without CONFIG_DMA_CMA"
