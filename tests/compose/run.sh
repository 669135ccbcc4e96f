#!/usr/bin/env bash
# Proves the lab in containers for real, with the Docker engine of this machine; see README.md.
set -euo pipefail

usage() {
  cat <<'END'
usage: tests/compose/run.sh [--clean] [--keep] [TEST]

Makes base images and stand-ins that are missing, builds the lab's images, starts the lab and tests it. TEST is a
regular expression over the names of tests, as go test -run takes it.

  --clean  remove the images afterwards, the bases included; without it only containers, networks and volumes go
  --keep   leave the lab running
END
}

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=${LAB_CACHE:-$HOME/.cache/oms-lab}/compose
clean=false
keep=false
tests=.
for argument in "$@"; do
  case $argument in
  --clean) clean=true ;;
  --keep) keep=true ;;
  --help | -h)
    usage
    exit 0
    ;;
  -*)
    usage >&2
    exit 2
    ;;
  *) tests=$argument ;;
  esac
done

docker info >/dev/null 2>&1 || {
  echo "run: the Docker engine does not answer" >&2
  exit 1
}

# Compose and buildx of the pinned versions, for this run only: nothing of the user's Docker settings is touched.
export DOCKER_CONFIG=$cache/docker DOCKER_BUILDKIT=1
plugins=$DOCKER_CONFIG/cli-plugins
mkdir -p "$plugins"
version() { (cd "$here/tools" && go list -m -f '{{.Version}}' "$1"); }
build_plugin() {
  local name=$1 module=$2 package=$3 variable=$4 wanted
  wanted=$(version "$module")
  [ "$(docker "$name" version 2>/dev/null | grep -o "${wanted#v}")" = "${wanted#v}" ] && return
  echo "building docker $name $wanted"
  (cd "$here/tools" && go build -trimpath -buildvcs=false -ldflags "-s -w -X $variable=${wanted#v}" \
    -o "$plugins/docker-$name" "$package")
}
build_plugin compose github.com/docker/compose/v2 github.com/docker/compose/v2/cmd \
  github.com/docker/compose/v2/internal.Version
build_plugin buildx github.com/docker/buildx github.com/docker/buildx/cmd/buildx github.com/docker/buildx/version.Version

# One file of all that differs from the defaults: lab reconcile takes one.
cat "$root/tests/stack.env" "$here/proof.env" >"$cache/proof.env"
export COMPOSE_ENV_FILES=$root/.env.example,$cache/proof.env
project=$(sed -n 's/^COMPOSE_PROJECT_NAME=//p' "$here/proof.env")
compose() { docker compose --project-directory "$root" -f "$root/docker-compose.yml" "$@"; }

remove_lab() {
  local name filter ids
  for name in "$project" "$project-webapp" "$project-grafana"; do
    filter=label=com.docker.compose.project=$name
    mapfile -t ids < <(docker container ls -aq --filter "$filter")
    [ ${#ids[@]} -eq 0 ] || docker container rm -fv "${ids[@]}" >/dev/null
    mapfile -t ids < <(docker network ls -q --filter "$filter")
    [ ${#ids[@]} -eq 0 ] || docker network rm "${ids[@]}" >/dev/null
    mapfile -t ids < <(docker volume ls -q --filter "$filter")
    [ ${#ids[@]} -eq 0 ] || docker volume rm "${ids[@]}" >/dev/null
  done
}

# bases.sh and standins.sh note what they make.
remove_images() {
  local names
  mapfile -t names < <({
    docker images --format '{{.Repository}}:{{.Tag}}' 'oms-lab/*'
    docker images --format '{{.Repository}}:{{.Tag}}' 'oms-lab-base/*'
    cat "$cache/images"
  } | grep -v "<none>" | sort -u)
  docker rmi -f "${names[@]}" >/dev/null
  rm -f "$cache/images"
}

finish() {
  if [ "$keep" = true ]; then
    echo "the lab is left running: docker ps --filter label=com.docker.compose.project=$project"
    return
  fi
  remove_lab
  [ "$clean" = false ] || remove_images
}
trap finish EXIT
# Beside other work on this machine.
renice -n 10 $$ >/dev/null

remove_lab
"$here/bases.sh"
# By the service that builds it; the lab's own image is that of several.
for service in configuration order-service inventory-service payment-service user-service notification-service frontend; do
  started=$SECONDS
  compose --progress quiet build "$service"
  image=$(compose config --images | grep "^oms-lab/${service/configuration/lab}:" | head -n1)
  echo "image $image: $(($(docker image inspect -f '{{.Size}}' "$image") / 1000000)) MB, $((SECONDS - started)) s"
done
"$here/standins.sh"

cd "$here" && go test -tags compose -count=1 -timeout 60m -v -run "$tests" .
