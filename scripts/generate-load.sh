#!/usr/bin/env bash
# Puts load on the lab by k6: natively built where there is a Go that can, else from its image.
set -euo pipefail

cd "$(dirname "$0")"
# shellcheck source=scripts/lib/settings.sh
. lib/settings.sh
# shellcheck source=scripts/lib/faults.sh
. lib/faults.sh
# shellcheck source=scripts/lib/versions.sh
. lib/versions.sh
# shellcheck source=scripts/lib/docker.sh
. lib/docker.sh

# The version of infrastructure/tools/k6.
image=grafana/k6:1.8.1

usage() {
  cat <<'TEXT'
Usage: scripts/generate-load.sh [option ...]

Customers and operators at work, by k6, at a rate that does not depend on how fast the lab answers.
load/README.md tells what each profile is for, and which metrics come of it.

  --profile P          smoke, steady (default), spike, soak or chaos
  --duration D         how long, such as 90s, 5m or 1h30m; by default the profile's own time
  --rate N             how many times the profile's own rate, such as 0.5 or 2 (default 1)
  --url U              the gateway; by default that of the settings
  --no-remote-write    do not write the results into Prometheus
  --docker             k6 from its image, even where there is Go
  --help               this

The exit code is 99 when a threshold was crossed.

Examples:
  scripts/generate-load.sh --profile smoke
  scripts/generate-load.sh --profile spike --rate 2 --duration 3m
  scripts/generate-load.sh --url http://shop.example --no-remote-write
TEXT
}

# check_value OPTION VALUE PATTERN WHAT: refuses a value that does not fit.
check_value() { [[ $2 =~ $3 ]] || refuse "$1 is \"$2\": it must be $4"; }

profile=steady
duration=
rate=1
url=
remote_write=yes
by_image=
while [ $# -gt 0 ]; do
  case $1 in
    --profile)
      profile=${2:-}
      check_value --profile "$profile" '^(smoke|steady|spike|soak|chaos)$' "smoke, steady, spike, soak or chaos"
      shift
      ;;
    --duration)
      duration=${2:-}
      check_value --duration "$duration" '^([0-9]+h)?([0-9]+m)?([0-9]+s)?$' "a time such as 90s, 5m or 1h30m"
      check_value --duration "$duration" '[1-9]' "a time such as 90s, 5m or 1h30m"
      shift
      ;;
    --rate)
      rate=${2:-}
      check_value --rate "$rate" '^([0-9]{1,2}(\.[0-9]+)?|100)$' "a number above 0 and at most 100"
      check_value --rate "$rate" '[1-9]' "a number above 0 and at most 100"
      shift
      ;;
    --url)
      url=${2:-}
      check_value --url "$url" '^https?://[^/[:space:]]+' "an http URL such as http://127.0.0.1"
      shift
      ;;
    --no-remote-write) remote_write= ;;
    --docker) by_image=yes ;;
    --help | -h) usage && exit ;;
    *) refuse "there is no option \"$1\"" ;;
  esac
  shift
done

export PROFILE=$profile RATE=$rate
[ -z "$duration" ] || export DURATION=$duration
GATEWAY_URL=${url:-http://$(host_of webapp):$(setting GATEWAY_PORT)}
LAB_PASSWORD=$(setting LAB_PASSWORD)
export GATEWAY_URL LAB_PASSWORD
# Nobody is told about our tests.
export K6_NO_USAGE_REPORT=true

arguments=(run)
# Progress is for somebody who watches.
[ -t 1 ] || arguments+=(--quiet)
if [ -n "$remote_write" ]; then
  prometheus=http://$(host_of grafana):$(setting PROMETHEUS_PORT)
  export K6_PROMETHEUS_RW_SERVER_URL=$prometheus/api/v1/write
  export K6_PROMETHEUS_RW_TREND_STATS='p(50),p(95),p(99)'
  export K6_PROMETHEUS_RW_STALE_MARKERS=true
  arguments+=(--out experimental-prometheus-rw)
fi

if [ -z "$by_image" ] && go_builds_lab; then
  exec ./lab.sh k6 "${arguments[@]}" "$root/load/lab.js"
fi
engine_answers || refuse "k6 needs either Go $go_wanted, with which it is built, or a Docker engine that answers"
variables=()
for name in PROFILE RATE DURATION TESTID GATEWAY_URL LAB_PASSWORD K6_NO_USAGE_REPORT "${!K6_PROMETHEUS_RW_@}"; do
  [ -z "${!name:-}" ] || variables+=(--env "$name")
done
exec docker run --rm --init --network host --volume "$root/load:/load:ro" "${variables[@]}" "$image" "${arguments[@]}" /load/lab.js
