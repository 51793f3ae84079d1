#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# real_tree.sh FOLDER NAME TREE: joins FOLDER/NAME.dtbo to a device tree of Debian's arm64 6.1 kernel (freescale/imx8mm-evk.dtb)
# and compares the result with FOLDER/NAME.json.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../kernel/lib.sh"
need fdtoverlay device-tree-compiler
kernel=$("$here/../kernel/setup.sh")
"$here/apply_judge.py" "$kernel/dtbs/$3" "$1/$2.dtbo" "$1/$2.json"
