# shellcheck shell=bash
# Versions of programs, and which Go the lab tool needs.

# As lab/go.mod says.
go_wanted=1.26

# at_least HAVE WANT: is the version HAVE at least WANT?
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

# version COMMAND ARG...: the first thing in its output that looks like a version.
version() { { "$@" 2>&1 || true; } | grep -oE '[0-9]+(\.[0-9]+)+' | head -n1; }

# go_builds_lab: is there a Go, and is it new enough?
go_builds_lab() { command -v go >/dev/null && at_least "$(version go version)" "$go_wanted"; }
