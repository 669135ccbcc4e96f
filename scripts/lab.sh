#!/usr/bin/env bash
# Builds the lab tool when it is not up to date, and runs it: scripts/lab.sh up, status, test, …
# Without Go, but with Docker, it runs from its image.
set -euo pipefail

# shellcheck source=scripts/lib/settings.sh
. "$(dirname "$0")/lib/settings.sh"

# The verb, after flags that are the tool's own.
verb=
previous=
for argument in "$@"; do
  if [ "$previous" != --env-file ] && [ "${argument#-}" = "$argument" ]; then
    verb=$argument
    break
  fi
  previous=$argument
done

# from_image ARG...: the tool in a container that sees this machine's network and reads the checkout.
from_image() {
  local image=oms-lab/lab:0.1.0 variables=() name
  case $verb in
    check | seed | reconcile | help | '') ;;
    *)
      echo "lab $verb needs the compilers of the native lab, and Go is not here: scripts/prerequisites.sh names them all" >&2
      exit 1
      ;;
  esac
  if ! docker image inspect "$image" >/dev/null 2>&1; then
    echo "building the image of the lab tool (once)" >&2
    # The engine's older builder, still the default of some, knows no cache mounts.
    DOCKER_BUILDKIT=1 docker build --quiet --file "$root/lab/Dockerfile" --tag "$image" "$root" >/dev/null
  fi
  while read -r name; do
    [ -z "${!name+set}" ] || variables+=(--env "$name")
  done < <(sed -nE 's/^([A-Z_]+)=.*/\1/p' "$root/.env.example"; printf '%s\n' GATEWAY_URL LAB_ENV_FILE)
  # As this user, who may read .env. The image has a BIND_ADDRESS of its own.
  BIND_ADDRESS=$(setting BIND_ADDRESS) exec docker run --rm --network host --user "$(id -u):$(id -g)" \
    --volume "$root:$root:ro" --env LAB_ROOT="$root" --env BIND_ADDRESS "${variables[@]}" "$image" "$@"
}

if ! command -v go >/dev/null && command -v docker >/dev/null && docker version >/dev/null 2>&1; then
  from_image "$@"
fi

# builds_all ARG...: does the verb build the services, and so need all compilers? The Grafana stack alone does not.
builds_all() {
  case $verb in up | test | bench | lint | generate) ;; *) return 1 ;; esac
  [ "$verb" = up ] || return 0
  case " $* " in
    *" --only grafana "* | *" --only=grafana "*) return 1 ;;
    *" --only"*) return 0 ;;
  esac
  [ "$(cat "${LAB_STATE:-$root/.lab}/half" 2>/dev/null)" != grafana ]
}

if builds_all "$@"; then
  "$root/scripts/prerequisites.sh"
else
  "$root/scripts/prerequisites.sh" --go
fi

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
