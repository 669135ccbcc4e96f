#!/usr/bin/env bash
# Asks every part of the lab, in containers or native, whether it is well.
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

usage() {
  cat <<'TEXT'
Usage: scripts/health-check.sh [webapp|grafana|both] [option ...]

Asks every part of the lab, or of one half, whether it is well. The exit code is 1 when one is not.
When the lab runs in containers the question is asked from a container, which reaches the data layer too.

  --wait D    wait up to this long for everything to be healthy, such as 90s or 2m
  --json      print JSON
  --help      this

Examples:
  scripts/health-check.sh
  scripts/health-check.sh webapp --wait 2m
  scripts/health-check.sh --json
TEXT
}

half=
options=()
while [ $# -gt 0 ]; do
  case $1 in
    webapp | grafana | both) half=$1 ;;
    --wait)
      [[ ${2:-} =~ ^([0-9]+(ms|s|m|h))+$ ]] || refuse "--wait is \"${2:-}\": it must be a time such as 90s or 2m"
      options+=(--wait "$2")
      shift
      ;;
    --json) options+=(--json) ;;
    --help | -h) usage && exit ;;
    *) refuse "\"$1\" is neither webapp, grafana or both nor an option" ;;
  esac
  shift
done

if engine_answers && [ -n "$(containers)" ]; then
  # Without the webapp on this machine, all that can be asked is the Grafana stack. A webapp that has stopped is asked.
  if [ -z "$half" ] && ! service_exists order-service && service_runs prometheus; then
    half=grafana
  fi
  case $half in
    grafana) compose grafana run --rm --no-deps -T grafana-check "${options[@]}" ;;
    '') compose webapp run --rm --no-deps -T check "${options[@]}" ;;
    *) compose webapp run --rm --no-deps -T check --only "$half" "${options[@]}" ;;
  esac
else
  exec ./lab.sh check ${half:+--only "$half"} "${options[@]}"
fi
