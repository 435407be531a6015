# Two commands on a fresh machine: make demo, make test.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test test-browser web web-check bench clean

demo: $(VENV)/.demo  ## lint the bundled example monolith
	@echo; $(BIN)/boundary-lint check fixtures/shop_bad --no-cache --fail-on never

test: $(VENV)/.test  ## everything that must hold
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/lint-imports
	$(BIN)/boundary-lint rules test rules
	$(BIN)/boundary-lint check . --no-cache --fail-on warning
	$(BIN)/python -m pytest -n auto

test-browser: web-check $(VENV)/.browser  ## the HTML page in Chromium: needs chromium, chromium-driver, nodejs and npm
	$(BIN)/python -m pytest tests_browser

web: web/node_modules/.done  ## the script and style of the HTML page, from their sources; commit what it writes
	cd web && npm run --silent check && npm run --silent build

web-check: web/node_modules/.done  ## what is committed is what the sources give
	cd web && npm run --silent check && npm run --silent build -- --check

bench: $(VENV)/.bench  ## beside lint-imports and tach: make bench CORPORA=folder-of-unpacked-projects
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python benchmarks/bench.py --corpora "$(CORPORA)" --write

web/node_modules/.done: web/package.json web/package-lock.json
	@command -v npm >/dev/null || { echo "make web needs Node.js 18 or newer with npm: install it (Debian: apt install nodejs npm), then run this again" >&2; exit 1; }
	cd web && npm ci --ignore-scripts
	@touch $@

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("boundary-lint needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: pyproject.toml $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@ $(VENV)/.demo

$(VENV)/.browser: pyproject.toml $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[browser]"
	@touch $@

$(VENV)/.bench: $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check "import-linter==2.17" "tach==0.35.3"
	@touch $@

clean:  ## remove what was made
	rm -rf $(VENV) web/node_modules .boundary_lint_cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
