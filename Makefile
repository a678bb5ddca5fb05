# groupnet: what one can do here. `make` or `make help` lists it.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# no byte-code beforehand: what is used is compiled at its first use, and the rest never
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile
# whoever may not keep byte-code compiles for seconds at every start, and the tests start many processes
unexport PYTHONDONTWRITEBYTECODE
TESTS := -q -n auto -m "not e2e and not soak"
# no address of a registry and no path of this machine in what is committed
LOCKED := --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links

# A stamp for each set of parts: newer than its lock file, so that the second start takes seconds.
READY := $(VENV)/ready
TEST_READY := $(VENV)/ready-for-tests

.PHONY: help demo test test-sqlite test-postgresql e2e lint types imports migrations bench soak shots routes lock clean

help: ## List what one can do here
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## Fill the demo group and serve it on http://127.0.0.1:8000 (PORT=… for another port)
	@$(BIN)/groupnet demo --port $(PORT)

test: test-sqlite test-postgresql ## Run the tests on SQLite and again on PostgreSQL

test-sqlite: $(TEST_READY) ## Run all tests on SQLite
	$(BIN)/pytest $(TESTS)

test-postgresql: $(TEST_READY) ## Run all tests on PostgreSQL
	GROUPNET_TEST_DATABASE=postgresql $(BIN)/pytest $(TESTS)

e2e: $(TEST_READY) ## Run the journeys in a real browser
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } || \
	  { echo "The journeys need Debian's chromium: apt-get install chromium"; exit 1; }
	$(BIN)/pytest -q -n 2 --dist loadfile -m e2e tests/e2e

lint: $(TEST_READY) types imports ## Check style, templates, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates

types: $(TEST_READY) ## Check the types
	$(BIN)/mypy

imports: $(TEST_READY) ## Check who imports whom
	$(BIN)/lint-imports

migrations: $(TEST_READY) ## Check the migrations: up, down, and models equal to the newest
	$(BIN)/pytest -q tests/migrations

routes: $(TEST_READY) ## Write tests/routes.txt, who may call what, anew
	$(BIN)/python -m tests.rules.routes > tests/routes.txt.new && mv tests/routes.txt.new tests/routes.txt

bench: $(TEST_READY) ## Measure the pages beside a bare Flask page
	$(BIN)/python -m tests.benchmarks

soak: $(TEST_READY) ## Run the long tests
	$(BIN)/pytest -q -m soak

shots: $(TEST_READY) ## Take the README's pictures of the demo
	$(BIN)/python -m tests.e2e.shots

lock: ## Choose the newest versions again (needs uv) and write the lock files
	uv --no-config pip compile $(LOCKED) pyproject.toml -o requirements.lock
	uv --no-config pip compile $(LOCKED) pyproject.toml --extra scale -c requirements.lock -o requirements-scale.lock
	uv --no-config pip compile $(LOCKED) pyproject.toml --extra test -c requirements.lock -o requirements-test.lock

clean: ## Remove what was made, but the data
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist build shots

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "groupnet needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv"; exit 1; }

$(READY): requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing what groupnet needs into $(VENV) …"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): requirements-test.lock $(READY)
	@echo "Installing what the tests need into $(VENV) …"
	@$(PIP) --require-hashes -r requirements-test.lock
	@touch $@
