#!/usr/bin/env bash
# Checks that the compilers and tools which the lab does not install are there, and names all that
# are missing at once, each with the command that installs it.
set -euo pipefail

missing=()
need() { missing+=("$1"$'\n'"    $2"); }

# at_least HAVE WANT: is the version HAVE at least WANT?
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

# version COMMAND ARG...: the first thing in its output that looks like a version.
version() { { "$@" 2>&1 || true; } | grep -oE '[0-9]+(\.[0-9]+)+' | head -n1; }

# newest_jdk: the highest major version of all JDKs on this machine, as the start picks it.
newest_jdk() {
  for release in "${JAVA_HOME:-/nonexistent}/release" /usr/lib/jvm/*/release; do
    if [ -x "$(dirname "$release")/bin/javac" ]; then
      sed -nE 's/^JAVA_VERSION="([0-9]+).*/\1/p' "$release"
    fi
  done 2>/dev/null | sort -n | tail -n1
}

if ! command -v go >/dev/null || ! at_least "$(version go version)" 1.26; then
  need "Go 1.26 or newer" "see go.dev/doc/install (a distribution's Go of 1.21 or newer fetches it by itself: go env -w GOTOOLCHAIN=auto)"
fi
if ! command -v cargo >/dev/null || ! at_least "$(version cargo --version)" 1.88; then
  need "Rust 1.88 or newer with cargo, rustfmt and clippy" "see rustup.rs: rustup toolchain install stable"
fi
jdk=$(newest_jdk)
[ "${jdk:-0}" -ge 17 ] || need "a JDK, 17 or newer" "apt-get install openjdk-17-jdk-headless"
command -v mvn >/dev/null || need "Maven" "apt-get install maven"
python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  need "Python 3.11 or newer with venv" "apt-get install python3 python3-venv"
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  need "Node.js with npm, any version" "apt-get install nodejs npm"
fi
command -v cc >/dev/null || need "a C compiler" "apt-get install build-essential"

if [ "${#missing[@]}" -gt 0 ]; then
  echo "The lab needs what this machine does not have:" >&2
  printf '  %s\n' "${missing[@]}" >&2
  exit 1
fi
