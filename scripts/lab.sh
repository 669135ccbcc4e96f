#!/usr/bin/env bash
# Builds the lab tool when it is not up to date, and runs it: scripts/lab.sh up, status, test, …
# Without a Go that can build it, but with Docker, it runs from its image.
set -euo pipefail

# shellcheck source=scripts/lib/settings.sh
. "$(dirname "$0")/lib/settings.sh"
# shellcheck source=scripts/lib/versions.sh
. "$(dirname "$0")/lib/versions.sh"

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

# source_sum: a sum of all that the image is made from, which is what its Dockerfile copies.
source_sum() (
  cd "$root"
  # shellcheck disable=SC2046 # several paths, none with a space
  find $(sed -nE 's/^COPY ([^-].*) [^ ]+$/\1/p' lab/Dockerfile) -type f -print0 |
    LC_ALL=C sort -z | xargs -0 cksum | cksum | cut -d' ' -f1
)

# from_image ARG...: the tool in a container that sees this machine's network and reads the checkout.
from_image() {
  # Not Compose's image of the same program: the inbox would be made again with each that is built here.
  local image=oms-lab/lab-tool:0.1.0 label=oms-lab.source variables=() source name
  case $verb in
    check | seed | reconcile | help | '') ;;
    *)
      echo "lab $verb needs the compilers of the native lab, and Go $go_wanted or newer is not here: scripts/prerequisites.sh names them all" >&2
      exit 1
      ;;
  esac
  # Asked of the engine, not of a registry, so that the tool runs without one.
  source=$(source_sum)
  if [ "$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$image" 2>/dev/null)" != "$source" ]; then
    echo "building the image of the lab tool (once for each change of its source)" >&2
    # The engine's older builder, still the default of some, knows no cache mounts.
    DOCKER_BUILDKIT=1 docker build --quiet --file "$root/lab/Dockerfile" --label "$label=$source" --tag "$image" "$root" >/dev/null
  fi
  while read -r name; do
    [ -z "${!name+set}" ] || variables+=(--env "$name")
  done < <(sed -nE 's/^([A-Z_]+)=.*/\1/p' "$root/.env.example"; printf '%s\n' DATA_ADDRESS GATEWAY_URL LAB_ENV_FILE)
  # As this user, who may read .env. The image has a BIND_ADDRESS of its own.
  BIND_ADDRESS=$(setting BIND_ADDRESS) exec docker run --rm --network host --user "$(id -u):$(id -g)" \
    --volume "$root:$root:ro" --env LAB_ROOT="$root" --env BIND_ADDRESS "${variables[@]}" "$image" "$@"
}

if ! go_builds_lab && command -v docker >/dev/null && docker version >/dev/null 2>&1; then
  from_image "$@"
fi

# half_of_last_start: webapp, grafana or both, as the tool notes it in its state folder.
half_of_last_start() {
  local state
  state=$(setting LAB_STATE)
  cat "$(in_checkout "${state:-.lab}")/half" 2>/dev/null
}

# builds_all ARG...: does the verb build the services, and so need all compilers? The Grafana stack alone does not.
builds_all() {
  case $verb in up | test | bench | lint | generate) ;; *) return 1 ;; esac
  [ "$verb" = up ] || return 0
  case " $* " in
    *" --only grafana "* | *" --only=grafana "*) return 1 ;;
    *" --only"*) return 0 ;;
  esac
  [ "$(half_of_last_start)" != grafana ]
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
