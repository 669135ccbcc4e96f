# shellcheck shell=bash
# The addresses of the networks between containers.
# Needs: settings.sh, faults.sh, docker.sh.

: "${project:?docker.sh is read first}"

# check_networks HALF...: the networks with fixed addresses take none that this machine has a use for.
check_networks() {
  case " $* " in *" webapp "*) check_network edge EDGE_SUBNET ;; esac
  check_network telemetry TELEMETRY_SUBNET
}

# check_network NAME VARIABLE: a network that is there already has its addresses, and a route of its own.
check_network() {
  local subnet taken
  subnet=$(setting "$2")
  if ! [[ $subnet =~ ^([0-9]{1,3}\.){3}[0-9]{1,3}/[0-9]{1,2}$ ]]; then
    fault "$2 is \"$subnet\": it must be an IPv4 network such as 172.16.80.0/24"
    return
  fi
  if ! command -v ip >/dev/null || network_exists "$1"; then
    return
  fi
  taken=$(ip -o -4 route 2>/dev/null | overlapping "$subnet") || true
  [ -z "$taken" ] || fault "$2 is $subnet, and this machine has the route $taken: set $2, and the addresses in it, to others in .env"
}

# network_exists NAME: has Compose made the network of that name?
network_exists() {
  [ -n "$(docker network ls --quiet --filter "label=com.docker.compose.project=$project" \
    --filter "label=com.docker.compose.network=$1" 2>/dev/null)" ]
}

# overlapping SUBNET: the first of the routes on standard input that a network of these addresses would not get along with: one
# into it, or one to a network that this machine is itself in, Docker's others among them. A wider one, that of a VPN for
# example, gives way to the lab's.
overlapping() {
  awk -v subnet="$1" '
    function start(network, length_,    octet) {
      split(network, octet, "[./]")
      return int((((octet[1] * 256 + octet[2]) * 256 + octet[3]) * 256 + octet[4]) / 2 ^ (32 - length_))
    }
    function prefix(network) { return network ~ /\// ? substr(network, index(network, "/") + 1) + 0 : 32 }
    $1 ~ /^[0-9]+\./ {
      shorter = prefix($1) < prefix(subnet) ? prefix($1) : prefix(subnet)
      if (start($1, shorter) != start(subnet, shorter)) next
      if (prefix($1) < prefix(subnet) && $0 !~ / proto kernel/) next
      for (i = 2; i < NF; i++) if ($i == "dev") device = " (" $(i + 1) ")"
      print $1 device
      exit
    }'
}
