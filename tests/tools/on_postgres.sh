#!/usr/bin/env bash
# Runs a command with a PostgreSQL and a Redis of its own, on free ports and in a temporary folder; both end with it.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1 || true)
if [ -z "$bin" ] || ! command -v redis-server > /dev/null; then
  if [ "${CI:-}" = true ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql redis-server > /dev/null
    bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  else
    echo "Left out: the tests on PostgreSQL and Redis. To run them: sudo apt-get install postgresql redis-server"
    exit 0
  fi
fi

folder=$(mktemp -d)
chmod 755 "$folder"
free_port() { python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
pg_port=$(free_port) redis_port=$(free_port)
# PostgreSQL refuses to run as root.
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$folder" "$@"; else "$@"; fi; }
stop() {
  as "$bin/pg_ctl" -D "$folder/pg" -m immediate stop > /dev/null 2>&1 || true
  [ -n "${redis:-}" ] && kill "$redis" 2> /dev/null || true
  rm -rf "$folder"
}
trap stop EXIT

[ "$(id -u)" = 0 ] && chown nobody "$folder"
as "$bin/initdb" -D "$folder/pg" -U qiaomen -A trust -E UTF8 --locale=C.UTF-8 > /dev/null
as "$bin/pg_ctl" -D "$folder/pg" -w -l "$folder/pg.log" -o "-p $pg_port -c listen_addresses=127.0.0.1 -k $folder -c fsync=off" start > /dev/null
redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --appendonly no --dir "$folder" > /dev/null &
redis=$!
until redis-cli -p "$redis_port" ping > /dev/null 2>&1; do kill -0 "$redis"; sleep 0.1; done

DATABASE_URL="postgres://qiaomen@127.0.0.1:$pg_port/postgres" REDIS_URL="redis://127.0.0.1:$redis_port/0" "$@"
