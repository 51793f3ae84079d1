#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# run.sh JUDGE ARGUMENT...: runs JUDGE ARGUMENT... TREES; 77, with the reason, where Debian's device trees cannot be had.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
trees=$("$here/setup.sh") || exit $?  # it says why
exec "$@" "$trees"
