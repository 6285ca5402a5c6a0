#!/usr/bin/env bash
# Makes the virtual environment with the newest Python from 3.11 on; says what to type when there is none.
set -euo pipefail
venv=$1
for python in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
  [ -n "$python" ] && command -v "$python" > /dev/null || continue
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || continue
  echo "Making $venv with $("$python" --version) …"
  if ! "$python" -m venv "$venv" > /dev/null 2>&1; then
    rm -rf "$venv"
    echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2
    exit 1
  fi
  exit 0
done
echo "Python 3.11 or newer is needed. On Debian and Ubuntu: sudo apt-get install python3 python3-venv" >&2
exit 1
