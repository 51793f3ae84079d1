#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# explain.sh COMMAND [LOGS]: what `carveout explain` says; LOGS is a folder of recorded boots (NAME.VERSION.txt), all of whose
# lines about memory have to be known.
set -euo pipefail
command=$1
logs=${2:-}
failed=0

# expect STATUS MESSAGE ARGUMENT...: standard input is the caller's
expect() {
  local want=$1 message=$2 status=0 said
  shift 2
  said=$("$command" explain "$@" 2>&1) || status=$?
  if [[ $status != "$want" || $said != *"$message"* ]]; then
    echo "FAIL: $*: status $status, wanted $want and '$message'; it said: $said"
    failed=1
  fi
}

expect 0 "Exit status" --help
expect 0 "error: the kernel's table of regions is full" "OF: reserved mem: not enough space for all defined regions."
expect 0 "rule: error[cma-alignment]" "Reserved memory: incorrect alignment of CMA region"
expect 1 "0 of 1 line known" "nothing of the kind"
expect 2 "'x' is no kernel version" --kernel x foo
expect 2 "Linux 3.18 is not known" --kernel 3.18 foo
expect 0 "from: Linux 6.19 to 7.1" --kernel 7.1 "cma: x: x: alloc failed, req-size: 5 pages, ret: -16"
expect 0 "from: U-Boot 2019.04 to 2026.10, net/tftp.c" "TFTP error: trying to overwrite reserved memory..."
expect 0 "alloc failed, req-size: * pages, ret: -12" --list

# standard input, with or without -: line numbers, repeated messages once, control characters made harmless
log=$'Booting\r\n[    0.0] OF: reserved mem: OVERLAP DETECTED!\r\n\n\x1b[2JOF: reserved mem: OVERLAP DETECTED!'
expect 0 $'line 2: [    0.0] OF: reserved mem: OVERLAP DETECTED!\n  (and 1 more like it)' <<<"$log"
expect 0 "2 of 4 lines known" - <<<"$log"
expect 1 "0 of 0 lines known" </dev/null
expect 0 "line 1: ?[2JOF: reserved mem" <<<$'\x1b[2JOF: reserved mem: OVERLAP DETECTED!'
printf 'OVERLAP DETECTED! \xff\n' | "$command" explain --format json 2>/dev/null | python3 -c '
import json, sys
(it,) = json.load(sys.stdin)
assert it["rule"] == "region-overlap" and it["lines"] == [1] and it["kind"] == "error" and it["advice"], it' || failed=1

if [[ -z $logs || ! -d $logs ]]; then
  echo "recorded boots are not here: only single lines were tried"
  exit $failed
fi
# what dies after the decisive line, and what says nothing about reserved memory
others='^Linux [0-9]|^\(more of these\)|Internal error: Oops|Attempted to kill init|pages in unavailable ranges'
others+='|Unable to handle kernel paging request|^[pl][cr] : __list_add_valid|^$'
read_logs=0
for log in "$logs"/*.txt; do
  lines=$(grep -v '^|' "$log" | grep -vE "$others") || continue
  read_logs=$((read_logs + 1))
  said=$("$command" explain - 2>&1 >/dev/null <<<"$lines") || said="status $?: $said"
  count=$(wc -l <<<"$lines")
  [[ $said == "$count of $count line"* ]] || {
    echo "FAIL: $log: $said"
    failed=1
  }
done
((read_logs > 0)) || {
  echo "FAIL: no log in $logs has a line about memory"
  failed=1
}
exit $failed
