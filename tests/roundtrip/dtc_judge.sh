#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# dtc_judge.sh FOLDER NAME: what dtc says of FOLDER/NAME.dtso, .dtbo and .dtsi: nothing at all. The overlay's source and blob are
# the same, and joined to a small tree of the board's devices, .dtsi and .dtbo both give what FOLDER/NAME.json plans. Skipped at
# the end, after all that has passed, when the kernel's schemas cannot be had for dt-validate.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
need dtc device-tree-compiler
need fdtoverlay device-tree-compiler
folder=$(cd "$1" && pwd) name=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# what reserved-memory nodes can get wrong, as errors; everything else as dtc has it by default
strict=()
for check in reg_format ranges_format addr_size_cells unit_address_vs_reg unit_address_format unique_unit_address \
  node_name_format node_name_chars property_name_chars duplicate_node_names duplicate_label explicit_phandles \
  avoid_default_addr_size avoid_unnecessary_addr_size compatible_is_string_list; do
  strict+=(-E "$check")
done

silent() {
  "$@" >"$work/said" 2>&1 || { echo "FAIL: $*"; cat "$work/said"; exit 1; }
  [[ ! -s $work/said ]] || { echo "FAIL: $* is not silent:"; cat "$work/said"; exit 1; }
}

silent dtc "${strict[@]}" -@ -I dts -O dtb -o "$work/overlay.dtbo" "$folder/$name.dtso"
silent dtc "${strict[@]}" -I dtb -O dts -o "$work/overlay.dts" "$folder/$name.dtbo"
"$here/overlay_equal.py" "$work/overlay.dtbo" "$folder/$name.dtbo"
echo "the overlay's source and blob say the same"

"$here/base_tree.py" "$folder/$name.json" >"$work/board.dts"
silent dtc "${strict[@]}" -@ -I dts -O dtb -o "$work/base.dtb" "$work/board.dts"
echo "/include/ \"$folder/$name.dtsi\"" >>"$work/board.dts"
silent dtc "${strict[@]}" -@ -I dts -O dtb -o "$work/board.dtb" "$work/board.dts"
echo "the .dtsi joins a tree without a warning"
"$here/apply_judge.py" "$work/base.dtb" "$work/board.dtb" "$folder/$name.json"
"$here/apply_judge.py" "$work/base.dtb" "$folder/$name.dtbo" "$folder/$name.json"
echo "what the .dtsi and the .dtbo make of a tree is what the plan says"

# a CI that cannot judge has to be repaired
schema=$("$here/schema.sh") || { status=$?; [[ ! ${CI:-} ]] || status=1; exit "$status"; }
# dt-validate 2022.08 exits with 0 whatever it finds: only its output counts
dt-validate -s "$schema" "$work/board.dtb" >"$work/said" 2>&1 || true
[[ ! -s $work/said ]] || { echo "FAIL: dt-validate says:"; cat "$work/said"; exit 1; }
echo "dt-validate has nothing to say"
