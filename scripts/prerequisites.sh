#!/usr/bin/env bash
# Checks that the compilers and tools which the lab does not install are there, and names all that
# are missing at once, each with the command that installs it: all of them, or with --go what the lab tool
# itself and the Go-written tools need.
set -euo pipefail

# shellcheck source=scripts/lib/versions.sh
. "$(dirname "$0")/lib/versions.sh"

case ${1:-} in
  '' | --go) ;;
  --help | -h)
    echo "Usage: scripts/prerequisites.sh [--go]"
    echo "Names what the native lab needs to be built and this machine lacks; with --go only what the lab tool needs."
    exit
    ;;
  *)
    echo "prerequisites.sh: there is no option \"$1\" (--help tells what there is)" >&2
    exit 2
    ;;
esac

missing=()
need() { missing+=("$1"$'\n'"    $2"); }

# Commands are shown as this user has to type them.
sudo=
[ "$(id -u)" = 0 ] || sudo='sudo '

# arch_name: this processor as Go's downloads name it.
arch_name() { case $(uname -m) in aarch64) echo arm64 ;; *) echo amd64 ;; esac; }

# newest_jdk: the highest major version of all JDKs on this machine, as the start picks it.
newest_jdk() {
  for release in "${JAVA_HOME:-/nonexistent}/release" /usr/lib/jvm/*/release; do
    if [ -x "$(dirname "$release")/bin/javac" ]; then
      sed -nE 's/^JAVA_VERSION="([0-9]+).*/\1/p' "$release"
    fi
  done 2>/dev/null | sort -n | tail -n1
}

if ! go_builds_lab; then
  need "Go $go_wanted or newer" "curl -fsSL https://go.dev/dl/go1.26.8.linux-$(arch_name).tar.gz | ${sudo}tar -C /usr/local -xz && export PATH=/usr/local/go/bin:\$PATH"
fi
if [ "${1:-}" != --go ]; then
  if ! command -v cargo >/dev/null || ! at_least "$(version cargo --version)" 1.88; then
    need "Rust 1.88 or newer with cargo, rustfmt and clippy" "curl -fsSL https://sh.rustup.rs | sh -s -- -y && . ~/.cargo/env"
  fi
  jdk=$(newest_jdk)
  [ "${jdk:-0}" -ge 17 ] || need "a JDK, 17 or newer" "${sudo}apt-get install openjdk-17-jdk-headless"
  command -v mvn >/dev/null || need "Maven" "${sudo}apt-get install maven"
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    need "Python 3.11 or newer with venv" "${sudo}apt-get install python3 python3-venv"
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    need "Node.js with npm, any version" "${sudo}apt-get install nodejs npm"
  fi
fi
command -v cc >/dev/null || need "a C compiler" "${sudo}apt-get install build-essential"

if [ "${#missing[@]}" -gt 0 ]; then
  echo "The lab needs what this machine does not have:" >&2
  printf '  %s\n' "${missing[@]}" >&2
  exit 1
fi
