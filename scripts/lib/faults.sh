# shellcheck shell=bash
# What stands in the way, one line each. All are told before anything is started, so that nobody mends one to meet the next.

faults=()

# fault TEXT: remembers a fault.
fault() { faults+=("$1"); }

# end_on_faults: tells the faults there are and ends.
end_on_faults() {
  [ "${#faults[@]}" -gt 0 ] || return 0
  printf '%s\n' "${faults[@]}" >&2
  exit 1
}

# refuse TEXT: an argument that cannot be taken.
refuse() {
  printf '%s: %s (--help tells what there is)\n' "$(basename "$0")" "$1" >&2
  exit 2
}
