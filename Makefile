# Steward 客户管家. `make run` is all a newcomer needs; see README.md.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.PHONY: run scale install install-dev frontend frontend-packages test mining texts bench soak

run: install
	PORT=$(PORT) $(BIN)/steward run --demo

scale: install
	PORT=$(PORT) $(BIN)/steward scale

install: $(STAMP)

# uv reads uv.lock: the same versions everywhere. It lives in the environment, not on the machine.
$(BIN)/uv:
	$(PYTHON) -m venv $(VENV) || (echo "Python's venv module is missing. Run: apt-get install -y python3-venv" && false)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"

$(STAMP): $(BIN)/uv uv.lock pyproject.toml
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv sync --locked --active --inexact --no-dev --quiet
	touch $@

install-dev: install
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv sync --locked --active --inexact --quiet

# The editors' bundles are committed: nobody needs Node to run or install, only to change them.
FRONTEND := web/frontend
PACKAGES := $(FRONTEND)/node_modules/.package-lock.json

$(PACKAGES): $(FRONTEND)/package.json $(FRONTEND)/package-lock.json
	cd $(FRONTEND) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

frontend: $(PACKAGES)
	cd $(FRONTEND) && node build.mjs

# Where Node is, the tests build the bundles again and compare.
frontend-packages: $(if $(shell command -v npm),$(PACKAGES))

test: install-dev frontend-packages
	$(BIN)/python -m tests.support.programs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

# What reads the event logs in CI, and is no part of Steward: without it that one test is skipped.
mining: install-dev
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv sync --locked --active --inexact --group mining --quiet

# After changing a text: collect the texts of the pages, then translate what is new in the .po and run it again.
texts: install-dev
	$(BIN)/pybabel -q extract -F pyproject.toml --no-location --sort-output -o $(VENV)/messages.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --width=120 -i $(VENV)/messages.pot -d web/translations -l zh
	$(BIN)/pybabel -q compile -d web/translations -l zh

# The long versions of the reliability tests: thousands of forms, dozens of kills.
soak: install-dev
	STEWARD_SOAK=1 $(BIN)/pytest tests/reliability tests/engine/test_never_stranded.py tests/engine/test_long_loops.py

bench: install-dev
	$(BIN)/python -m bench $(BENCH)
