#!/usr/bin/env bash
# The browser tests need Chromium and a Chinese font; on CI they are installed, elsewhere the line to type is named.
set -euo pipefail
has() { command -v chromium > /dev/null || [ -n "${CHROMIUM:-}" ]; }
if ! has && [ "${CI:-}" = true ] && command -v apt-get > /dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk > /dev/null
fi
if ! has; then
  echo "The browser tests need Chromium: sudo apt-get install chromium fonts-noto-cjk (or CHROMIUM=/path/to/it)" >&2
  exit 1
fi
