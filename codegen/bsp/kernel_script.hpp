// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <carveout/emit/banner.hpp>

#include "bsp.hpp"

/// apply.sh: puts patches and configuration into a plain kernel tree, and stops at the first surprise.
namespace carveout::codegen {

namespace detail {

/// What does not depend on the board. `version`, `name`, `needed` and `fragment` are set before it.
inline constexpr std::string_view apply_script = R"~(
usage() {
	cat <<END
usage: apply.sh [--check] [--build DIR] LINUX
Applies the patches of $name to the kernel source LINUX, all of them or none.
  --check      only say whether they apply
  --build DIR  then merge the fragment into DIR/.config, and see that every line of it is granted
               (ARCH and CROSS_COMPILE as for make)
Exit status: 0 done, or done already; 1 something is not as expected; 2 usage.
END
}
stop() {
	echo "apply.sh: $*" >&2
	exit 1
}

set -eu
check= build= tree=
while [ $# -gt 0 ]; do
	case $1 in
	--check) check=yes ;;
	--build)
		[ $# -gt 1 ] || { usage >&2; exit 2; }
		build=$2
		shift ;;
	--help) usage; exit 0 ;;
	-*) usage >&2; exit 2 ;;
	*)
		[ -z "$tree" ] || { usage >&2; exit 2; }
		tree=$1 ;;
	esac
	shift
done
[ -n "$tree" ] || { usage >&2; exit 2; }
bsp=$(cd "$(dirname "$0")/.." && pwd)

# the tree
if [ ! -f "$tree/Makefile" ] || [ ! -d "$tree/kernel" ]; then
	stop "$tree is no kernel source"
fi
tree=$(cd "$tree" && pwd)
number() { sed -n "s/^$1 *= *\\([0-9][0-9]*\\) *$/\\1/p" "$tree/Makefile" | head -n 1; }
found=$(number VERSION).$(number PATCHLEVEL)
[ "$found" = "$version" ] || stop "$tree is Linux $found; this was made for $version"
if [ -n "$build" ]; then
	[ -f "$build/.config" ] || stop "$build has no .config to merge into"
	build=$(cd "$build" && pwd)
fi

# the patches
series=$bsp/patches/series
if [ -n "$needed" ] && [ ! -f "$series" ]; then
	stop "there are no patches yet; make them: carveout patch --tree $tree$needed -o $bsp/patches"
fi
state=none
if [ -f "$series" ]; then
	command -v patch >/dev/null || stop "the program 'patch' is not installed"
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	mkdir "$work/before"
	while read -r each; do
		[ -f "$bsp/patches/$each" ] || stop "$series names $each, which is not there"
		sed -n 's/^+++ b\///p; s/^--- a\///p' "$bsp/patches/$each" | cut -f 1 >"$work/files"
		while read -r file; do
			[ -f "$tree/$file" ] || continue
			[ -w "$tree/$file" ] || stop "$tree/$file cannot be written"
			mkdir -p "$work/before/$(dirname "$file")"
			cp -p "$tree/$file" "$work/before/$file"
		done <"$work/files"
		# for the way back, last one first
		{ echo "$each"; [ ! -f "$work/reversed" ] || cat "$work/reversed"; } >"$work/reversed.new"
		mv "$work/reversed.new" "$work/reversed"
	done <"$series"

	# without fuzz; that lines have moved is told
	put() { patch -p1 -F0 -N -f --no-backup-if-mismatch "$@"; }
	# tried on copies of the files, one after the other, as they build upon each other
	try() {
		copy=$work/$1
		cp -R "$work/before" "$copy"
		while read -r each; do
			put -s $3 -d "$copy" <"$bsp/patches/$each" >"$work/said" 2>&1 || return 1
		done <"$2"
	}
	if try back "$work/reversed" -R; then
		state=applied
	elif try there "$series" ''; then
		state=open
	else
		cat "$work/said" >&2
		stop "$each does not apply to $tree; nothing was changed"
	fi
fi
case $state in
none) echo "there is nothing to patch" ;;
applied) echo "the patches are in $tree already" ;;
open)
	if [ -n "$check" ]; then
		echo "the patches apply to $tree"
	else
		while read -r each; do
			echo "applying $each"
			put -d "$tree" <"$bsp/patches/$each" || stop "$each failed although it was tried before"
		done <"$series"
	fi ;;
esac
[ -z "$check" ] || exit 0

# the configuration
if [ -z "$build" ]; then
	cat <<END
Then, with ARCH and CROSS_COMPILE as for make, in $tree:
  scripts/kconfig/merge_config.sh -m -O BUILD BUILD/.config $bsp/$fragment && make O=BUILD olddefconfig
END
	exit 0
fi
cd "$tree"
scripts/kconfig/merge_config.sh -m -O "$build" "$build/.config" "$bsp/$fragment" >/dev/null
if [ "$build" = "$tree" ]; then
	make -s olddefconfig
else
	make -s O="$build" olddefconfig
fi
missing=
while read -r line; do
	case $line in
	CONFIG_*=* | '# CONFIG_'*' is not set') ;;
	*) continue ;;
	esac
	grep -qxF -e "$line" "$build/.config" && continue
	# what is not set may as well be absent
	symbol=${line#\# }
	symbol=${symbol%% *}
	case $line in
	\#*) grep -q "^$symbol=" "$build/.config" || continue ;;
	esac
	echo "apply.sh: the kernel does not grant $line" >&2
	missing=yes
done <"$bsp/$fragment"
[ -z "$missing" ] || stop "look for what those depend on"
echo "$build/.config has all of $fragment"
)~";

}  // namespace detail

inline void add_kernel_script(const bsp_source& from, std::vector<bsp_file>& files) {
  text_buffer out;
  put(out, "#!/bin/sh\n");
  write_banner(from.plan, "# ", out);
  put(out, "name='", from.name, "' fragment='", from.name, ".cfg' version=", unsigned{from.plan.kernel.version.major}, '.',
      unsigned{from.plan.kernel.version.minor}, "\nneeded='");
  const bool needs_none = !from.tree.empty() && from.patches.empty();
  if (!needs_none)
    for (const std::string& each : needed_recipes(from.plan, false)) put(out, " --recipe ", each);
  put(out, "'\n", detail::apply_script);
  files.push_back({"kernel/apply.sh", std::string{out.view()}, true});
}

}  // namespace carveout::codegen
