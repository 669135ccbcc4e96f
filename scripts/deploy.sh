#!/usr/bin/env bash
# Checks this machine, deploys the lab or one half of it, waits until it is healthy and says where to look.
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
# shellcheck source=scripts/lib/machine.sh
. lib/machine.sh
# shellcheck source=scripts/lib/mounts.sh
. lib/mounts.sh
# shellcheck source=scripts/lib/networks.sh
. lib/networks.sh

usage() {
  cat <<'TEXT'
Usage: scripts/deploy.sh [webapp|grafana|both] [option ...]

Deploys the shop with its data (webapp), the Grafana stack (grafana), or both on this machine, which is the default.
Everything is checked before anything is started: Docker, Compose, memory, ports and, with two machines, hosts.

  --containers     in containers, by Docker Compose (default); the settings are .env
  --native         as processes of this machine, by scripts/lab.sh; builds everything from source
  --no-build       start the images there are; by default those whose source has changed are built
  --timeout S      how many seconds containers may take to become healthy (default 300)
  --check          only check
  --help           this

With two machines set WEBAPP_HOST and GRAFANA_STACK_HOST in .env on both, and deploy grafana first.

Examples:
  cp .env.example .env && scripts/deploy.sh
  scripts/deploy.sh grafana --timeout 600
  scripts/deploy.sh webapp --native
TEXT
}

target=both
mode=containers
build=--build
patience=300
only_check=
while [ $# -gt 0 ]; do
  case $1 in
    webapp | grafana | both) target=$1 ;;
    --containers) mode=containers ;;
    --native) mode=native ;;
    --no-build) build=--no-build ;;
    --timeout)
      patience=${2:-}
      [[ $patience =~ ^[1-9][0-9]{0,4}$ ]] || refuse "--timeout is \"$patience\": it must be a number of seconds"
      shift
      ;;
    --check) only_check=yes ;;
    --help | -h) usage && exit ;;
    *) refuse "\"$1\" is neither webapp, grafana or both nor an option" ;;
  esac
  shift
done
# The stack first: it sees the webapp start.
case $target in both) halves=(grafana webapp) ;; *) halves=("$target") ;; esac

check_containers() {
  if [ ! -f "$(env_file)" ]; then
    fault "$(basename "$(env_file)") is missing: copy .env.example to .env: cp .env.example .env"
  fi
  check_docker
  end_on_faults
  check_readable
  [ "$target" = grafana ] || check_docker_root
  check_hosts "${halves[@]}"
  check_own_ports
  check_networks "${halves[@]}"
  check_memory containers "${halves[@]}"
  for half in "${halves[@]}"; do
    check_ports "$half"
  done
  [ "$target" != webapp ] || check_grafana
  end_on_faults
}

# Ports are looked at by the lab tool, right before it takes them.
check_native() {
  "$root/scripts/prerequisites.sh"
  check_memory native "${halves[@]}"
  [ "$target" != webapp ] || check_grafana
  end_on_faults
}

deploy_containers() {
  local half
  for half in "${halves[@]}"; do
    echo "starting $half"
    if ! compose "$half" up --detach "$build" --wait --wait-timeout "$patience"; then
      tell_unhealthy >&2
      echo "$half did not become healthy within $patience s: mend what is shown above and deploy again; what is healthy stays" >&2
      exit 1
    fi
  done
}

# The lab tool checks ports and hosts itself.
deploy_native() { "$root/scripts/lab.sh" up --only "$target"; }

row() { printf '  %-22s %s\n' "$1" "$2"; }

# url HALF PORT_VARIABLE [PATH]
url() {
  local port
  port=$(setting "$2")
  [ "$port" = 80 ] && port= || port=:$port
  printf 'http://%s%s%s\n' "$(host_of "$1")" "$port" "${3:-/}"
}

tell_urls() {
  local half
  echo
  for half in "${halves[@]}"; do
    case $half in
      webapp)
        row "web UI and API" "$(url webapp GATEWAY_PORT)   as customer@, operator@ or admin@oms.example, with LAB_PASSWORD"
        row "API descriptions" "$(url webapp GATEWAY_PORT /docs)"
        row "inbox" "$(url webapp INBOX_HTTP_PORT)"
        # A build from source has no pages.
        [ "$mode" = native ] || row "Traefik dashboard" "$(url webapp GATEWAY_ADMIN_PORT /dashboard/)"
        ;;
      grafana)
        # Natively there is none unless somebody has installed it.
        if [ "$mode" = containers ] || connects "$(host_of grafana)" "$(setting GRAFANA_PORT)"; then
          row "Grafana" "$(setting GRAFANA_URL | grep . || url grafana GRAFANA_PORT)   anybody may look; admin, with GRAFANA_ADMIN_PASSWORD"
        fi
        row "Prometheus" "$(url grafana PROMETHEUS_PORT)"
        row "Alertmanager" "$(url grafana ALERTMANAGER_PORT)"
        ;;
    esac
  done
  echo
  echo "scripts/health-check.sh asks every part, scripts/generate-load.sh makes it busy."
}

if [ "$mode" = containers ]; then
  check_containers
else
  check_native
fi
if [ -n "$only_check" ]; then
  if [ "$mode" = native ]; then
    echo "compilers and memory are there for $target; ports are looked at when it starts"
  else
    echo "nothing stands in the way of $target"
  fi
  exit
fi
"deploy_$mode"
tell_urls
