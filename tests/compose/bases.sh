#!/usr/bin/env bash
# Makes the base images that the Dockerfiles name, from a Debian of debootstrap and the compilers of this machine:
#
#     tests/compose/bases.sh [IMAGE…]      without arguments: every image after FROM in the project's Dockerfiles
#
# For machines that reach package registries but no registry of images. An image that is there already stays as it is.
# The lines of Dockerfiles in single quotes are for docker build to expand.
# shellcheck disable=SC2016
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=${LAB_CACHE:-$HOME/.cache/oms-lab}/compose
foundation=oms-lab-base/debian:bookworm
export DOCKER_BUILDKIT=1 DOCKER_CONFIG=$cache/docker

fail() {
  echo "bases: $*" >&2
  exit 1
}

stage=
trap '[ -z "$stage" ] || rm -rf "$stage"' EXIT

# The images after FROM that are no earlier stage of the same file.
named_by_dockerfiles() {
  local file
  for file in "$root"/services/*/Dockerfile "$root"/lab/Dockerfile; do
    awk 'toupper($1) == "FROM" {
           image = $2
           if (image ~ /^--/) image = $3
           if (!(image in stages) && image != "scratch") print image
           if (toupper($(NF-1)) == "AS") stages[$NF] = 1
         }' "$file"
  done | sort -u
}

# debootstrap's smallest Debian without what Docker's own slim image leaves out: documentation and translations.
foundation_image() {
  docker image inspect "$foundation" >/dev/null 2>&1 && return
  [ "$(id -u)" = 0 ] || fail "debootstrap needs root"
  command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"
  stage=$(mktemp -d)
  # From debootstrap's usual mirror, which it leaves in sources.list; updates come from the same place.
  debootstrap --variant=minbase bookworm "$stage" >"$cache/debootstrap.log" 2>&1 ||
    fail "debootstrap failed: $cache/debootstrap.log"
  sed -nE 's/^deb (\S+)debian\/? bookworm main.*/deb \1debian bookworm main\ndeb \1debian bookworm-updates main\ndeb \1debian-security bookworm-security main/p' \
    "$stage/etc/apt/sources.list" >"$stage/etc/apt/sources.list.new"
  mv "$stage/etc/apt/sources.list.new" "$stage/etc/apt/sources.list"
  # A package that is installed later leaves out the same things.
  printf 'path-exclude /usr/share/%s/*\n' doc man info locale >"$stage/etc/dpkg/dpkg.cfg.d/slim"
  # As in Docker's image, apt leaves no packages and no index of its own behind.
  printf '%s\n' 'Dir::Cache::pkgcache "";' 'Dir::Cache::srcpkgcache "";' \
    'Binary::apt::APT::Keep-Downloaded-Packages "false";' \
    'APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb"; };' \
    'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb"; };' \
    >"$stage/etc/apt/apt.conf.d/docker-clean"
  tar -C "$stage" --exclude=./var/cache/apt/archives/* --exclude=./var/lib/apt/lists/* --exclude=./usr/share/doc/* \
    --exclude=./usr/share/man/* --exclude=./usr/share/info/* --exclude=./usr/share/locale/* --exclude=./var/log/* -c . |
    docker import -c 'CMD ["bash"]' -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
      - "$foundation" >/dev/null
  rm -rf "$stage"
  stage=
}

# How this machine reaches the package registries, for the package managers in the image: certificates, the settings
# files that it has, and the variables about proxies and registries that are set. Prints the variables as ENV lines.
registry_access() {
  local into=$1 pair from variable
  for pair in /etc/ssl/certs/ca-certificates.crt:/etc/ssl/certs/ca-certificates.crt /etc/pip.conf:/etc/pip.conf \
    "$HOME/.config/pip/pip.conf:/root/.config/pip/pip.conf" "$HOME/.npmrc:/root/.npmrc" \
    "${CARGO_HOME:-$HOME/.cargo}/config.toml:/usr/local/cargo/config.toml" "$HOME/.m2/settings.xml:/root/.m2/settings.xml" \
    "$HOME/.config/go/env:/root/.config/go/env"; do
    from=${pair%%:*}
    [ -f "$from" ] && install -D -m 0644 "$from" "$into${pair#*:}"
  done
  for variable in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy GOPROXY GONOSUMDB GOSUMDB \
    PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CERT PIP_DEFAULT_TIMEOUT NODE_EXTRA_CA_CERTS SSL_CERT_FILE MAVEN_OPTS; do
    [ -z "${!variable:-}" ] || printf 'ENV %s="%s"\n' "$variable" "${!variable}"
  done
}

# image NAME "PACKAGES" "DOCKERFILE LINES": Debian, packages of its distribution and the files staged below $stage.
image() {
  local name=$1 packages=$2 lines=$3 access=
  # The foundation's own names carry nothing of this machine.
  if [ -n "$packages" ]; then
    access=$(registry_access "$stage")
    lines="RUN apt-get update -q && apt-get install -qy --no-install-recommends ca-certificates $packages \\
      && rm -rf /var/lib/apt/lists/*
COPY . /
RUN ldconfig
$access
$lines"
  fi
  printf 'FROM %s\n%s\n' "$foundation" "$lines" >"$stage.Dockerfile"
  docker build -q -t "$name" -f "$stage.Dockerfile" "$stage" >/dev/null
  rm -rf "$stage" "$stage.Dockerfile"
  stage=
}

debian_image() { docker tag "$foundation" "$1"; }

golang_image() {
  mkdir -p "$stage/usr/local"
  cp -a "$(go env GOROOT)" "$stage/usr/local/go"
  image "$1" git 'ENV PATH=/usr/local/go/bin:/go/bin:$PATH GOPATH=/go GOTOOLCHAIN=local
WORKDIR /go'
}

rust_image() {
  local toolchain=/usr/local/rustup/toolchains/host
  mkdir -p "$stage$toolchain" "$stage/usr/local/cargo"
  tar -C "$(rustc --print sysroot)" --exclude=./share --exclude=./lib/rustlib/src -c . | tar -C "$stage$toolchain" -x
  image "$1" 'gcc libc6-dev' "ENV RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo PATH=$toolchain/bin:\$PATH"
}

# The newest JDK of this machine, as the native lab picks it.
newest_jdk() {
  local home
  for home in ${JAVA_HOME:-} /usr/lib/jvm/*; do
    [ -x "$home/bin/javac" ] && [ -f "$home/release" ] &&
      echo "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release") $home"
  done | sort -n | tail -n1 | cut -d' ' -f2
}

jdk() {
  mkdir -p "$stage/opt/java/openjdk"
  # Whole: jlink refuses a JDK that lacks a file.
  cp -a "$(newest_jdk)/." "$stage/opt/java/openjdk/"
  # The distribution links its truststore, which knows this machine's certificates.
  [ ! -L "$stage/opt/java/openjdk/lib/security/cacerts" ] ||
    cp --remove-destination -L "$(newest_jdk)/lib/security/cacerts" "$stage/opt/java/openjdk/lib/security/cacerts"
}

temurin_image() {
  jdk
  image "$1" tzdata 'ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH'
}

maven_image() {
  jdk
  mkdir -p "$stage/usr/share" "$stage/usr/local/bin"
  cp -rL "$(dirname "$(dirname "$(readlink -f "$(command -v mvn)")")")" "$stage/usr/share/maven"
  ln -s /usr/share/maven/bin/mvn "$stage/usr/local/bin/mvn"
  image "$1" tzdata 'ENV JAVA_HOME=/opt/java/openjdk MAVEN_HOME=/usr/share/maven PATH=/opt/java/openjdk/bin:$PATH'
}

# The Node.js that the native lab pins too, with this machine's npm.
node_image() {
  local modules=$cache/node arch
  mkdir -p "$modules"
  cp "$root"/infrastructure/tools/node/package*.json "$modules/"
  (cd "$modules" && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null)
  arch=$(node -p process.arch)
  mkdir -p "$stage/usr/local/bin" "$stage/usr/local/lib/node_modules"
  cp "$modules/node_modules/node-linux-$arch/bin/node" "$stage/usr/local/bin/node"
  cp -rL "$(npm root -g)/npm" "$stage/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$stage/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$stage/usr/local/bin/npx"
  image "$1" libstdc++6 'CMD ["node"]'
}

# This machine's Python of the minor version that the name asks for.
python_image() {
  local minor python prefix
  minor=$(sed -E 's/.*:([0-9]+\.[0-9]+).*/\1/' <<<"$1")
  python=$(command -v "python$minor" || true)
  if [[ -z $python || $python == */shims/* ]]; then
    python=$(find "${PYENV_ROOT:-$HOME/.pyenv}/versions" -path "*/$minor.*/bin/python$minor" 2>/dev/null |
      sort -V | tail -n1)
  fi
  [ -n "$python" ] || fail "$1 needs Python $minor on this machine, for example by pyenv install $minor"
  prefix=$("$python" -c 'import sys; print(sys.base_prefix)')
  mkdir -p "$stage/usr/local"
  tar -C "$prefix" --exclude='test' --exclude='tests' --exclude='idlelib' --exclude='tkinter' --exclude='__pycache__' \
    --exclude='*.a' --exclude='./share' --exclude='_tkinter*' -c . | tar -C "$stage/usr/local" -x
  find "$stage/usr/local" \( -name '*.so*' -o -name "python$minor" \) -type f \
    -exec strip --strip-unneeded {} + 2>/dev/null || true
  # Programs written in Python name the interpreter of the machine that they come from.
  find "$stage/usr/local/bin" -type f -exec sed -i "1s|^#!.*/python[0-9.]*\$|#!/usr/local/bin/python$minor|" {} +
  local libraries='libbz2-1.0 libffi8 libgdbm6 liblzma5 libncursesw6 libreadline8 libsqlite3-0 libssl3 libuuid1 zlib1g'
  image "$1" "netbase tzdata $libraries" 'CMD ["python3"]'
}

mkdir -p "$cache"
foundation_image
if [ $# -eq 0 ]; then
  mapfile -t names < <(named_by_dockerfiles)
  set -- "${names[@]}"
fi
for name in "$@"; do
  docker image inspect "$name" >/dev/null 2>&1 && continue
  started=$SECONDS
  stage=$(mktemp -d "$cache/stage.XXXXXX")
  case ${name##*/} in
  debian:bookworm*) debian_image "$name" ;;
  golang:*) golang_image "$name" ;;
  rust:*) rust_image "$name" ;;
  maven:*) maven_image "$name" ;;
  eclipse-temurin:*) temurin_image "$name" ;;
  node:*) node_image "$name" ;;
  python:*) python_image "$name" ;;
  *) fail "no recipe for the base image $name" ;;
  esac
  [ -z "$stage" ] || rm -rf "$stage"
  stage=
  size=$(($(docker image inspect -f '{{.Size}}' "$name") / 1000000))
  echo "$name" >>"$cache/images"
  echo "base $name: $size MB, $((SECONDS - started)) s"
done
