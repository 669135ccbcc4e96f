# shellcheck shell=bash
# What containers mount of this machine.
# Needs: settings.sh, faults.sh.

: "${root:?settings.sh is read first}"

# Files and folders of the checkout that the compose files mount.
mounted=(.env.example infrastructure load process-compose.yaml)

# check_readable: containers may read what they mount: most run as users that own nothing here. A checkout made under a
# strict umask is its owner's alone.
check_readable() {
  local found
  # What else begins with a dot is an editor's.
  found=$(cd "$root" && find "${mounted[@]}" -name '.*' ! -name .env.example -prune -o \( ! -perm -004 -o -type d ! -perm -005 \) -print 2>/dev/null | head -n1) || true
  [ -z "$found" ] ||
    fault "$found may not be read by others, and containers mount it: (cd $root && chmod -R go+rX ${mounted[*]})"
}

# check_docker_root: DOCKER_ROOT is where the engine keeps the logs of containers. It says so itself: in its virtual
# machine, where it has one, the folder is nowhere on this machine.
check_docker_root() {
  local configured kept
  configured=$(setting DOCKER_ROOT)
  kept=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null) || return 0
  if [ -z "$kept" ] || [ "${configured%/}" = "$kept" ] || [ "$(readlink -f "$configured")" = "$kept" ]; then
    return 0
  fi
  fault "DOCKER_ROOT is $configured and Docker keeps its containers in $kept: set DOCKER_ROOT=$kept in .env"
}
