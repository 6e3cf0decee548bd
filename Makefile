# Everything needs only Python 3.11 to 3.13 and make. The first run builds .venv from requirements.lock.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# Many tests wait for processes and clocks: twice as many workers as there are cores keep these busy.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(max(2, (os.cpu_count() or 2) * 2))')

.DEFAULT_GOAL := help
.PHONY: help demo test check bench peers lock clean

help:            ## What there is to run
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Cornerstone needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0] + ". Name one: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)   ## A council, the bot and a local Slack on http://127.0.0.1:3000
	@$(BIN)/cornerstone demo

# Those about how long people wait come last, one by one: with tests on every core it would be the machine that is measured.
# Hundreds of tests start processes: each would compile every module anew where Python is told to keep nothing.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(READY)   ## Every test
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not alone"; beside=$$?; \
	$(BIN)/python -m pytest -m alone && exit $$beside

check: $(READY)  ## ruff, mypy --strict, import-linter, bandit, the dependencies' advisories
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python .ci/audit.py

bench: $(READY)  ## The figures in the README
	@$(BIN)/python -m tests.bench all

peers: $(READY)  ## The libraries the benches are held against
	@$(BIN)/uv pip install --quiet --group bench

lock: $(READY)   ## Pin the dependencies anew from pyproject.toml
	@$(BIN)/uv pip compile --universal --quiet --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --group dev pyproject.toml --output-file requirements.lock

# Beside the demo, in .cornerstone, lies the database of a council that runs from here.
clean:           ## Remove the virtual environment and the demo's data
	@rm -rf .venv .cornerstone/demo
