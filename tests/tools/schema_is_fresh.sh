#!/usr/bin/env bash
# The OpenAPI schema and the TypeScript types must be what the code says now.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python manage.py spectacular --validate --fail-on-warn --file "$folder/openapi.yaml"
(cd pwa && npx --no-install openapi-typescript "$folder/openapi.yaml" --output "$folder/schema.d.ts" > /dev/null)
cmp -s "$folder/openapi.yaml" docs/openapi.yaml && cmp -s "$folder/schema.d.ts" pwa/src/core/schema.d.ts || {
  echo "Generated files are stale: make schema" >&2
  exit 1
}
