# One command per job. `make test` is what CI runs. Nothing needs to be set up first: every job
# makes .venv from the hashed locks in requirements/, and builds the console and the SDK from theirs.

VENV := .venv
BIN := $(VENV)/bin
STATIC := src/samehands/server/static
WEB := console sdk
PROVIDER := tests/server/auth/oidc_provider
PYTHON_FLOOR := 3, 11
WORKERS ?= 2
PYTEST_ARGS ?=
BENCH_ARGS ?=
LOAD_ARGS ?=
DEMO_ARGS ?=
LOCK_ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The arrays are small and the tests run side by side: more threads only get in each other's way.
export OPENBLAS_NUM_THREADS ?= 1
export OMP_NUM_THREADS ?= 1

# The first interpreter on the path that is new enough. Asked for only when .venv is not there yet.
PYTHON ?= $(shell for candidate in python3 python3.13 python3.12 python3.11 python; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < ($(PYTHON_FLOOR)))' >/dev/null 2>&1 \
	&& { echo "$$candidate"; break; }; done)

LOCK := $(BIN)/uv pip compile --no-config --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' --quiet $(LOCK_ARGS)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test browser bench bench-load check format setup build reference lock clean

help:  ## print the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup  ## replay a recorded team, one seat of which is taken over
	@$(BIN)/samehands demo $(DEMO_ARGS)

test: check $(PROVIDER)/node_modules/.installed  ## check, then every test (PYTEST_ARGS="-m 'not slow'" for the quick ones)
	@tools/system-packages
	@for part in $(WEB); do \
		tools/npm $$part test --silent && tools/npm $$part run --silent size || exit 1; done
	PATH="$(CURDIR)/$(VENV)/node:$$PATH" $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -q $(PYTEST_ARGS)

browser: setup  ## every test of the SDK in browsers, and its figures through Chromium (half an hour)
	@tools/system-packages
	PATH="$(CURDIR)/$(VENV)/node:$$PATH" $(BIN)/python -m pytest -q sdk/e2e $(PYTEST_ARGS)
	@tools/npm sdk/e2e/recorders ci --ignore-scripts --no-audit --no-fund --silent
	@PYTHONPATH=tests $(BIN)/python sdk/e2e/cost.py --json benchmarks/results/browser-cost.json
	@$(BIN)/python benchmarks/browser.py

bench: setup  ## measure speed, accuracy and leak; JSON under benchmarks/results/ (one: BENCH_ARGS=cmu)
	@$(BIN)/samehands lab bench $(BENCH_ARGS)
	@$(BIN)/python benchmarks/speed.py

bench-load: setup  ## windows a second through the real server, both databases (LOAD_ARGS="--seconds 600")
	@tools/system-packages
	@$(BIN)/python benchmarks/load.py $(LOAD_ARGS)

check: setup  ## format, lint, types, layers, dependencies; Python and TypeScript
	$(BIN)/python -m ruff format --check --quiet .
	$(BIN)/python -m ruff check --quiet .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m deptry src
	@for part in $(WEB); do tools/npm $$part run --silent check || exit 1; done

format: setup  ## put every file into the house format, and mend what lint can mend
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .
	@for part in $(WEB); do tools/npm $$part run --silent --if-present format || exit 1; done

setup: $(VENV)/.installed $(WEB:%=$(STATIC)/%/.built)  ## make .venv, the console and the SDK from the locks

build: setup  ## the wheel and the source distribution, in dist/
	@rm -rf dist
	@$(BIN)/python -m hatchling build

reference: setup  ## renew the pages of docs/reference that are made from code
	@$(BIN)/python tools/reference.py

lock: setup  ## write requirements/ anew from pyproject.toml (LOCK_ARGS=--upgrade for new versions)
	$(LOCK) --extra lab --group dev --output-file requirements/dev.txt pyproject.toml
	$(LOCK) --constraints requirements/dev.txt --output-file requirements/run.txt pyproject.toml

clean:  ## remove .venv and everything that tools leave behind
	rm -rf $(VENV) $(STATIC) $(WEB:%=%/node_modules) $(PROVIDER)/node_modules $(WEB:%=%/dist) build dist out
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests benchmarks packaging -type d -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "samehands needs Python 3.11 or newer; found: $$(python3 --version 2>/dev/null || echo none)." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
		exit 1; \
	fi
	@echo "Making $(VENV) with $$($(PYTHON) --version) (once; about a minute, mostly downloads)."
	@$(PYTHON) -m venv $(VENV)

# Stamps, so that a set-up that is up to date costs nothing.
$(VENV)/.locked: requirements/dev.txt | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.locked
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# After .locked, because Node comes from there where the machine has none. Nothing of a package
# runs while it is installed.
NODE_MODULES := $(addsuffix /node_modules/.installed,$(WEB) $(PROVIDER))
$(NODE_MODULES): %/node_modules/.installed: %/package-lock.json | $(VENV)/.locked
	@echo "Installing what $*/package-lock.json pins."
	@tools/npm $* ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# Folders are among the sources too: removing a file changes its folder's time.
$(foreach part,$(WEB),$(eval $(STATIC)/$(part)/.built: \
	$(shell find $(part) -mindepth 1 \( -name node_modules -o -name dist \) -prune -o -print 2>/dev/null)))
$(WEB:%=$(STATIC)/%/.built): $(STATIC)/%/.built: %/node_modules/.installed
	@tools/npm $* run --silent build >$(VENV)/build-$*.log 2>&1 || { cat $(VENV)/build-$*.log; exit 1; }
	@if [ -d $*/dist ]; then rm -rf $(@D) && mkdir -p $(@D) && cp $*/dist/*.*js $(@D)/; fi
	@touch $@
