#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# run.sh FOLDER NAME: boots Debian's arm64 6.1 kernel with FOLDER/NAME.dtbo and FOLDER/NAME.bootargs.txt, and compares what it
# did with FOLDER/NAME.json. Status 77 when QEMU, dtc or the kernel cannot be had.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/lib.sh"
need python3 python3
kernel=$("$here/setup.sh")
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Linux $(<"$kernel/release")"
"$here/boot.sh" "$kernel" "$1/$2.dtbo" "$(<"$1/$2.bootargs.txt")" >"$log" || { status=$?; tail -n 40 "$log"; exit $status; }
"$here/compare.py" "$1/$2.json" "$log"
