#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# real_tree.sh FOLDER NAME KERNEL TREE: joins FOLDER/NAME.dtbo to a device tree of one of Debian's kernels (arm64-6.1,
# freescale/imx8mm-evk.dtb) and compares the result with FOLDER/NAME.json.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
need fdtoverlay device-tree-compiler
trees=$("$here/../trees/setup.sh")
"$here/apply_judge.py" "$trees/$3/$4" "$1/$2.dtbo" "$1/$2.json"
