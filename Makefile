# The commands of this project. Each one makes .venv by itself: every package exactly as locked, checked by hash.
# Another Python:  make test PYTHON=python3.12      Options for a command:  make run ARGS="--reset"

.DEFAULT_GOAL := help
.PHONY: help run demo test check requirements bench format lock moved
unexport PYTHONPATH PYTHONHOME
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_REQUIRE_VIRTUALENV := 1

PYTHON ?= python3 python3.13 python3.12 python3.11 python3.14
BIN := .venv/bin
STAMP := .venv/.installed
ALONE := tests/year tests/cli/test_demo_survives.py
# Scripts in a virtual environment carry its path, so a folder that was copied or renamed gets a new one.
MOVED := $(shell test -f $(STAMP) && { test -x $(BIN)/python && test "$$(cat $(STAMP))" = "$(CURDIR)" || echo moved; })
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet $(if $(UPGRADE),--upgrade)

help:  ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: $(STAMP)  ## bring up Postgres, Temporal, worker and API with a small realistic portfolio
	$(BIN)/kemitraan dev $(ARGS)

demo: $(STAMP)  ## play three whole partnerships, from a proposal to their end, in about a minute
	$(BIN)/kemitraan demo $(ARGS)

test: check  ## everything: check, then all tests on every core, and last those that need the machine for themselves
ifeq ($(ARGS),)
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m 'not alone'
	$(BIN)/python -m pytest -m alone $(ALONE)
else
	$(BIN)/python -m pytest $(ARGS)
endif

check: $(STAMP)  ## formatting, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

requirements: $(STAMP)  ## prove every requirement, and write docs/requirements.md
	$(BIN)/python -m tests.proving

bench: $(STAMP)  ## measure the budgets of the design, side by side
	$(BIN)/python -m bench $(ARGS)

format: $(STAMP)  ## rewrite the code in the project's format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: $(STAMP)  ## write the lock files from pyproject.toml, keeping pins (UPGRADE=1: newest versions)
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --all-extras --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --extra build --constraint requirements.lock --output-file requirements-prod.lock

$(STAMP): requirements.lock pyproject.toml $(MOVED)
	@test -f .venv/pyvenv.cfg && $(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		for python in $(PYTHON) ''; do \
			"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
		done; \
		test -n "$$python" || { echo 'Kemitraan needs Python 3.11 or newer; none of these is: $(PYTHON)' >&2; exit 1; }; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "$$python cannot make virtual environments; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
		"$$python" -m venv --clear .venv; \
	}
	@echo 'Installing the locked packages into .venv (the first time takes a minute)'
	@$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@printf '%s\n' "$(CURDIR)" > $@

moved:
	rm -rf .venv
