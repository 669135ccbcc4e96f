# shellcheck shell=bash
# The settings as the lab reads them: the environment, then .env, then .env.example. Files are parsed, never run.

# The checkout.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# in_checkout PATH: the path from the checkout, as the lab tool takes those of the settings.
in_checkout() { case $1 in /*) printf '%s\n' "$1" ;; *) printf '%s\n' "$root/$1" ;; esac; }

# env_file: the file that overrides .env.example.
env_file() { in_checkout "${LAB_ENV_FILE:-.env}"; }

# What cannot be read would silently be the defaults.
if [ -e "$(env_file)" ] && [ ! -r "$(env_file)" ]; then
  echo "$(env_file) cannot be read by $(id -un): give that user the right to" >&2
  exit 1
fi

# setting NAME: its value.
setting() {
  if [ -n "${!1+set}" ]; then
    printf '%s\n' "${!1}"
  elif ! value_in "$(env_file)" "$1"; then
    value_in "$root/.env.example" "$1" || true
  fi
}

# value_in FILE NAME: the value that a file gives a name; fails when it gives none.
value_in() {
  local value
  [ -r "$1" ] || return 1
  value=$(sed -nE "s/^[[:space:]]*(export[[:space:]]+)?$2[[:space:]]*=[[:space:]]*(.*)$/=\2/p" "$1" | tr -d '\r' | tail -n1)
  [ -n "$value" ] || return 1
  value=${value#=}
  case $value in
    \"*\"*) value=${value#\"} && value=${value%%\"*} ;;
    \'*\'*) value=${value#\'} && value=${value%%\'*} ;;
    *) value=$(sed -E 's/(^|[[:space:]]+)#.*$//; s/[[:space:]]+$//' <<<"$value") ;;
  esac
  printf '%s\n' "$value"
}

# port_variable PORT: the variable that holds a port.
port_variable() {
  local name
  while read -r name; do
    [ "$(setting "$name")" != "$1" ] || { printf '%s\n' "$name" && return; }
  done < <(sed -nE 's/^([A-Z_]+_PORT)=.*/\1/p' "$root/.env.example")
}

# host_of webapp|grafana: where that half of the lab is reached from here.
host_of() {
  local name=WEBAPP_HOST host
  [ "$1" = webapp ] || name=GRAFANA_STACK_HOST
  host=$(setting "$name")
  host=${host:-$(setting BIND_ADDRESS)}
  case $host in 0.0.0.0 | '') host=127.0.0.1 ;; esac
  printf '%s\n' "$host"
}
