# One command per job. `make test` is what CI runs. Nothing needs to be set up first: every job
# makes .venv by itself, from the hashed locks in requirements/.

VENV := .venv
BIN := $(VENV)/bin
PYTHON_FLOOR := 3, 11
WORKERS ?= 2
PYTEST_ARGS ?=
BENCH_ARGS ?=
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
.PHONY: help demo test bench check format setup lock clean

help:  ## print the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup  ## replay a recorded team, one seat of which is taken over
	@$(BIN)/samehands demo $(DEMO_ARGS)

test: check  ## check, then every test (PYTEST_ARGS="-m 'not slow'" for the quick ones)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -q $(PYTEST_ARGS)

bench: setup  ## measure speed, accuracy and leak; JSON under benchmarks/results/ (one: BENCH_ARGS=cmu)
	@$(BIN)/samehands lab bench $(BENCH_ARGS)
	@$(BIN)/python benchmarks/speed.py

check: setup  ## format, lint, types, layers, dependencies
	$(BIN)/python -m ruff format --check --quiet .
	$(BIN)/python -m ruff check --quiet .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m deptry src

format: setup  ## put every file into the house format, and mend what lint can mend
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

setup: $(VENV)/.installed  ## make .venv from the locks

lock: setup  ## write requirements/ anew from pyproject.toml (LOCK_ARGS=--upgrade for new versions)
	$(LOCK) --extra lab --group dev --output-file requirements/dev.txt pyproject.toml
	$(LOCK) --constraints requirements/dev.txt --output-file requirements/run.txt pyproject.toml

clean:  ## remove .venv and everything that tools leave behind
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} +

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
