#!/bin/bash
# What the official image does with an empty data folder, as far as the lab asks for it: initdb with the given password,
# then a first start that listens on the socket only and is asked for the database, with the arguments of the real one.
set -euo pipefail

if [ "${1:-}" != postgres ]; then
  exec "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?must be set for an empty data folder}"
  # The arguments of initdb are several words in one variable.
  # shellcheck disable=SC2086
  initdb --pgdata="$PGDATA" --username=postgres --pwfile=<(echo "$POSTGRES_PASSWORD") ${POSTGRES_INITDB_ARGS:-}
  pg_ctl -w start -o "$(printf '%q ' "${@:2}" -c listen_addresses= -p "${PGPORT:-5432}")"
  PGPASSWORD=$POSTGRES_PASSWORD psql --host= --username=postgres --no-password --no-psqlrc --dbname=postgres \
    --set ON_ERROR_STOP=1 --command='SELECT 1' >/dev/null
  pg_ctl -m fast -w stop
fi
exec "$@"
