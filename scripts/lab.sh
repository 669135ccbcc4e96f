#!/usr/bin/env bash
# Builds the lab tool when it is not up to date, and runs it: scripts/lab.sh up, status, test, …
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/scripts/prerequisites.sh"

cache=${LAB_CACHE:-$HOME/.cache/oms-lab}
# One program per checkout: two of them may be of different ages.
program=$cache/lab/$(printf '%s' "$root" | cksum | cut -d' ' -f1)/lab
log=$cache/lab/build.log
mkdir -p "$(dirname "$program")"
[ -x "$program" ] || echo "building the lab tool (once; about half a minute)"
if ! (cd "$root/lab" && go build -trimpath -buildvcs=false -o "$program" ./cmd/lab) >"$log" 2>&1; then
  echo "the lab tool does not build: $(tail -n1 "$log"); its output is in $log" >&2
  exit 1
fi
export LAB_ROOT=$root
exec "$program" "$@"
