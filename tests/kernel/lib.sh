# shellcheck shell=bash
# SPDX-License-Identifier: BSL-1.0
# Sourced by the scripts here. What is fetched stays in a cache outside the tree and is used again without a network.
cache=${CARVEOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/carveout}
mkdir -p "$cache"

# skip REASON: not a failure, the test cannot be had on this machine
skip() { echo "skipped: $*" >&2; exit 77; }

need() { command -v "$1" >/dev/null || skip "'$1' not found; install it: apt-get install $2"; }

# private_apt COMMAND...: apt for arm64 packages, with lists of its own: the system's architectures stay as they are
private_apt() {
  local dir=$cache/apt-arm64
  if [[ ! -f $dir/ready ]]; then
    mkdir -p "$dir"/state/lists/partial "$dir"/cache/archives/partial
    touch "$dir/state/status"
    cat >"$dir/apt.conf" <<END
Dir::State "$dir/state";
Dir::State::status "$dir/state/status";
Dir::Cache "$dir/cache";
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
Acquire::Retries "3";
END
    # a mirror in the middle of its own update may lack a list that nothing here needs: go on, and ask again next time
    if APT_CONFIG=$dir/apt.conf apt-get -qq update >&2; then touch "$dir/ready"; fi
  fi
  APT_CONFIG=$dir/apt.conf "$@"
}

# unpack PACKAGE FOLDER PATTERN...: the matching files of an arm64 package, without installing it
unpack() {
  local package=$1 folder=$2 work
  shift 2
  work=$(mktemp -d "$cache/fetch.XXXXXX")
  (cd "$work" && private_apt apt-get -qq download "$package" >&2) || { rm -r "$work"; skip "$package cannot be fetched"; }
  mkdir -p "$folder"
  dpkg-deb --fsys-tarfile "$work"/*.deb | tar -x -C "$folder" --wildcards "$@"
  rm -r "$work"
}
