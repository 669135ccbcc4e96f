# shellcheck shell=bash
# The Docker engine, the Compose plugin, and what runs of the lab in containers.
# Needs: settings.sh, faults.sh, versions.sh.

: "${root:?settings.sh is read first}"

# The oldest Compose that the files and the overrides of DEPLOYMENT.md were made for.
compose_wanted=2.24

# The project that both compose files are.
project=$(setting COMPOSE_PROJECT_NAME)

# compose_file webapp|grafana: the file of a half.
compose_file() { case $1 in webapp) echo docker-compose.yml ;; grafana) echo docker-compose.grafana.yml ;; esac; }

# compose HALF ARG...: docker compose on the file of a half, and on what this machine changes of the webapp's: Compose
# reads an override by itself only where no file is named.
compose() {
  local files=(-f "$(compose_file "$1")")
  if [ "$1" = webapp ] && [ -f "$root/docker-compose.override.yml" ]; then
    files+=(-f docker-compose.override.yml)
  fi
  shift
  if [ -n "${LAB_ENV_FILE:-}" ]; then
    set -- --env-file "$(env_file)" "$@"
  fi
  (cd "$root" && docker compose "${files[@]}" "$@")
}

# containers [FILTER...]: the ids of the lab's running containers, of those that fit all filters.
containers() {
  local filters=()
  for filter in "label=com.docker.compose.project=$project" "$@"; do
    filters+=(--filter "$filter")
  done
  docker ps --quiet "${filters[@]}" 2>/dev/null
}

# service_exists NAME: is there a container of the service, whether it runs or not?
service_exists() {
  [ -n "$(docker ps --quiet --all --filter "label=com.docker.compose.project=$project" \
    --filter "label=com.docker.compose.service=$1" 2>/dev/null)" ]
}

# service_runs NAME: is there a running container of the service?
service_runs() { [ -n "$(containers "label=com.docker.compose.service=$1")" ]; }

# engine_answers: is there a Docker engine that this user may use?
engine_answers() { command -v docker >/dev/null && docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# check_docker: the engine is there and answers, and Compose is new enough.
check_docker() {
  local said
  if ! command -v docker >/dev/null; then
    fault "Docker is not installed: https://docs.docker.com/engine/install/ tells how; or deploy with --native"
    return
  fi
  if ! said=$(docker version --format '{{.Server.Version}}' 2>&1); then
    case $said in
      *"permission denied"*) fault "the Docker engine does not let $(id -un) in: sudo usermod -aG docker $(id -un), and sign in again" ;;
      *) fault "the Docker engine does not answer: start it (sudo systemctl start docker); docker version says why not" ;;
    esac
    return
  fi
  check_compose
}

check_compose() {
  local version plugin="install $compose_wanted or newer (package docker-compose-plugin)"
  if ! version=$(docker compose version --short 2>/dev/null); then
    version=$(docker-compose version --short 2>/dev/null) || version=
    case ${version#v} in
      1.*) fault "only Compose v1 (docker-compose ${version#v}) is here, which cannot read these files: $plugin" ;;
      ?*) fault "docker-compose ${version#v} is here, but not as the plugin docker compose, which the lab calls: $plugin" ;;
      *) fault "the plugin docker compose is missing: $plugin" ;;
    esac
    return
  fi
  version=${version#v}
  if ! at_least "$version" "$compose_wanted"; then
    fault "docker compose is $version, and the files need $compose_wanted or newer: update the package docker-compose-plugin"
  fi
}

# tell_unhealthy: every container of the lab that is not well, with the end of its log.
tell_unhealthy() {
  local name service status
  docker ps --all --filter "label=com.docker.compose.project=$project" \
    --format '{{.Names}}|{{.Label "com.docker.compose.service"}}|{{.Status}}' |
    while IFS='|' read -r name service status; do
      case $status in
        "Exited (0)"* | Created*) continue ;;
        *unhealthy* | *"health: starting"* | Exited* | Restarting* | Dead*) ;;
        *) continue ;;
      esac
      printf '%s: %s; the end of its log:\n' "$service" "$status"
      docker logs --tail 8 "$name" 2>&1 </dev/null | sed 's/^/    /'
    done
}
