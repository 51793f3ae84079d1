# shellcheck shell=bash
# SPDX-License-Identifier: BSL-1.0
# Sourced by the scripts here. What is fetched stays in a cache outside the tree and is used again without a network.
cache=${CARVEOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/carveout}
mkdir -p "$cache"

# skip REASON: not a failure, the test cannot be had on this machine
skip() { echo "skipped: $*" >&2; exit 77; }

need() { command -v "$1" >/dev/null || skip "'$1' not found; install it: apt-get install $2"; }

# private_apt ARCHITECTURE COMMAND...: apt for packages of another architecture, with lists of its own: the system's stay as
# they are
private_apt() {
  local arch=$1 dir=$cache/apt-$1
  shift
  if [[ ! -f $dir/ready ]]; then
    mkdir -p "$dir"/state/lists/partial "$dir"/cache/archives/partial
    touch "$dir/state/status"
    cat >"$dir/apt.conf" <<END
Dir::State "$dir/state";
Dir::State::status "$dir/state/status";
Dir::Cache "$dir/cache";
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
Acquire::Retries "3";
END
    # a mirror in the middle of its own update may lack a list that nothing here needs: go on, and ask again next time
    if APT_CONFIG=$dir/apt.conf apt-get -qq update >&2; then touch "$dir/ready"; fi
  fi
  APT_CONFIG=$dir/apt.conf "$@"
}

# kernel_package ARCHITECTURE METAPACKAGE: the image package that a metapackage stands for today
kernel_package() {
  private_apt "$1" apt-cache show --no-all-versions "$2" | sed -n 's/^Depends:.*\(linux-image-[0-9][^ ,]*\).*/\1/p' | grep . ||
    skip "apt knows no $2 for $1"
}

# unpack ARCHITECTURE PACKAGE FOLDER PATTERN...: the matching files of a package, without installing it
unpack() {
  local arch=$1 package=$2 folder=$3 work
  shift 3
  work=$(mktemp -d "$cache/fetch.XXXXXX")
  (cd "$work" && private_apt "$arch" apt-get -qq download "$package" >&2) || { rm -r "$work"; skip "$package cannot be fetched"; }
  mkdir -p "$folder"
  dpkg-deb --fsys-tarfile "$work"/*.deb | tar -x -C "$folder" --wildcards "$@"
  rm -r "$work"
}
