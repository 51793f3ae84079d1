#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# refusal.sh CXX ROOT WORK: a board whose static_assert fails still makes a generator, which then says in plain text what is
# wrong, draws the map, and writes nothing.
set -euo pipefail
cxx=$1 root=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
cat >"$work/board.hpp" <<END
#include "$root/tests/rules/region-overlap/bad.hpp"
static_assert(carveout::valid<rule_test::bad>);
END
"$cxx" -std=c++20 -I"$root/include" -include "$work/board.hpp" -DCARVEOUT_BOARD=rule_test::bad -o "$work/generate" \
  "$root/codegen/generate.cpp"
status=0
"$work/generate" -o "$work/generated" >"$work/said" 2>&1 || status=$?
cat "$work/said"
[[ $status == 1 && ! -e $work/generated ]]
grep -qF "error[region-overlap]: pool 'rpmsg' [0x50000000..0x50400000) overlaps pool 'dsp'" "$work/said"
grep -qE "^  \[0x503ff000\.\.0x504ff000\) +1 MiB +coherent +dsp" "$work/said"
