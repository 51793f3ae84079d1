#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# carveout.sh COMMAND PAGE: exit status and messages of the `carveout` command; PAGE is docs/rules.md.
set -euo pipefail
command=$1
page=$2
failed=0

expect() {
  local want=$1 message=$2 status=0 said
  shift 2
  said=$("$command" "$@" 2>&1) || status=$?
  if [[ $status != "$want" || $said != *"$message"* ]]; then
    echo "FAIL: $*: status $status, wanted $want and '$message'; it said: $said"
    failed=1
  fi
}

expect 0 "rules" --help
expect 0 "carveout " --version
expect 0 "error[region-overlap]" rules
expect 0 "drivers/of/of_reserved_mem.c" rules region-overlap
expect 0 "pool 'rpmsg' [0x50000000..0x50400000) overlaps pool 'dsp'" rules region-overlap
expect 2 "no rule 'nonsense'" rules nonsense
expect 2 "did you mean 'region-overlap'?" rules region-overlapp
expect 2 "'carveout predict' is not in version" predict board.dtb
expect 2 "" nonsense
expect 2 ""

# every rule is in the JSON, with all its parts
"$command" rules --format json | python3 -c '
import json, sys
rules = json.load(sys.stdin)
assert len(rules) > 20 and len({r["rule"] for r in rules}) == len(rules)
assert all(r["severity"] in ("error", "warning", "note") and r["summary"] and r["mirrors"] and r["messages"] for r in rules)' ||
  failed=1

# the reference page is the catalogue's
"$command" rules --format markdown | cmp - "$page" || {
  echo "FAIL: docs/rules.md is out of date; write it anew with: carveout rules --format markdown"
  failed=1
}
exit $failed
