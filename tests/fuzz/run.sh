#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
set -euo pipefail

usage() {
  cat <<'END'
usage: tests/fuzz/run.sh TARGET SECONDS [WORK_FOLDER]

Builds the fuzz target tests/fuzz/TARGET.cpp (tree, overlay, config, command_line, trace), replays the inputs of former
crashes and the seeds, then looks for new crashes for that long. WORK_FOLDER, by default build/fuzz, keeps the program, the
corpus and inputs that crash; a second run goes on where the first ended. 0 SECONDS: builds and replays, no search.

  CARVEOUT_FUZZ_CXX     a clang with its fuzzer runtime; by default the first of clang++-14, clang++-19, clang++ that has it
  CARVEOUT_FUZZ_LIBFDT  a folder with libfdt's sources (scripts/dtc/libfdt of Linux), compiled with sanitizers as well
  CARVEOUT_FUZZ_FLAGS   further flags for libFuzzer

Exit status 77 where no compiler has the runtime (Debian: clang-14, libclang-rt-14-dev).
END
}

(($# == 2 || $# == 3)) || { usage >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=$1 seconds=$2 work=${3:-$root/build/fuzz}
[[ -f $here/$target.cpp && $seconds =~ ^[0-9]+$ ]] || { usage >&2; exit 2; }
mkdir -p "$work"
work=$(cd "$work" && pwd)

sanitizers=(-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
find_compiler() {
  local each
  for each in ${CARVEOUT_FUZZ_CXX:-clang++-14 clang++-19 clang++}; do
    command -v "$each" >/dev/null || continue
    "$each" "${sanitizers[@]}" -x c++ - -o "$work/probe.$$" 2>/dev/null \
      <<<'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }' || continue
    rm -f "$work/probe.$$"
    echo "$each"
    return
  done
  return 1
}
cxx=$(find_compiler) || {
  echo "skipped: no clang++ that links -fsanitize=fuzzer (Debian: apt-get install clang-14 libclang-rt-14-dev)"
  exit 77
}

# SARIF shows the rules' examples, which the build generates; here none are needed.
mkdir -p "$work/include"
echo '{"", "", ""},' >"$work/include/rule_examples.inc"
# New ways through the JSON library are nothing to look for.
echo 'fun:*nlohmann*' >"$work/ignored"

program=$work/$target
up_to_date() {
  [[ -x $program && -f $program.d && ! $0 -nt $program ]] || return 1
  local each
  for each in $(sed -e 's/^[^:]*://' -e 's/\\$//' "$program.d"); do
    [[ -e $each && ! $each -nt $program ]] || return 1
  done
}
if ! up_to_date; then
  fdt=(-lfdt)
  if [[ ${CARVEOUT_FUZZ_LIBFDT:-} ]]; then
    cc=${cxx/clang++/clang} fdt=("-I$CARVEOUT_FUZZ_LIBFDT")
    for each in fdt fdt_ro fdt_rw fdt_wip fdt_sw fdt_strerror fdt_overlay; do
      "$cc" -O1 -g -fsanitize=fuzzer-no-link,address -fsanitize-recover=none -c "$CARVEOUT_FUZZ_LIBFDT/$each.c" \
        -o "$work/$each.o"
      fdt+=("$work/$each.o")
    done
  fi
  "$cxx" -std=c++20 -O1 -gline-tables-only "${sanitizers[@]}" "-fsanitize-coverage-ignorelist=$work/ignored" \
    -I"$root/include" -I"$work/include" -MMD -MF "$program.d" \
    -o "$program.new" "$here/$target.cpp" "${fdt[@]}"
  mv "$program.new" "$program"
fi

seeds=$work/seeds
[[ -f $seeds/.complete ]] || "$here/seeds.sh" "$seeds"

export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=0}
limits=(-rss_limit_mb=2048 -timeout=10)
found=("$here/found/$target"/*)
if [[ -e ${found[0]} ]]; then
  echo "$target: ${#found[@]} inputs that once crashed"
  "$program" "${limits[@]}" "${found[@]}" 2>"$work/$target.found.log" || { cat "$work/$target.found.log"; exit 1; }
fi
mkdir -p "$work/corpus/$target" "$work/crashes/$target"
case $target in
  tree | overlay) most=8192 ;;
  trace) most=2048 ;;
  *) most=4096 ;;
esac
dictionary=()
[[ -f $here/$target.dict ]] && dictionary=("-dict=$here/$target.dict")
((seconds)) && limit=-max_total_time=$seconds || limit=-runs=0
# shellcheck disable=SC2086
exec "$program" "${limits[@]}" "$limit" "-max_len=$most" "${dictionary[@]}" -print_final_stats=1 \
  "-artifact_prefix=$work/crashes/$target/" ${CARVEOUT_FUZZ_FLAGS:-} "$work/corpus/$target" "$seeds/$target"
