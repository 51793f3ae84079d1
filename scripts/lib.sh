# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
# For scripts/demo and scripts/test.

# need PACKAGE...: installs those Debian packages that are missing.
need() {
  local missing=()
  local package
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  if [[ ${CARVEOUT_NO_INSTALL:-} == 1 ]]; then
    echo "Missing, and CARVEOUT_NO_INSTALL=1 forbids to install: ${missing[*]}" >&2
    exit 2
  fi
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo "Missing: ${missing[*]}. Install them, or run this as root." >&2; exit 2; }
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}
