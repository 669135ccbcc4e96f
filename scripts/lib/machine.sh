# shellcheck shell=bash
# What this machine has: memory, free ports, addresses, and ways to the other machine.
# Needs: settings.sh, faults.sh, docker.sh.

: "${root:?settings.sh is read first}"

# memory_wanted HALF: MiB that must be free. The webapp's containers take some 1.6 GiB under load, the Grafana stack's
# 0.8; their limits, which none comes near, add up to 2.4 and 1.5. Building the images takes its share before that.
memory_wanted() { case $1 in webapp) echo 2048 ;; grafana) echo 1024 ;; esac; }

# check_memory MODE HALF...: enough is free for the halves that do not run yet.
check_memory() {
  local mode=$1 wanted=0 free half
  shift
  for half in "$@"; do
    runs "$mode" "$half" || wanted=$((wanted + $(memory_wanted "$half")))
  done
  free=$(free_memory "$mode")
  if [ -n "$free" ] && [ "$free" -lt "$wanted" ]; then
    fault "$free MiB of memory are free, and $(listed "$@") needs $wanted MiB: stop something, or put the other half on a second machine"
  fi
}

# free_memory MODE: MiB, nothing where it cannot be told. An engine in a virtual machine has less than this machine.
free_memory() {
  {
    awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo 2>/dev/null || true
    if [ "$1" = containers ]; then
      docker info --format '{{.MemTotal}}' 2>/dev/null | awk '$1 > 0 {print int($1 / 1048576)}'
    fi
  } | sort -n | head -n1
}

# runs MODE HALF: does that half run here already?
runs() {
  case $1-$2 in
    containers-webapp) service_runs order-service ;;
    containers-grafana) service_runs prometheus ;;
    native-webapp) connects "$(host_of webapp)" "$(setting ORDER_SERVICE_PORT)" ;;
    native-grafana) connects "$(host_of grafana)" "$(setting PROMETHEUS_PORT)" ;;
  esac
}

# listed NAME...: names as in a sentence.
listed() { case $# in 2) echo "$1 with $2" ;; *) echo "$*" ;; esac; }

# check_own_ports: no two variables hold the same port.
check_own_ports() {
  local name port owner=()
  while read -r name; do
    port=$(setting "$name")
    if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || [ "$port" -gt 65535 ]; then
      fault "$name is \"$port\": it must be a port number from 1 to 65535"
    elif [ -n "${owner[port]:-}" ]; then
      fault "${owner[port]} and $name are both $port: each part needs a port of its own"
    else
      owner[port]=$name
    fi
  done < <(sed -nE 's/^([A-Z_]+_PORT)=.*/\1/p' "$root/.env.example")
}

# check_ports HALF: every port that the containers of a half publish can be had.
check_ports() {
  local config address port holder
  if ! config=$(compose "$1" config 2>&1); then
    fault "docker compose cannot read $(compose_file "$1"): $(tail -n1 <<<"$config")"
    return
  fi
  while read -r address port; do
    holder=$(holder_of "$address" "$port")
    if [ -n "$holder" ] && [ -z "$(containers "publish=$port")" ]; then
      fault_of_port "$port" "$holder"
    fi
  done < <(published <<<"$config")
  # In the machine's own network, so that Docker publishes nothing for it.
  port=$(setting NODE_EXPORTER_PORT)
  if [ "$1" = webapp ] && ! service_runs node-exporter; then
    holder=$(holder_of "$(node_exporter_address)" "$port")
    [ -z "$holder" ] || fault_of_port "$port" "$holder"
  fi
}

fault_of_port() {
  local variable
  variable=$(port_variable "$1")
  fault "port $1 ($variable) is taken by $2: stop it, or set $variable to another port in .env"
}

# published: address and port of each published port in what docker compose config prints.
published() {
  awk '$1 == "-" {host = "0.0.0.0"}
    {key = $1 == "-" ? $2 : $1; value = $NF; gsub(/"/, "", value)}
    key == "host_ip:" {host = value}
    key == "published:" {print host, value; host = "0.0.0.0"}' | sort -u
}

# node_exporter_address: where it listens, as in docker-compose.yml.
node_exporter_address() {
  local address
  address=$(setting PUBLISH_ADDRESS)
  address=${address:-$(setting WEBAPP_HOST)}
  printf '%s\n' "${address:-$(setting TELEMETRY_GATEWAY)}"
}

# holder_of ADDRESS PORT: who listens there, as far as this user may see; nothing when nobody does.
holder_of() {
  if ! command -v ss >/dev/null; then
    listens "$1" "$2" && echo "another process"
    return 0
  fi
  ss --no-header --listening --tcp --numeric --processes "sport = :$2" 2>/dev/null |
    awk -v wanted="$1" '
      {local = $4; sub(/:[0-9]+$/, "", local); sub(/%.*/, "", local)}
      local == wanted || local ~ /^(\*|0\.0\.0\.0|\[::\])$/ || wanted == "0.0.0.0" {
        if (match($0, /\(\("[^"]+",pid=[0-9]+/)) {
          split(substr($0, RSTART + 3, RLENGTH - 3), part, /",pid=/)
          print part[1] " (pid " part[2] ")"
        } else print "a process of another user"
        exit
      }' || true
}

# listens ADDRESS PORT: does anybody, as the kernel has it?
listens() {
  local address port
  # 127.0.0.1 is 0100007F there.
  # shellcheck disable=SC2046 # four numbers
  address=$(printf '%02X' $(awk -F. '{print $4, $3, $2, $1}' <<<"$1"))
  port=$(printf '%04X' "$2")
  awk -v address="$address" -v port="$port" '
    $4 == "0A" && split($2, local, ":") && local[2] == port &&
      (local[1] == address || local[1] ~ /^0+$/ || address == "00000000") {found = 1}
    END {exit !found}' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# connects HOST PORT: does anything take a connection there?
# shellcheck disable=SC2016 # the inner shell's variables
connects() { timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null; }

# answers HOST PORT PATH STATUS: is a GET answered with that status?
answers() {
  # shellcheck disable=SC2016 # the inner shell's variables
  timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1" && printf "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n" "$2" "$0" >&3 &&
    read -r _ status _ <&3 && [ "$status" = "$3" ]' "$1" "$2" "$3" "$4" 2>/dev/null
}

# check_hosts HALF...: the settings for two machines are whole, and this is the machine that they mean.
check_hosts() {
  local webapp grafana half publish bind name
  webapp=$(setting WEBAPP_HOST) grafana=$(setting GRAFANA_STACK_HOST) publish=$(setting PUBLISH_ADDRESS) bind=$(setting BIND_ADDRESS)
  # URLs and published ports are put together from host and port, and would need brackets around an IPv6 address.
  for name in WEBAPP_HOST GRAFANA_STACK_HOST; do
    case $(setting "$name") in
      *:*) fault "$name is \"$(setting "$name")\": it must be an IPv4 address or a host name" ;;
      0.0.0.0) fault "$name is \"0.0.0.0\": it must be the address at which the other machine reaches this one" ;;
    esac
  done
  [ -z "$publish" ] || is_ipv4 "$publish" || fault "PUBLISH_ADDRESS is \"$publish\": it must be an IPv4 address, or empty"
  is_ipv4 "$bind" || fault "BIND_ADDRESS is \"$bind\": it must be an IPv4 address"
  [[ $(setting GRAFANA_URL) =~ ^(https?://[^/].*)?$ ]] ||
    fault "GRAFANA_URL is \"$(setting GRAFANA_URL)\": it must be a URL such as https://grafana.example, or empty"
  end_on_faults
  if [ -z "$webapp$grafana" ] && [ "$bind" = 0.0.0.0 ]; then
    fault "BIND_ADDRESS is 0.0.0.0, where no link leads: leave it, and set WEBAPP_HOST and GRAFANA_STACK_HOST to this machine's address"
  fi
  # Prometheus and links would look for the parts where they are not.
  if [ -z "$webapp$grafana" ] && [ -n "$publish" ] && [ "$publish" != 0.0.0.0 ]; then
    fault "PUBLISH_ADDRESS is $publish with everything on one machine: set WEBAPP_HOST and GRAFANA_STACK_HOST to that address instead"
  fi
  if [ -n "$webapp" ] && [ -z "$grafana" ]; then
    fault "WEBAPP_HOST is set and GRAFANA_STACK_HOST is not: two machines need both, in .env on both of them"
  elif [ -z "$webapp" ] && [ -n "$grafana" ]; then
    fault "GRAFANA_STACK_HOST is set and WEBAPP_HOST is not: two machines need both, in .env on both of them"
  elif [ -n "$webapp" ] && [ -z "$publish" ]; then
    for half in "$@"; do
      [ "$half" != webapp ] || check_own WEBAPP_HOST "$webapp"
      [ "$half" != grafana ] || check_own GRAFANA_STACK_HOST "$grafana"
    done
  fi
}

# is_ipv4 ADDRESS: is it one, in four numbers?
is_ipv4() {
  local octet='(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
  [[ $1 =~ ^($octet\.){3}$octet$ ]]
}

# check_own VARIABLE ADDRESS: it is an address of this machine. Docker publishes ports at addresses, not at names.
check_own() {
  if ! is_ipv4 "$2"; then
    fault "$1 is $2: it must be an IPv4 address of this machine (or set PUBLISH_ADDRESS to one)"
  elif command -v ip >/dev/null && ! ip -o route get "$2" 2>/dev/null | grep -q '^local '; then
    fault "$1 is $2, which is no address of this machine: run this on the machine that has it, or set PUBLISH_ADDRESS=0.0.0.0 behind NAT"
  fi
}

# check_grafana: the Grafana stack on the other machine takes logs and traces.
check_grafana() {
  local host port
  host=$(setting GRAFANA_STACK_HOST)
  [ -n "$host" ] && [ -n "$(setting WEBAPP_HOST)" ] || return 0
  port=$(setting LOKI_PORT)
  if ! answers "$host" "$port" /ready 200; then
    fault "the Grafana stack does not answer: Loki at http://$host:$port/ready (GRAFANA_STACK_HOST): deploy it there first, and open the port to this machine"
  fi
  port=$(setting OTLP_HTTP_PORT)
  # It takes what is sent, and nothing can be had of it.
  if ! answers "$host" "$port" /v1/traces 405; then
    fault "the Grafana stack does not answer: OTLP at http://$host:$port (GRAFANA_STACK_HOST): deploy it there first, and open the port to this machine"
  fi
}
