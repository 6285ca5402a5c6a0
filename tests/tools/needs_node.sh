#!/usr/bin/env bash
# The app is built with Node.js 20.19 or newer; where there is none, one from a Python wheel goes into the venv.
set -euo pipefail
python=$1 wheel=$2
usable() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
    2> /dev/null && command -v npm > /dev/null
}
usable && exit 0
echo "No usable Node.js here: installing one into the virtual environment …"
"$python" -m pip install --quiet --disable-pip-version-check --no-input "$wheel" && hash -r && usable && exit 0
echo "Node.js 20.19 or newer is needed, and PyPI has none for this machine: https://nodejs.org or your system's packages" >&2
exit 1
