#!/usr/bin/env bash
# The tests of the cluster start PostgreSQL, Redis and nginx themselves; on CI those are installed, elsewhere the line to type is named.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
has() { ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 && command -v redis-server > /dev/null && command -v nginx > /dev/null; }
if ! has && [ "${CI:-}" = true ] && command -v apt-get > /dev/null; then
  # Installed, not started: the tests run their own.
  apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql redis-server nginx-light > /dev/null
fi
if ! has; then
  [ "${CI:-}" = true ] && echo "PostgreSQL, Redis or nginx is missing and cannot be installed" && exit 1
  echo "Left out: the tests of the cluster. To run them: sudo apt-get install postgresql redis-server nginx-light"
  exit 0
fi
"$@"
