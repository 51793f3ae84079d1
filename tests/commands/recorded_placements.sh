#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# recorded_placements.sh COMMAND FOLDER: `carveout simulate` gives every answer that the kernel's own code gave in the recorded
# traces of FOLDER. Status 77 when there is no such folder.
set -euo pipefail
command=$1
folder=$2
[[ -d $folder ]] || { echo "skipped: there are no recorded placements in $folder"; exit 77; }

files=0 answers=0 failed=0
for file in "$folder"/*.txt; do
  declare -A key=()
  for word in $(head -1 "$file"); do
    [[ $word != *=* ]] || key[${word%%=*}]=${word#*=}
  done
  name=${key[policy]}
  case $name in first_fit* | best_fit) name=genpool-${name//_/-} ;; esac
  options=(--allocator "$name" --base "${key[base]}" --size "${key[size]}")
  [[ ! ${key[order_per_bit]:-} ]] || options+=(--order-per-bit "${key[order_per_bit]}")
  [[ ! ${key[cma_alignment]:-} ]] || options+=(--cma-alignment "${key[cma_alignment]}")
  [[ ! ${key[shift]:-} ]] || options+=(--granule $((1 << key[shift])))
  unset key

  # once with the recorded answers in the trace, once without: they must not lead the way
  summary=$("$command" simulate "${options[@]}" "$file" 2>&1 >/dev/null) || true
  recorded=$(grep -c -- '->' "$file")
  want="$recorded recorded answers, 0 differ"
  [[ $summary == *"$want"* ]] || { echo "FAIL: $file: wanted '$want'; it said: $summary"; failed=1; }
  if ! diff <(sed -n 's/^a \([0-9]*\) .*-> /\1 /p' "$file") \
    <(sed 's/ *->.*//' "$file" | "$command" simulate "${options[@]}" - 2>/dev/null) >/dev/null; then
    echo "FAIL: $file: other answers without the recorded ones"
    failed=1
  fi
  files=$((files + 1)) answers=$((answers + recorded))
done
echo "$files traces, $answers answers"
((files >= 40)) || { echo "FAIL: fewer traces than were recorded"; failed=1; }
exit $failed
