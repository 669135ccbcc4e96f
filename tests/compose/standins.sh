#!/usr/bin/env bash
# Makes images with the same programs under the names of the official ones that the compose files use, from the programs
# that the native lab compiled on this machine and Debian's packages:
#
#     tests/compose/standins.sh [IMAGE…]      without arguments: every image that the compose files take from a registry
#
# Paths, users and folders are those of the official image. One that cannot be made is named, and left out.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
lab_cache=${LAB_CACHE:-$HOME/.cache/oms-lab}
cache=$lab_cache/compose
foundation=oms-lab-base/debian:bookworm
export DOCKER_BUILDKIT=1 DOCKER_CONFIG=$cache/docker

stage=
trap '[ -z "$stage" ] || rm -rf "$stage"' EXIT

# native ARTIFACT PROGRAM PATH: puts a program of the native lab, the newest that is there, at a path of the image.
native() {
  local file
  file=$(find "$lab_cache/$1" -mindepth 2 -maxdepth 2 -name "$2" -type f -printf '%T@ %p\n' 2>/dev/null |
    sort -n | tail -n1 | cut -d' ' -f2)
  [ -n "$file" ] || {
    echo "standins: $2 was not compiled on this machine yet; make up does it" >&2
    return 1
  }
  # In Debian /bin is a link to /usr/bin.
  install -D "$file" "$stage/image${3/#\/bin\//\/usr\/bin\/}"
}

# script PATH: puts what it reads at a path of the image, as a program.
script() { install -D /dev/stdin "$stage/image$1"; }

# image NAME ENTRYPOINT UID LINES: Debian, what was put into it, and busybox's wget, which most official images have.
image() {
  local name=$1 entrypoint=$2 user=$3 lines=${4:-} account=
  mkdir -p "$stage/image"
  case $user in
  0 | 65534) ;;
  *) account="RUN groupadd --gid $user standin && useradd --uid $user --gid $user --no-create-home standin" ;;
  esac
  docker build -q -t "$name" -f - "$stage" >/dev/null <<END
FROM $foundation
RUN apt-get update -q && apt-get install -qy --no-install-recommends busybox && rm -rf /var/lib/apt/lists/* && \\
    ln -s /bin/busybox /usr/local/bin/wget
$account
COPY image /
$lines
USER $user
ENTRYPOINT ["$entrypoint"]
END
}

from_dockerfile() { docker build -q -t "$1" "$here/standins/$2" >/dev/null; }

traefik() {
  native traefik traefik /usr/local/bin/traefik || return
  # As the official entry point does: the program's name goes before what is none.
  script /entrypoint.sh <<'END'
#!/bin/sh
if [ "${1#-}" != "$1" ] || [ "$1" = healthcheck ] || [ "$1" = version ]; then
  set -- traefik "$@"
fi
exec "$@"
END
  image "$1" /entrypoint.sh 0 'CMD ["traefik"]'
}

# Its health can be asked for from 3.6.4 on; the native lab's is older.
loki() {
  native loki loki /usr/libexec/loki || return
  script /usr/bin/loki <<'END'
#!/bin/sh
if [ "$1" = -health ]; then
  exec wget -q --spider "${2#-health.url=}"
fi
exec /usr/libexec/loki "$@"
END
  image "$1" /usr/bin/loki 10001 'RUN install -d -o 10001 -g 10001 /loki'
}

# The official image has its busybox in a folder of its own.
tempo() {
  native tempo tempo /tempo || return
  image "$1" /tempo 10001 \
    'RUN install -d -o 10001 -g 10001 /var/tempo && mkdir /busybox && ln -s /bin/busybox /busybox/wget'
}

cadvisor() {
  (cd "$here/standins/cadvisor" && go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$stage/image/usr/bin/cadvisor" .)
  image "$1" /usr/bin/cadvisor 0
}

# prometheus_family IMAGE ARTIFACT PROGRAM FOLDER: these images keep their data in a folder of nobody's.
prometheus_family() {
  native "$2" "$3" "/bin/$3" || return
  image "$1" "/bin/$3" 65534 "RUN mkdir -p $4 && { [ $4 = / ] || chown 65534:65534 $4; }
WORKDIR $4"
}

# exporter IMAGE PACKAGE PATH UID: a program that Debian has under another name.
exporter() {
  image "$1" "$3" "$4" \
    "RUN apt-get update -q && apt-get install -qy --no-install-recommends $2 && rm -rf /var/lib/apt/lists/* && \
    ln -s /usr/bin/$2 $3"
}

make_standin() {
  case $1 in
  traefik:*) traefik "$1" ;;
  postgres:*) from_dockerfile "$1" postgres ;;
  redis:*) from_dockerfile "$1" redis ;;
  rabbitmq:*) from_dockerfile "$1" rabbitmq ;;
  prom/prometheus:*) prometheus_family "$1" prometheus prometheus /prometheus ;;
  prom/alertmanager:*) prometheus_family "$1" alertmanager alertmanager /alertmanager ;;
  prom/node-exporter:*) prometheus_family "$1" node-exporter node_exporter / ;;
  grafana/loki:*) loki "$1" ;;
  grafana/tempo:*) tempo "$1" ;;
  grafana/promtail:*) native loki promtail /usr/bin/promtail && image "$1" /usr/bin/promtail 0 ;;
  grafana/k6:*) native k6 k6 /usr/bin/k6 && image "$1" /usr/bin/k6 12345 ;;
  */cadvisor:*) cadvisor "$1" ;;
  */postgres-exporter:*) exporter "$1" prometheus-postgres-exporter /usr/bin/postgres_exporter 65534 ;;
  */redis_exporter:*) exporter "$1" prometheus-redis-exporter /redis_exporter 59000 ;;
  *) return 1 ;;
  esac
}

official_images() {
  local file
  for file in docker-compose.yml docker-compose.grafana.yml; do
    docker compose --project-directory "$root" --env-file "$root/.env.example" -f "$root/$file" --profile '*' config --images
  done | grep -v '^oms-lab/' | sort -u
}

if [ $# -eq 0 ]; then
  mapfile -t names < <(official_images)
  set -- "${names[@]}"
fi
for name in "$@"; do
  docker image inspect "$name" >/dev/null 2>&1 && continue
  stage=$(mktemp -d "$cache/stage.XXXXXX")
  if make_standin "$name"; then
    echo "$name" >>"$cache/images"
    echo "stand-in $name"
  else
    echo "no stand-in for $name"
  fi
  rm -rf "$stage"
  stage=
done
